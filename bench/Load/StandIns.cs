using System.Text.Json;
using Atmosphere.Practice;
using Atmosphere.Practice.Api;
using Atmosphere.Practice.Store;
using Atmosphere.Recognition.Tests.Fakes;
using Atmosphere.Slack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atmosphere.Load;

/// <summary>The outside world, in the test's own process, so that it outlives the processes that are killed: Slack and a Face resource.</summary>
internal sealed class StandIns : IAsyncDisposable
{
    private readonly WebApplication _slack;
    private readonly string _folder;

    private readonly OutsideFault _slackFault;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private string _readUpTo = "0";

    private StandIns(WebApplication slack, OutsideFault slackFault, FakeFaceApi faces, string folder) =>
        (_slack, _slackFault, Faces, _folder) = (slack, slackFault, faces, folder);

    public FakeFaceApi Faces { get; }

    /// <summary>What goes wrong with every call to Slack, until it is taken away.</summary>
    public OutsideFault SlackFault => _slackFault;

    /// <summary>What goes wrong with every request to the Face resource, until it is taken away.</summary>
    public OutsideFault FacesFault { get; } = new();

    /// <summary>Settings that lead a process to these.</summary>
    public IEnumerable<string> Settings =>
    [
        $"--Slack:BotToken={SlackOptions.BotToken}",
        $"--Slack:SigningSecret={SlackOptions.SigningSecrets[0]}",
        $"--Slack:Channel={PracticeWorkspace.ChannelId}",
        $"--Slack:ApiUrl={_slack.Urls.Single()}{PracticePaths.Api}/",
        $"--Recognition:Endpoint={Faces.Address}",
        $"--Recognition:Key={FakeFaceApi.Key}",
        $"--Recognition:Gallery={FakeFaceApi.Gallery}",

        // The faces of a load are pictures of nobody: whether they look alike is not what is measured.
        "--Asking:GroupWithin=0",

        // A handful of colleagues and one camera make the whole load, and one operator looks at all of it.
        "--Limits:OperatorPerSecond=1000000",
        "--Limits:VoterPerSecond=1000000",
        "--Limits:CameraPerSecond=1000000",
    ];

    public SlackOptions SlackOptions => _slack.Services.GetRequiredService<IOptions<SlackOptions>>().Value;

    private PracticeStore Store => _slack.Services.GetRequiredService<PracticeStore>();

    /// <summary>Every message in the channel that everybody sees, oldest first.</summary>
    public IReadOnlyList<StoredMessage> Messages =>
        [.. Store.History(PracticeWorkspace.ChannelId, "0", null, int.MaxValue).Where(message => message.VisibleTo is null).Reverse()];

    /// <summary>Whether colleagues see a message about this face.</summary>
    public bool Asks(string faceId)
    {
        lock (_asked)
        {
            // Many workers ask many times a second: each message is read once.
            foreach (var message in Store.History(PracticeWorkspace.ChannelId, _readUpTo, null, int.MaxValue).Reverse())
            {
                _readUpTo = message.Ts;
                if (message.Metadata is { } metadata) _asked.Add(FaceOf(metadata));
            }

            return _asked.Contains(faceId);
        }
    }

    /// <summary>Whether the message about this face says who it is, after which nobody is asked any more.</summary>
    public bool HasTagged(string faceId) =>
        Messages.Any(message => message.Metadata?.Contains(faceId, StringComparison.Ordinal) is true && message.Text.StartsWith("Tagged as", StringComparison.Ordinal));

    /// <summary>The face that a message is about.</summary>
    public static string FaceOf(string metadata)
    {
        using var parsed = JsonDocument.Parse(metadata);
        return parsed.RootElement.GetProperty("event_payload").GetProperty("face_id").GetString()!;
    }

    /// <param name="time">The clock of Slack and the Face resource; the system's when left out.</param>
    public static async Task<StandIns> StartAsync(TimeProvider? time = null)
    {
        var fault = new OutsideFault();
        var folder = Directory.CreateTempSubdirectory("atmosphere-faults-slack-").FullName;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSlack(builder.Configuration);
        builder.Services.AddPracticeSlack(builder.Environment, options => (options.DataFolder, options.FileProcessing) = (folder, TimeSpan.Zero));
        builder.Services.Replace(ServiceDescriptor.Singleton(_ => new PostingRate(new HastyTime())));
        if (time is not null) builder.Services.Replace(ServiceDescriptor.Singleton(time));
        var slack = builder.Build();
        slack.Use(fault.MeetAsync);
        slack.UseRouting();
        slack.MapPractice();
        await slack.StartAsync();
        var world = new StandIns(slack, fault, await FakeFaceApi.StartAsync(time), folder);
        world.Faces.Fault = world.FacesFault.MeetAsync;
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        await _slack.DisposeAsync();
        await Faces.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A thousand times as fast: Slack's one message a second would be most of the test.</summary>
    private sealed class HastyTime : TimeProvider
    {
        private readonly DateTimeOffset _start = System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => _start + ((System.GetUtcNow() - _start) * 1000);
    }
}
