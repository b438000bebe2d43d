using System.Collections.Immutable;
using System.Globalization;
using Atmosphere.Engine.Tests.Flows.Simulated;
using Atmosphere.Grains;
using Atmosphere.Grains.Channels;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Hosting;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Storage;
using Atmosphere.Grains.Streams;
using Atmosphere.Grains.Training;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Engine.Tests.Flows;

/// <summary>The real grains on the chosen engine, and around them a simulated world that does what a test orders.</summary>
public sealed class FlowWorld : IAsyncDisposable
{
    public const string Channel = "C0FACES";
    public const string Ann = "U0ANN";
    public const string Ben = "U0BEN";
    public const string Bot = "U0BOT";
    public const string Gone = "U0GONE";
    public const string Nameless = "U0NAMELESS";
    public const int Voters = 50;

    private readonly FlowEngine _engine;
    private long _presses;

    public FlowWorld() : this(new()) { }

    internal FlowWorld(FlowEngine engine)
    {
        _engine = engine;
        Recogniser = new SimulatedRecogniser(Time);
        Catalogue = new MemoryCatalogue(Audit);
        Slack.AddUser(new() { UserId = Ann, DisplayName = "ann", RealName = "Ann Example" });
        Slack.AddUser(new() { UserId = Ben, RealName = "Ben Example" });
        Slack.AddUser(new() { UserId = Nameless });
        Slack.AddUser(new() { UserId = Bot, DisplayName = "robot", IsBot = true });
        Slack.AddUser(new() { UserId = Gone, DisplayName = "gone", IsDeactivated = true });
        for (var voter = 0; voter < Voters; voter++) Slack.AddUser(new() { UserId = Voter(voter), DisplayName = $"voter {voter}" });
    }

    public ShiftedTime Time { get; } = new();

    public SimulatedRecogniser Recogniser { get; }

    public SimulatedSlack Slack { get; } = new();

    public SimulatedCropper Cropper { get; } = new();

    public SimulatedWebhook Webhook { get; } = new();

    public MemoryCropStore Crops { get; } = new();

    public MemoryAudit Audit { get; } = new();

    public MemoryCatalogue Catalogue { get; }

    public IClusterClient Client => _engine.Client;

    public IFlowEngine Engine => _engine;

    public static string Voter(int number) => $"U0V{number}";

    public Task StartAsync(IReadOnlyDictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Asking:Channel"] = Channel,
                ["Asking:PostInterval"] = "00:00:00.1",
                ["Asking:GatherFor"] = "0",
                ["Asking:GroupWithin"] = "0",
                ["Recognition:CallsPerSecond"] = "1000",
                ["Recognition:Endpoint"] = "http://recogniser.example",
                ["Training:TimeZone"] = "Europe/Helsinki",
            })
            .AddInMemoryCollection(settings)
            .Build();
        return _engine.StartAsync(services => services
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(new Backoff(() => 0))
            .AddSingleton<IGrainStorageSerializer, GrainStateSerializer>()
            .AddSingleton<IRecogniser>(Recogniser)
            .AddSingleton<ISlack>(Slack)
            .AddSingleton<IWebhook>(Webhook)
            .AddSingleton<ICropper>(Cropper)
            .AddSingleton<ICropStore>(Crops)
            .AddSingleton<ICatalogue>(Catalogue)
            .AddSingleton<IAudit>(Audit)
            .AddSingleton<IOldPictures>(Catalogue)
            .AddAtmosphereGrains(configuration));
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    public IFaceGrain Face(string faceId) => Client.GetGrain<IFaceGrain>(faceId);

    public IPersonGrain Person(string personId) => Client.GetGrain<IPersonGrain>(personId);

    public IChannelGrain ChannelGrain => Client.GetGrain<IChannelGrain>(Channel);

    public ITrainingGrain Training => Client.GetGrain<ITrainingGrain>("atmosphere");

    public Task PublishAsync<T>(string ns, string key, T item) =>
        Client.GetStreamProvider(WellKnownNames.StreamProvider).GetStream<T>(StreamId.Create(ns, key)).OnNextAsync(item);

    /// <summary>Uploads a photo, as the API does: bytes first, then the grain.</summary>
    public async Task<string> UploadAsync(byte[] bytes, string camera = "camera-1")
    {
        var photoId = PhotoId.Of(camera, bytes);
        await Crops.SaveAsync(CropKeys.Upload(photoId), bytes, TestContext.Current.CancellationToken);
        await Client.GetGrain<IPhotoGrain>(photoId).Accept(camera);
        return photoId;
    }

    /// <summary>A face that was cut out elsewhere arrives on the stream.</summary>
    public async Task<FaceArrived> ArriveAsync(string who, int side = 80, string? photoId = null)
    {
        var faceId = Guid.NewGuid().ToString();
        var box = new PixelBox { Left = 50, Top = 50, Width = side, Height = side };
        await Crops.SaveAsync(CropKeys.Crop(faceId), new Picture([(who, box with { Left = 0, Top = 0 })]).Bytes(), TestContext.Current.CancellationToken);
        await Crops.SaveAsync(CropKeys.ZoomIn(faceId), new Picture(who.Length == 0 ? [] : [(who, box)]).Bytes(), TestContext.Current.CancellationToken);
        var arrived = new FaceArrived { FaceId = faceId, PhotoId = photoId ?? new string('a', 64), CameraId = "camera-1", Rectangle = box, FaceInZoomIn = box, TakenAt = Time.GetUtcNow() };
        await PublishAsync(WellKnownNames.Streams.ImagesInDb, faceId, arrived);
        return arrived;
    }

    /// <summary>A face about which the channel has been asked.</summary>
    public async Task<string> AskedAsync(string who = "ann")
    {
        var faceId = (await ArriveAsync(who)).FaceId;
        await UntilAsync(faceId, FaceStatus.Asking);
        await UntilShownAsync(faceId, PromptKind.Question);
        await UntilAsync(faceId, face => face.ExpiresAt is not null, "the question is known to be shown");
        return faceId;
    }

    /// <summary>A face that two voters have tagged.</summary>
    public async Task<string> TaggedAsync(string who = "ann", string person = Ann)
    {
        var faceId = await AskedAsync(who);
        await AgreeAsync(faceId, person);
        await UntilShownAsync(faceId, PromptKind.Tagged);
        return faceId;
    }

    public async Task AgreeAsync(string faceId, string person)
    {
        (await VoteAsync(faceId, Voter(1), person)).ShouldBe(PressVerdict.Accepted);
        (await VoteAsync(faceId, Voter(2), person)).ShouldBe(PressVerdict.Accepted);
    }

    public async Task<PressVerdict> VoteAsync(string faceId, string voter, VoteChoice choice) => await PressAsync(faceId, voter, new CastVote { Choice = choice });

    public Task<PressVerdict> VoteAsync(string faceId, string voter, string person) => VoteAsync(faceId, voter, VoteChoice.Person(person));

    /// <summary>Presses a button on what the prompt shows now.</summary>
    public async Task<PressVerdict> PressAsync(string faceId, string user, FacePress press) => await Face(faceId).Press(press with
    {
        At = Time.GetUtcNow(),
        UserId = user,
        ActionTs = string.Create(CultureInfo.InvariantCulture, $"{1772442000 + Interlocked.Increment(ref _presses)}.000100"),
        Round = press.Round > 0 ? press.Round : (await Face(faceId).GetView()).Round,
    });

    public Task UntilAsync(string faceId, FaceStatus status) => UntilAsync(faceId, face => face.Status == status, $"the face becomes {status}");

    public async Task UntilAsync(string faceId, Func<FaceView, bool> condition, string what)
    {
        FaceView? last = null;
        try
        {
            await Eventually.Holds(async () => condition(last = await Face(faceId).GetView()), what, Patience);
        }
        catch (TimeoutException timeout)
        {
            throw new TimeoutException($"{timeout.Message}; it is {last}, and owes {Describe(last?.Owed ?? [])}", timeout);
        }
    }

    public async Task UntilShownAsync(string faceId, PromptKind kind) => await UntilAsync(faceId, _ => Slack.Shown(faceId)?.Kind == kind, $"the message shows {kind}");

    public static Task UntilAsync(Func<Task<bool>> condition, string what) => Eventually.Holds(condition, what, Patience);

    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    /// <summary>Nobody owes anything any more.</summary>
    public async Task UntilAtRestAsync(string faceId, params string[] people)
    {
        await UntilAsync(faceId, face => face.Owed.IsEmpty, "the face owes nothing");
        foreach (var person in people)
        {
            var last = ImmutableArray<OwedView>.Empty;
            await UntilAsync(async () => (last = (await Person(person).GetView()).Owed).IsEmpty, $"{person} owes nothing, but {Describe(last)}");
        }
    }

    /// <summary>A reminder's tick, as the engine brings it.</summary>
    public static Task TickAsync(IAddressable grain) => grain.AsReference<IRemindable>().ReceiveReminder(WellKnownNames.DueReminder, default);

    private static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    private static string Describe(ImmutableArray<OwedView> owed) => owed.IsDefaultOrEmpty ? "nothing" : string.Join("; ", owed);
}

/// <summary>The system's clock, which a test can put forward. Timers run in real time.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private long _shift;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _shift));

    public void PutForward(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);
}

/// <summary>A test with a world of its own.</summary>
public abstract class FlowTest : IAsyncLifetime
{
    protected FlowWorld World { get; } = new();

    /// <summary>Settings of the grains that differ from the world's.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>();

    public async ValueTask InitializeAsync() => await World.StartAsync(Settings);

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
