using System.Net;
using System.Text.Json;

namespace Atmosphere.EndToEnd.Tests;

/// <summary>The product's promise, on real photos, over HTTP.</summary>
public class FirstPathTests
{
    /// <summary>Largest first: the woman on the right of sample1, and the one in the middle of sample3, are the same.</summary>
    private const int HerPlace = 0;

    private static readonly int[] PhotosOfStrangers = [2, 4, 5, 6];

    [Fact]
    public async Task Somebody_tagged_by_two_colleagues_on_one_photo_is_recognised_on_another_and_no_stranger_is_taken_for_her()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var app = await RunningApp.StartAsync(stop);
        await app.SignInAsync(stop);
        var colleagues = new PracticeColleagues(app);

        var her = (await FacesOfAsync(app, await app.UploadSampleAsync(1, stop), stop))[HerPlace];
        await colleagues.VoteAsync(PracticeColleagues.Omer, her, PracticeColleagues.Dana, stop);
        (await StatusAsync(app, her, stop)).ShouldBe("asking", "one vote is no agreement");
        await colleagues.VoteAsync(PracticeColleagues.Noa, her, PracticeColleagues.Dana, stop);
        await StatusBecomesAsync(app, her, "tagged", stop);

        var training = await app.Operator.PostAsync(new Uri("/admin/training/run", UriKind.Relative), null, stop);
        training.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.Holds(
            async () => (await app.AdminAsync("training/atmosphere", stop)).GetProperty("lastSuccessAt").ValueKind == JsonValueKind.String, "the training has succeeded");

        var again = (await FacesOfAsync(app, await app.UploadSampleAsync(3, stop), stop))[HerPlace];
        await StatusBecomesAsync(app, again, "identified", stop);
        var identified = await app.AdminAsync($"faces/{again}", stop);
        identified.GetProperty("personId").GetString().ShouldBe(PracticeColleagues.Dana);
        identified.GetProperty("confidence").GetDouble().ShouldBeGreaterThanOrEqualTo(0.7);

        foreach (var photo in PhotosOfStrangers)
        {
            foreach (var stranger in await FacesOfAsync(app, await app.UploadSampleAsync(photo, stop), stop))
            {
                await Eventually.Holds(async () => await StatusAsync(app, stranger, stop) is not ("unknown" or "detected"), $"the recogniser has looked at a face of sample {photo}");
                (await StatusAsync(app, stranger, stop)).ShouldNotBe("identified", $"a stranger on sample {photo} was taken for her");
            }
        }
    }

    private static async Task<string[]> FacesOfAsync(RunningApp app, string photoId, CancellationToken stop)
    {
        string[] faces = [];
        await Eventually.Holds(
            async () => (faces = [.. (await app.AdminAsync($"photos/{photoId}", stop)).GetProperty("faceIds").EnumerateArray().Select(id => id.GetString()!)]).Length > 0,
            "the photo is cut");
        return faces;
    }

    private static Task StatusBecomesAsync(RunningApp app, string faceId, string status, CancellationToken stop) =>
        Eventually.Holds(async () => await StatusAsync(app, faceId, stop) == status, $"the face's status becomes {status}");

    private static async Task<string> StatusAsync(RunningApp app, string faceId, CancellationToken stop)
    {
        var answer = await app.Operator.GetAsync(new Uri($"/admin/faces/{faceId}", UriKind.Relative), stop);

        // The photo knows its faces a moment before their grains do.
        if (answer.StatusCode == HttpStatusCode.NotFound) return "unknown";
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop)).RootElement.GetProperty("status").GetString()!;
    }
}
