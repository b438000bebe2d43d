using System.Net;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Photos;

namespace Atmosphere.Api.Tests.Limits;

/// <summary>Each caller has a share of its own; what is above it is refused, says when to come back, and changes nothing.</summary>
public sealed class RateTests : IAsyncDisposable
{
    private const int MinuteWorth = 60;

    /// <summary>The bucket fills while a test spends it.</summary>
    private const int Most = MinuteWorth * 4;

    private readonly Slow _api = new();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Camera_above_its_share_is_told_to_wait_and_let_in_after_that_time()
    {
        await _api.InitializeAsync();
        var (letIn, refusal) = await Patience.UntilRefusedAsync(() => _api.Camera.PostBytesAsync("/photos", Pictures.Jpeg()), HttpStatusCode.Accepted, Most);
        letIn.ShouldBeGreaterThanOrEqualTo(MinuteWorth);
        var told = await refusal.ShouldBeToldToWaitAsync();

        (await _api.Operator.GetFromAsync("/admin/training/atmosphere")).StatusCode.ShouldBe(HttpStatusCode.OK, "the operator has a share of her own");
        Func<Task<HttpResponseMessage>> again = () => _api.Camera.PostBytesAsync("/photos", Pictures.Jpeg());
        await again.ShouldBeLetInWithinAsync(told, HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Photo_that_was_refused_is_not_kept()
    {
        await _api.InitializeAsync();
        byte[] photo = [];
        await Patience.UntilRefusedAsync(() => _api.Camera.PostBytesAsync("/photos", photo = Pictures.Jpeg()), HttpStatusCode.Accepted, Most);
        (await _api.Grains.GetGrain<IPhotoGrain>(PhotoId.Of("camera-1", photo)).GetView()).Status.ShouldBe(PhotoStatus.Unknown);
    }

    [Fact]
    public async Task Operator_key_and_each_session_have_shares_of_their_own()
    {
        await _api.InitializeAsync();
        using var first = await _api.SignInAsync();
        using var second = await _api.SignInAsync();
        var (letIn, refusal) = await Patience.UntilRefusedAsync(() => first.GetFromAsync("/page/state"), HttpStatusCode.OK, Most);
        letIn.ShouldBeGreaterThanOrEqualTo(MinuteWorth);
        await refusal.ShouldBeToldToWaitAsync();
        (await second.GetFromAsync("/page/state")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await Patience.UntilRefusedAsync(() => _api.Operator.GetFromAsync("/admin/training/atmosphere"), HttpStatusCode.OK, Most)).LetIn.ShouldBeGreaterThanOrEqualTo(MinuteWorth / 2);
        (await second.GetFromAsync("/page/state")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Presses_above_what_a_person_can_make_are_refused_and_not_written()
    {
        await _api.InitializeAsync();
        var face = await _api.AskedFaceAsync();
        string[] people = [SlackSide.Noa, SlackSide.Omer];
        var sent = 0;
        var chosen = "";
        var (letIn, refusal) = await Patience.UntilRefusedAsync(
            () => _api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Dana, chosen = people[sent++ % 2])), HttpStatusCode.OK, Most);
        letIn.ShouldBeGreaterThanOrEqualTo(MinuteWorth);
        var told = await refusal.ShouldBeToldToWaitAsync();
        (await _api.FaceAsync(face)).Votes[SlackSide.Dana].Choice.PersonId.ShouldNotBe(chosen);

        (await _api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Omer, SlackSide.Noa))).StatusCode.ShouldBe(HttpStatusCode.OK, "the others go on voting");
        Func<Task<HttpResponseMessage>> again = () => _api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa));
        await again.ShouldBeLetInWithinAsync(told, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Health_and_pictures_have_no_limit()
    {
        await _api.InitializeAsync();
        for (var i = 0; i < Most; i++)
        {
            (await _api.Anyone.GetFromAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await _api.Anyone.GetFromAsync("/crops/crops/0f")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    /// <summary>One request a second for everybody.</summary>
    private sealed class Slow : ApiFixture
    {
        private protected override IEnumerable<string> Settings =>
            ["--Limits:CameraPerSecond=1", "--Limits:OperatorPerSecond=1", "--Limits:VoterPerSecond=1"];
    }
}
