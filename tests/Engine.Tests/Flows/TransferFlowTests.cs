using System.Text.Json;
using Atmosphere.Catalogue;
using Atmosphere.Engine.Tests.Flows.Simulated;
using Atmosphere.Grains;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;
using Atmosphere.Silo;
using Microsoft.Extensions.Configuration;

namespace Atmosphere.Engine.Tests.Flows;

/// <summary>
/// What grains keep, moved to another store of this engine, and from the other engine. <c>Exports/</c> has what each engine exported in the
/// first of these tests; <c>ATMOSPHERE_EXPORTS=&lt;folder&gt;</c> has it keep another one.
/// </summary>
public sealed class TransferFlowTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engine-transfer-").FullName;

    private string Export => Path.Combine(_folder, "export.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Agreed_faces_open_votes_and_reminders_go_on_in_another_store()
    {
        var engine = await FlowEngine.MovableAsync();
        await using var world = new FlowWorld(engine);
        await world.StartAsync(new Dictionary<string, string?>());
        var tagged = await world.TaggedAsync();
        await world.UntilAtRestAsync(tagged, FlowWorld.Ann);
        var asked = await world.AskedAsync("ben");
        await world.VoteAsync(asked, FlowWorld.Voter(1), FlowWorld.Ben);
        await world.UntilAsync(asked, face => face.Votes.ContainsKey(FlowWorld.Voter(1)) && face.Votes[FlowWorld.Voter(1)].Standing == VoteStanding.Verified, "the vote counts");
        var untouched = await world.AskedAsync("cat");
        foreach (var face in new[] { tagged, asked, untouched }) await world.UntilAtRestAsync(face);
        var before = await ViewsAsync(world, tagged, asked, untouched);

        await using (var catalogue = CatalogueIn("before")) await engine.ExportAsync(Export, catalogue);
        KeepIfWanted();
        await using (var catalogue = CatalogueIn("after")) await engine.RestartOnAsync(Export, catalogue);

        (await ViewsAsync(world, tagged, asked, untouched)).ShouldBe(before);
        (await world.Engine.HasReminderAsync(world.Face(asked), WellKnownNames.DueReminder)).ShouldBeTrue("its expiry is still to come");
        await world.VoteAsync(asked, FlowWorld.Voter(2), FlowWorld.Ben);
        await world.UntilShownAsync(asked, PromptKind.Tagged);
        await world.UntilAtRestAsync(asked, FlowWorld.Ben);
        (await world.Person(FlowWorld.Ann).GetView()).Owed.ShouldBeEmpty();
        world.Recogniser.FaceKeys.Count.ShouldBe(2, "each agreed face is enrolled, once");
        foreach (var face in new[] { tagged, asked, untouched }) world.Slack.Posts(face).ShouldBe(1);

        world.Time.PutForward(TimeSpan.FromDays(8));
        await FlowWorld.TickAsync(world.Face(untouched));
        await world.UntilAsync(untouched, FaceStatus.Expired);
    }

    [Theory]
    [InlineData("Embedded")]
    [InlineData("Orleans")]
    public async Task What_either_engine_has_exported_goes_on_here(string source)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Flows", "Exports", $"{source}.jsonl");
        var lines = (await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken)).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        var faces = lines.Where(line => line.TryGetProperty("state", out var state) && state.GetString() == "face").ToList();
        string FaceWith(string status, bool hasVotes) => faces.Single(face =>
            face.GetProperty("json").GetProperty("status").GetString() == status && face.GetProperty("json").GetProperty("votes").EnumerateObject().Any() == hasVotes).GetProperty("key").GetString()!;
        var (tagged, asked, untouched) = (FaceWith("tagged", true), FaceWith("asking", true), FaceWith("asking", false));
        var engine = await FlowEngine.MovableAsync();
        await using var world = new FlowWorld(engine);
        // A minute after the export, when no question had expired.
        world.Time.PutForward(lines[0].GetProperty("madeAt").GetDateTimeOffset() + TimeSpan.FromMinutes(1) - world.Time.GetUtcNow());
        await world.StartAsync(new Dictionary<string, string?>());
        foreach (var (face, who) in new[] { (asked, "ben"), (untouched, "cat") }) await SavePicturesAsync(world, face, who);

        await using (var catalogue = CatalogueIn("after")) await engine.RestartOnAsync(path, catalogue);

        var view = await world.Face(tagged).GetView();
        (view.Status, view.PersonId, view.Enrolled).ShouldBe((FaceStatus.Tagged, FlowWorld.Ann, true));
        (await world.Face(asked).GetView()).Votes[FlowWorld.Voter(1)].Standing.ShouldBe(VoteStanding.Verified);
        (await world.Engine.HasReminderAsync(world.Face(untouched), WellKnownNames.DueReminder)).ShouldBeTrue("its expiry is still to come");
        // Newer than the presses of the past, as a press of today is.
        (await world.PressAsync(asked, FlowWorld.Voter(2), new CastVote { Choice = VoteChoice.Person(FlowWorld.Ben) })).ShouldBe(PressVerdict.Accepted);
        await world.UntilAsync(asked, face => face is { Status: FaceStatus.Tagged, Enrolled: true, PersonId: FlowWorld.Ben }, "agreement is reached with one vote of then and one of now");
        world.Recogniser.FaceKeys.ShouldBe([$"{asked}/1"]);
    }

    private CatalogueTransfer CatalogueIn(string folder) => CatalogueTransfer.Open(new ConfigurationBuilder().Build(), Path.Combine(_folder, folder));

    private static async Task<string> ViewsAsync(FlowWorld world, params string[] faces)
    {
        var views = new List<string>();
        foreach (var face in faces) views.Add(JsonSerializer.Serialize(await world.Face(face).GetView()));
        return string.Join('\n', views);
    }

    private static async Task SavePicturesAsync(FlowWorld world, string faceId, string who)
    {
        var box = new PixelBox { Left = 50, Top = 50, Width = 80, Height = 80 };
        await world.Crops.SaveAsync(CropKeys.Crop(faceId), new Picture([(who, box with { Left = 0, Top = 0 })]).Bytes(), TestContext.Current.CancellationToken);
        await world.Crops.SaveAsync(CropKeys.ZoomIn(faceId), new Picture([(who, box)]).Bytes(), TestContext.Current.CancellationToken);
    }

    private void KeepIfWanted()
    {
        if (Environment.GetEnvironmentVariable("ATMOSPHERE_EXPORTS") is { Length: > 0 } folder) File.Copy(Export, Path.Combine(folder, $"{GrainEngine.Name}.jsonl"), overwrite: true);
    }
}
