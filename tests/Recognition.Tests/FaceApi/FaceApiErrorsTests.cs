using Atmosphere.Grains.Ports;
using Atmosphere.Recognition.FaceApi;

namespace Atmosphere.Recognition.Tests.FaceApi;

public sealed class FaceApiErrorsTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(7);

    // The table of the reference's error codes: status, code, inner code, operation, what it means to us.
    [Theory]
    [InlineData(429, "429", "", "AddFace", OutcomeKind.Throttled, "429")]
    [InlineData(429, "RateLimitExceeded", "", "Identify", OutcomeKind.Throttled, "RateLimitExceeded")]
    [InlineData(429, "", "", "Prepare", OutcomeKind.Throttled, "429")]
    [InlineData(429, "QuotaExceeded", "", "AddFace", OutcomeKind.Throttled, "QuotaExceeded")]
    [InlineData(408, "OperationTimeOut", "", "AddFace", OutcomeKind.Unavailable, "OperationTimeOut")]
    [InlineData(500, "InternalServerError", "", "AddFace", OutcomeKind.Unavailable, "InternalServerError")]
    [InlineData(500, "InvalidImage", "", "AddFace", OutcomeKind.Unavailable, "InvalidImage")]
    [InlineData(502, "", "", "Detect", OutcomeKind.Unavailable, "502")]
    [InlineData(503, "ServiceUnavailable", "", "Detect", OutcomeKind.Unavailable, "ServiceUnavailable")]
    [InlineData(504, "", "", "CreatePerson", OutcomeKind.Unavailable, "504")]
    [InlineData(401, "401", "", "AddFace", OutcomeKind.Misconfigured, "401")]
    [InlineData(401, "Unspecified", "", "DeletePerson", OutcomeKind.Misconfigured, "Unspecified")]
    [InlineData(403, "InvalidRequest", "UnsupportedFeature", "Detect", OutcomeKind.Misconfigured, "UnsupportedFeature")]
    [InlineData(403, "403", "", "AddFace", OutcomeKind.Misconfigured, "403")]
    [InlineData(403, "QuotaExceeded", "", "AddFace", OutcomeKind.Refused, "QuotaExceeded")]
    [InlineData(403, "InvalidRequest", "QuotaExceeded", "AddFace", OutcomeKind.Refused, "QuotaExceeded")]
    [InlineData(403, "LargePersonGroupPersonQuotaExceeded", "", "CreatePerson", OutcomeKind.Refused, "QuotaExceeded")]
    [InlineData(403, "QuotaExceeded", "", "Detect", OutcomeKind.Misconfigured, "QuotaExceeded")]
    [InlineData(409, "LargePersonGroupTrainingNotFinished", "", "AddFace", OutcomeKind.Busy, "LargePersonGroupTrainingNotFinished")]
    [InlineData(409, "PersonGroupTrainingNotFinished", "", "Train", OutcomeKind.Busy, "PersonGroupTrainingNotFinished")]
    [InlineData(409, "ConcurrentOperationConflict", "", "CreatePerson", OutcomeKind.Busy, "ConcurrentOperationConflict")]
    [InlineData(409, "LargePersonGroupExists", "", "EnsureGallery", OutcomeKind.Done, "")]
    [InlineData(409, "LargePersonGroupExists", "", "CreatePerson", OutcomeKind.Unavailable, "LargePersonGroupExists")]
    [InlineData(409, "SomethingNew", "", "AddFace", OutcomeKind.Unavailable, "SomethingNew")]
    [InlineData(400, "FaceNotFound", "", "Identify", OutcomeKind.Expired, "FaceNotFound")]
    [InlineData(404, "FaceNotFound", "", "Identify", OutcomeKind.Expired, "FaceNotFound")]
    [InlineData(400, "FaceNotFound", "", "Group", OutcomeKind.Expired, "FaceNotFound")]
    [InlineData(400, "FaceNotFound", "", "Compare", OutcomeKind.Expired, "FaceNotFound")]
    [InlineData(400, "BadArgument", "", "Group", OutcomeKind.Misconfigured, "BadArgument")]
    [InlineData(400, "LargePersonGroupNotTrained", "", "Identify", OutcomeKind.Done, "")]
    [InlineData(400, "LargePersonGroupNotFound", "", "Identify", OutcomeKind.Done, "")]
    [InlineData(404, "PersonGroupNotFound", "", "Identify", OutcomeKind.Done, "")]
    [InlineData(400, "BadArgument", "", "Identify", OutcomeKind.Misconfigured, "BadArgument")]
    [InlineData(400, "BadArgument", "", "AddFace", OutcomeKind.Misconfigured, "BadArgument")]
    [InlineData(400, "InvalidImage", "", "AddFace", OutcomeKind.Refused, "InvalidImage")]
    [InlineData(400, "InvalidImageSize", "", "AddFace", OutcomeKind.Refused, "InvalidImageSize")]
    [InlineData(400, "FaceNotFound", "", "AddFace", OutcomeKind.Refused, "FaceNotFound")]
    [InlineData(404, "PersonNotFound", "", "AddFace", OutcomeKind.Refused, "PersonNotFound")]
    [InlineData(404, "LargePersonGroupNotFound", "", "AddFace", OutcomeKind.Refused, "PersonNotFound")]
    [InlineData(404, "ResourceNotFound", "", "AddFace", OutcomeKind.Misconfigured, "ResourceNotFound")]
    [InlineData(400, "InvalidImage", "", "Detect", OutcomeKind.Refused, "InvalidImage")]
    [InlineData(400, "InvalidImageSize", "", "Detect", OutcomeKind.Refused, "InvalidImageSize")]
    [InlineData(413, "ImageTooLarge", "", "Prepare", OutcomeKind.Refused, "ImageTooLarge")]
    [InlineData(415, "InvalidImage", "", "Prepare", OutcomeKind.Refused, "InvalidImage")]
    [InlineData(400, "InvalidImageSize", "", "Prepare", OutcomeKind.Refused, "InvalidImageSize")]
    [InlineData(415, "InvalidImage", "", "Cut", OutcomeKind.Refused, "InvalidImage")]
    [InlineData(413, "", "", "Detect", OutcomeKind.Misconfigured, "413")]
    [InlineData(404, "LargePersonGroupNotFound", "", "CreatePerson", OutcomeKind.Unavailable, "LargePersonGroupNotFound")]
    [InlineData(404, "LargePersonGroupNotFound", "", "Train", OutcomeKind.Unavailable, "LargePersonGroupNotFound")]
    [InlineData(404, "LargePersonGroupNotFound", "", "FindPerson", OutcomeKind.Done, "")]
    [InlineData(404, "PersonNotFound", "", "FindPersonKey", OutcomeKind.Done, "")]
    [InlineData(404, "PersistedFaceNotFound", "", "FindFace", OutcomeKind.Done, "")]
    [InlineData(404, "PersonNotFound", "", "DeletePerson", OutcomeKind.Done, "")]
    [InlineData(404, "PersistedFaceNotFound", "", "DeleteFace", OutcomeKind.Done, "")]
    [InlineData(404, "PersonNotFound", "", "DeleteFace", OutcomeKind.Done, "")]
    [InlineData(404, "LargePersonGroupNotFound", "", "DeletePerson", OutcomeKind.Done, "")]
    [InlineData(404, "ResourceNotFound", "", "DeletePerson", OutcomeKind.Misconfigured, "ResourceNotFound")]
    [InlineData(404, "", "", "DeletePerson", OutcomeKind.Misconfigured, "404")]
    [InlineData(404, "LargePersonGroupNotTrained", "", "GetTraining", OutcomeKind.Done, "")]
    [InlineData(404, "LargePersonGroupNotFound", "", "GetTraining", OutcomeKind.Done, "")]
    [InlineData(302, "", "", "Detect", OutcomeKind.Misconfigured, "302")]
    public void Each_known_error_has_one_meaning(int status, string code, string innerCode, string operation, OutcomeKind kind, string meant)
    {
        var outcome = FaceApiErrors.Map(status, code, innerCode, Wait, Enum.Parse<FaceApiOperation>(operation));

        (outcome.Kind, outcome.Code).ShouldBe((kind, meant));
        if (kind is OutcomeKind.Throttled or OutcomeKind.Busy or OutcomeKind.Unavailable && status is 429 or 408 or 409 or >= 500) outcome.RetryAfter.ShouldBe(Wait);
    }

    [Fact]
    public void Nothing_unknown_is_ever_a_refusal_or_a_success()
    {
        string[] unknown = ["", "SomethingNew", "InvalidImagery", "NotFound", "404", "Unspecified", "BadArgument", "InvalidURL"];
        foreach (var operation in Enum.GetValues<FaceApiOperation>())
        {
            foreach (var status in Enumerable.Range(100, 500).Where(s => s is < 200 or > 299))
            {
                foreach (var code in unknown)
                {
                    var outcome = FaceApiErrors.Map(status, code, code, null, operation);
                    outcome.Kind.ShouldBeOneOf(OutcomeKind.Throttled, OutcomeKind.Unavailable, OutcomeKind.Misconfigured);
                    outcome.Code.ShouldNotBeEmpty();
                    outcome.Reason.ShouldNotBeEmpty();
                }
            }
        }
    }

    [Fact]
    public void Only_the_picture_the_person_or_the_full_gallery_is_ever_refused()
    {
        string[] codes =
        [
            "InvalidImage", "InvalidImageSize", "ImageTooLarge", "FaceNotFound", "PersonNotFound", "PersistedFaceNotFound", "QuotaExceeded",
            "LargePersonGroupNotFound", "LargePersonGroupNotTrained", "LargePersonGroupTrainingNotFinished", "ConcurrentOperationConflict", "RateLimitExceeded",
        ];
        var refused = (
            from operation in Enum.GetValues<FaceApiOperation>()
            from status in Enumerable.Range(300, 300)
            from code in codes
            where FaceApiErrors.Map(status, code, "", null, operation).Kind == OutcomeKind.Refused
            select (operation, status)).Distinct().ToList();

        refused.Select(r => r.operation).Distinct().ShouldBe(
            [FaceApiOperation.Detect, FaceApiOperation.CreatePerson, FaceApiOperation.AddFace, FaceApiOperation.Prepare, FaceApiOperation.Cut]);
        refused.Select(r => r.status).Distinct().ShouldBe([400, 404, 413, 415, 403], ignoreOrder: true);
    }
}
