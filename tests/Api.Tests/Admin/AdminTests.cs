using System.Net;
using System.Text.Json;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains;
using Atmosphere.Grains.DeadLetters;
using Atmosphere.Grains.Faces;

namespace Atmosphere.Api.Tests.Admin;

/// <summary><c>/admin</c>: for operators.</summary>
public sealed class AdminTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string NoFace = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    private static readonly string NoPhoto = new('0', 64);

    public static TheoryData<string> Reads =>
        [$"/admin/photos/{NoPhoto}", $"/admin/faces/{NoFace}", "/admin/people/U0NOBODY", "/admin/training/atmosphere", "/admin/dead-letters/images-in-db", "/admin/cameras", "/admin/people"];

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Only_operators_look(string path)
    {
        await (await api.Anyone.GetFromAsync(path)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        await (await api.Camera.GetFromAsync(path)).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        using var browser = await api.SignInAsync();
        foreach (var client in new[] { api.Operator, browser }) (await client.GetFromAsync(path)).StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NotFound);
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Answers_do_not_stay_in_caches(string path) => (await api.Operator.GetFromAsync(path)).Headers.CacheControl!.NoStore.ShouldBeTrue();

    [Theory]
    [InlineData("/admin/photos/{0}")]
    [InlineData("/admin/photos/x")]
    [InlineData("/admin/faces/3f2504e0-4f89-41d3-9a0c-0305e82c3301")]
    [InlineData("/admin/faces/3F2504E0-4F89-41D3-9A0C-0305E82C3301")]
    [InlineData("/admin/faces/x")]
    [InlineData("/admin/people/U0NOBODY")]
    [InlineData("/admin/people/dana")]
    [InlineData("/admin/training/other")]
    [InlineData("/admin/dead-letters/other")]
    [InlineData("/admin")]
    [InlineData("/admin/nothing")]
    [InlineData("/admin/faces/")]
    public async Task What_is_unknown_is_not_found(string path) => await (await api.Operator.GetFromAsync(string.Format(path, NoPhoto))).ShouldBeProblemAsync(HttpStatusCode.NotFound);

    [Fact]
    public async Task Face_is_shown_with_its_votes_in_words()
    {
        var face = await api.AskedFaceAsync();
        (await api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa))).EnsureSuccessStatusCode();
        var shown = await (await api.Operator.GetFromAsync($"/admin/faces/{face}")).JsonAsync();
        shown.GetProperty("status").GetString().ShouldBe("asking");
        shown.GetProperty("votes").GetProperty(SlackSide.Dana).GetProperty("choice").GetProperty("personId").GetString().ShouldBe(SlackSide.Noa);
        shown.GetProperty("source").GetProperty("cameraId").GetString().ShouldBe("camera-1");
    }

    [Fact]
    public async Task A_face_that_is_open_is_not_asked_about_again_and_none_that_is_unknown()
    {
        var face = await api.AskedFaceAsync();
        await (await api.Operator.PostAsync($"/admin/faces/{face}/reopen", null, TestContext.Current.CancellationToken)).ShouldBeProblemAsync(HttpStatusCode.Conflict);
        await (await api.Operator.PostAsync($"/admin/faces/{NoFace}/reopen", null, TestContext.Current.CancellationToken)).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await api.Camera.PostAsync($"/admin/faces/{face}/reopen", null, TestContext.Current.CancellationToken)).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Person_is_shown_once_something_is_known_of_them()
    {
        var face = await api.AskedFaceAsync();
        (await api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa))).EnsureSuccessStatusCode();
        await Eventually.Holds(async () => (await api.FaceAsync(face)).Votes[SlackSide.Dana].Standing == VoteStanding.Verified, "the vote is verified");
        var shown = await (await api.Operator.GetFromAsync($"/admin/people/{SlackSide.Noa}")).JsonAsync();
        shown.GetProperty("profile").GetProperty("realName").GetString().ShouldBe("Noa Shapiro");
    }

    [Fact]
    public async Task Dead_letters_of_all_shards_are_listed_newest_first()
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var (key, age) in new[] { ("a", 3), ("b", 1), ("c", 2) })
        {
            await api.Grains.GetGrain<IDeadLetterGrain>(DeadLetterKey.For(WellKnownNames.Streams.FaceCleanup, key))
                .Add(new() { Stream = WellKnownNames.Streams.FaceCleanup, Key = key, Reason = "faceId is not a GUID in lower case", At = now - TimeSpan.FromMinutes(age) });
        }

        var letters = await (await api.Operator.GetFromAsync("/admin/dead-letters/face-cleanup")).JsonAsync();
        letters.EnumerateArray().Select(letter => letter.GetProperty("key").GetString()).ShouldBe(["b", "c", "a"]);
    }

    [Fact]
    public async Task Training_without_anybody_in_the_gallery_is_refused_with_the_reason()
    {
        await using var empty = new ApiFixture();
        await empty.InitializeAsync();
        var problem = await (await empty.Operator.PostToAsync("/admin/training/run")).ShouldBeProblemAsync(HttpStatusCode.Conflict);
        problem.GetProperty("detail").GetString()!.ShouldContain("tag somebody first");
    }

    [Fact]
    public async Task Training_is_begun_by_operators_and_from_our_own_page()
    {
        var face = await api.AskedFaceAsync();
        foreach (var voter in new[] { SlackSide.Dana, SlackSide.Omer }) (await api.SlackSendsAsync(SlackSide.Pick(face, voter, SlackSide.Noa))).EnsureSuccessStatusCode();
        await Eventually.Holds(async () => (await api.FaceAsync(face)).Status == FaceStatus.Tagged, "the face is tagged");
        using var browser = await api.SignInAsync();

        await (await api.Anyone.PostToAsync("/admin/training/run")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        await (await api.Camera.PostToAsync("/admin/training/run")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await (await browser.PostToAsync("/admin/training/run")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await Eventually.Holds(async () => (await TrainingAsync()).GetProperty("changedPeople").GetInt32() > 0, "there is something to learn");
        var answer = await api.Operator.PostToAsync("/admin/training/run");
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.Location!.ToString().ShouldBe("/admin/training/atmosphere");
        await Eventually.Holds(async () => (await TrainingAsync()).GetProperty("lastSuccessAt").ValueKind == JsonValueKind.String, "the training succeeded");
    }

    [Fact]
    public async Task Session_and_unknown_token_together_are_a_session()
    {
        using var browser = await api.SignInAsync();
        browser.DefaultRequestHeaders.Authorization = new("Bearer", "op_unknown");
        (await browser.GetFromAsync("/admin/training/atmosphere")).StatusCode.ShouldBe(HttpStatusCode.OK);

        // It acts as one, too: the token does not excuse it from proving that our page sent it.
        await (await browser.PostToAsync("/admin/training/run")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    private async Task<JsonElement> TrainingAsync() => await (await api.Operator.GetFromAsync("/admin/training/atmosphere")).JsonAsync();
}
