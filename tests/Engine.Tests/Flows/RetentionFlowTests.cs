using Atmosphere.Engine.Tests.Flows.Simulated;
using Atmosphere.Grains;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Retention;

namespace Atmosphere.Engine.Tests.Flows;

/// <summary>What has been kept long enough is deleted, and nothing else.</summary>
public sealed class RetentionFlowTests : FlowTest
{
    protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        ["Retention:PhotosDays"] = "30",
        ["Retention:CropsDays"] = "30",
        ["Retention:AuditDays"] = "60",
    };

    private IRetentionGrain Retention => World.Client.GetGrain<IRetentionGrain>(IRetentionGrain.OnlyKey);

    [Fact]
    public async Task Sweep_deletes_the_pictures_of_old_expired_faces_and_photos_and_keeps_those_of_named_ones()
    {
        var photoId = await World.UploadAsync(new Picture([("ann", new() { Left = 100, Top = 100, Width = 80, Height = 80 }), ("ben", new() { Left = 400, Top = 100, Width = 80, Height = 80 })]).Bytes());
        await FlowWorld.UntilAsync(async () => (await World.Client.GetGrain<IPhotoGrain>(photoId).GetView()).FaceIds.Length == 2, "the photo is cut");
        var faces = (await World.Client.GetGrain<IPhotoGrain>(photoId).GetView()).FaceIds;
        foreach (var faceId in faces) await World.UntilAsync(faceId, face => face.ExpiresAt is not null, "the question is known to be shown");
        var (named, expired) = (faces[0], faces[1]);
        await World.AgreeAsync(named, FlowWorld.Ann);
        await World.UntilShownAsync(named, PromptKind.Tagged);
        World.Time.PutForward(TimeSpan.FromDays(8));
        await FlowWorld.TickAsync(World.Face(expired));
        await World.UntilShownAsync(expired, PromptKind.Expired);
        await World.UntilAtRestAsync(named, FlowWorld.Ann);
        await World.UntilAtRestAsync(expired);
        await RunAsync();
        World.Crops.Keys.ShouldContain(CropKeys.Crop(expired), "it is not old enough");

        World.Time.PutForward(TimeSpan.FromDays(31));
        var run = await RunAsync();

        (run.Photos, run.Faces).ShouldBe((1L, 1L));
        await FlowWorld.UntilAsync(() => !World.Crops.Keys.Contains(CropKeys.Photo(photoId)) && !World.Crops.Keys.Contains(CropKeys.ZoomIn(expired)), "the pictures are deleted");
        World.Crops.Keys.ShouldNotContain(CropKeys.Crop(expired));
        World.Crops.Keys.ShouldContain(CropKeys.Crop(named));
        World.Crops.Keys.ShouldContain(CropKeys.ZoomIn(named));
        (await World.Client.GetGrain<IPhotoGrain>(photoId).GetView()).PictureGoneAt.ShouldNotBeNull();
        (await World.PressAsync(expired, FlowWorld.Voter(1), new ReopenFace())).ShouldBe(PressVerdict.PicturesGone);
        await World.UntilAtRestAsync(expired);
        (await RunAsync()).ShouldSatisfyAllConditions(again => again.Photos.ShouldBe(0), again => again.Faces.ShouldBe(0));
    }

    [Fact]
    public async Task Sweep_keeps_a_photo_while_one_of_its_faces_is_open()
    {
        var photoId = await World.UploadAsync(new Picture([("ann", new() { Left = 100, Top = 100, Width = 80, Height = 80 })]).Bytes());
        await FlowWorld.UntilAsync(async () => (await World.Client.GetGrain<IPhotoGrain>(photoId).GetView()).FaceIds.Length == 1, "the photo is cut");
        var faceId = (await World.Client.GetGrain<IPhotoGrain>(photoId).GetView()).FaceIds[0];
        await World.UntilAsync(faceId, face => face.ExpiresAt is not null, "the question is known to be shown");
        await World.UntilAtRestAsync(faceId);
        World.Time.PutForward(TimeSpan.FromDays(31));

        (await RunAsync()).Photos.ShouldBe(0);

        World.Crops.Keys.ShouldContain(CropKeys.Photo(photoId));
    }

    [Fact]
    public async Task Sweep_removes_old_entries_of_the_audit()
    {
        var token = TestContext.Current.CancellationToken;
        var now = World.Time.GetUtcNow();
        await World.Audit.AppendAsync([.. Enumerable.Range(1, 1500).Select(index => new AuditEntry { Source = "api/old", Index = index, At = now.AddDays(-61), Actor = Actors.Console })], token);
        await World.Audit.AppendAsync([new() { Source = "api/new", Index = 1, At = now.AddDays(-59), Actor = Actors.Console }], token);

        (await RunAsync()).AuditEntries.ShouldBe(1500);

        await FlowWorld.UntilAsync(() => World.Audit.Entries.Any(entry => entry.Action == "retention-demanded"), "who wanted it is in the audit");
        World.Audit.Entries.Select(entry => entry.Source).ShouldBe(["api/new", "retention"]);
    }

    [Fact]
    public async Task Due_runs_once_a_day_by_its_reminder()
    {
        await Retention.EnsureScheduled();
        var next = (await Retention.GetView()).NextAt.ShouldNotBeNull();
        (await World.Engine.HasReminderAsync(Retention, WellKnownNames.DueReminder)).ShouldBeTrue();

        World.Time.PutForward(next - World.Time.GetUtcNow() + TimeSpan.FromSeconds(1));
        await FlowWorld.TickAsync(Retention);
        await FlowWorld.UntilAsync(async () => (await Retention.GetView()).Last is not null, "the run is over");
        await FlowWorld.TickAsync(Retention);

        var view = await Retention.GetView();
        view.Running.ShouldBeNull();
        view.Last!.By.ShouldBe(Actors.Rule);
        view.NextAt.ShouldNotBeNull().ShouldBe(next.AddDays(1), TimeSpan.FromMinutes(5));
    }

    private async Task<RetentionRun> RunAsync()
    {
        var before = (await Retention.GetView()).Last?.BegunAt;
        (await Retention.RunNow(Actors.OperatorKey)).ShouldBe(RetentionAnswer.Started);
        await FlowWorld.UntilAsync(async () => (await Retention.GetView()) is { Running: null, Last: { } last } && last.BegunAt != before, "the run is over");
        return (await Retention.GetView()).Last!;
    }
}

/// <summary>As it is delivered, everything is kept.</summary>
public sealed class NoRetentionFlowTests : FlowTest
{
    [Fact]
    public async Task Nothing_is_limited_nothing_is_scheduled()
    {
        var retention = World.Client.GetGrain<IRetentionGrain>(IRetentionGrain.OnlyKey);
        await retention.EnsureScheduled();

        (await retention.RunNow(Actors.OperatorKey)).ShouldBe(RetentionAnswer.NothingIsLimited);

        (await World.Engine.HasReminderAsync(retention, WellKnownNames.DueReminder)).ShouldBeFalse();
        (await retention.GetView()).NextAt.ShouldBeNull();
    }
}
