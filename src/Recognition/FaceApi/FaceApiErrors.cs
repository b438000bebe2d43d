using Atmosphere.Grains.Ports;

namespace Atmosphere.Recognition.FaceApi;

/// <summary>
/// What an answer other than success means to us. The one rule above all: <see cref="OutcomeKind.Refused"/> is final and costs
/// people's votes, so it is given for known, definite refusals only; whatever is not known is a retry or an operator's matter.
/// Codes are those of the Face REST API v1.2 reference, "error codes", and of the face service's imaging role.
/// </summary>
internal static class FaceApiErrors
{
    /// <summary>Maps one answer.</summary>
    /// <param name="status">Any HTTP status outside of 200 to 299.</param>
    /// <param name="code"><c>error.code</c>, or empty. Gateways and the service differ in it for 401 and 429, so these go by status.</param>
    /// <param name="innerCode"><c>error.innererror.code</c>, or empty.</param>
    /// <param name="retryAfter">The <c>Retry-After</c> header, if there was one.</param>
    /// <param name="operation">What was asked.</param>
    /// <returns>
    /// A failure; or <see cref="OutcomeKind.Done"/> when the error is itself the answer that the caller looks for:
    /// nobody is known yet, it is gone already, it exists already.
    /// </returns>
    public static Outcome<Nothing> Map(int status, string code, string innerCode, TimeSpan? retryAfter, FaceApiOperation operation) => status switch
    {
        429 => Outcome<Nothing>.Throttled(retryAfter, Or(code, "429")),
        408 or >= 500 => Outcome<Nothing>.Unavailable(Or(code, $"{status}"), "The recogniser failed or took too long.", retryAfter),
        401 => Outcome<Nothing>.Misconfigured(Or(code, "401"), "The recogniser did not accept the key: check Recognition:Endpoint and Recognition:Key."),
        403 => Forbidden(code, innerCode, operation),
        409 => Conflict(code, retryAfter, operation),
        400 or 404 or 413 or 415 => AboutTheRequest(status, code, operation),
        _ => NotUnderstood(status, code),
    };

    private static Outcome<Nothing> Forbidden(string code, string innerCode, FaceApiOperation operation)
    {
        if (operation is FaceApiOperation.AddFace or FaceApiOperation.CreatePerson && (IsQuota(code) || IsQuota(innerCode)))
            return Outcome<Nothing>.Refused("QuotaExceeded", "The gallery, or this person's part of it (248 faces), is full.");
        if (code is "UnsupportedFeature" || innerCode is "UnsupportedFeature")
            return Outcome<Nothing>.Misconfigured("UnsupportedFeature", "This Azure resource lacks the approval for identification (limited access).");
        return Outcome<Nothing>.Misconfigured(Or(innerCode, Or(code, "403")), "The recogniser does not allow this: check the resource's tier, approval and network rules.");
    }

    private static Outcome<Nothing> Conflict(string code, TimeSpan? retryAfter, FaceApiOperation operation)
    {
        if (operation is FaceApiOperation.EnsureGallery && Is(code, "PersonGroupExists")) return Answered;
        if (Is(code, "TrainingNotFinished")) return Outcome<Nothing>.Busy(code, "A training is running.", retryAfter);
        if (Is(code, "ConcurrentOperationConflict")) return Outcome<Nothing>.Busy(code, "Another change is under way.", retryAfter);
        return Outcome<Nothing>.Unavailable(Or(code, "409"), "The recogniser reported a conflict that is not known here.", retryAfter);
    }

    private static Outcome<Nothing> AboutTheRequest(int status, string code, FaceApiOperation operation) => operation switch
    {
        FaceApiOperation.Identify when IsNoGallery(code) || Is(code, "PersonGroupNotTrained") => Answered,
        FaceApiOperation.Identify or FaceApiOperation.Group or FaceApiOperation.Compare when code is "FaceNotFound" => Outcome<Nothing>.Expired(code, "The detected face is no longer known."),
        FaceApiOperation.GetTraining when IsNoGallery(code) || Is(code, "PersonGroupNotTrained") => Answered,

        FaceApiOperation.FindPerson or FaceApiOperation.FindPersonKey or FaceApiOperation.FindFace when IsGone(status, code) => Answered,
        FaceApiOperation.DeletePerson or FaceApiOperation.DeleteFace when IsGone(status, code) => Answered,

        // A person of a gallery that is gone is gone too; creating her again creates the gallery again.
        FaceApiOperation.AddFace when code is "PersonNotFound" || IsNoGallery(code) =>
            Outcome<Nothing>.Refused("PersonNotFound", "The gallery has no such person (any more)."),
        FaceApiOperation.EnsureGallery or FaceApiOperation.CreatePerson or FaceApiOperation.Train when IsNoGallery(code) =>
            Outcome<Nothing>.Unavailable(code, "The gallery does not exist (any more)."),

        FaceApiOperation.AddFace when code is "FaceNotFound" || IsUnfitImage(code) =>
            Outcome<Nothing>.Refused(code, "The recogniser finds no single usable face there."),
        FaceApiOperation.Detect or FaceApiOperation.Prepare or FaceApiOperation.Cut when IsUnfitImage(code) =>
            Outcome<Nothing>.Refused(code, "The picture can't be read, or its size is outside of the limits."),

        _ => NotUnderstood(status, code),
    };

    /// <summary>BadArgument and everything unknown: a bug or a wrong address. Not the picture's fault, and no use in asking again soon.</summary>
    private static Outcome<Nothing> NotUnderstood(int status, string code) => Outcome<Nothing>.Misconfigured(
        Or(code, $"{status}"), $"The recogniser rejected the request itself (status {status}): a wrong Recognition:Endpoint, or a bug.");

    private static Outcome<Nothing> Answered { get; } = Outcome<Nothing>.Done(Nothing.Value);

    private static bool IsUnfitImage(string code) => code is "InvalidImage" or "InvalidImageSize" or "ImageTooLarge";

    private static bool IsQuota(string code) => Is(code, "QuotaExceeded");

    private static bool IsNoGallery(string code) => Is(code, "PersonGroupNotFound");

    // A gateway's own 404 (code "404", "NotFound" or "ResourceNotFound": a wrong address) must not pass for a deletion.
    private static bool IsGone(int status, string code) =>
        status == 404 && (code is "PersonNotFound" or "PersistedFaceNotFound" || IsNoGallery(code));

    /// <summary>Azure prefixes many codes with the kind of group: LargePersonGroup…, PersonGroup….</summary>
    private static bool Is(string code, string ending) => code.EndsWith(ending, StringComparison.Ordinal);

    private static string Or(string code, string otherwise) => code.Length > 0 ? code : otherwise;
}
