using System.Collections.Concurrent;
using Atmosphere.Grains.Ports;
using Atmosphere.Practice;
using Atmosphere.Practice.Api;
using Atmosphere.Practice.Sockets;
using Atmosphere.Practice.Store;
using Atmosphere.Slack.Interactions;
using Atmosphere.Slack.Signing;
using Atmosphere.Slack.SocketMode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atmosphere.Slack.Tests.Support;

/// <summary>A host like the product's, on a real port of this machine: the client under test and the practice channel it talks to.</summary>
internal sealed class PracticeHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly bool _ownsFolder;

    private PracticeHost(WebApplication app, ManualTime time, string folder, bool ownsFolder)
    {
        _app = app;
        _ownsFolder = ownsFolder;
        Time = time;
        Folder = folder;
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public ManualTime Time { get; }

    public LogLines Log => Get<LogLines>();

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public string Folder { get; }

    public HttpClient Http { get; }

    public ConcurrentQueue<Interaction> Presses { get; } = new();

    public ConcurrentQueue<SignatureVerdict> Verdicts { get; } = new();

    /// <summary>What the interactions address answers.</summary>
    public int InteractionStatus { get; set; } = 200;

    /// <summary>What the interactions address waits for before it answers.</summary>
    public Task InteractionGate { get; set; } = Task.CompletedTask;

    public ISlack Slack => Get<ISlack>();

    public PracticeFaults Faults => Get<PracticeFaults>();

    public PracticeStore Store => Get<PracticeStore>();

    public SlackOptions Options => Get<IOptions<SlackOptions>>().Value;

    /// <summary>What came over the socket, and what is answered to it.</summary>
    public RecordedCallbacks Callbacks => (RecordedCallbacks)Get<ISlackCallbacks>();

    public PracticeSockets Sockets => Get<PracticeSockets>();

    public SocketModeReport Socket => Get<SocketModeStatus>().Current;

    /// <param name="folder">Another than one of its own.</param>
    /// <param name="configure">Changes the settings of Slack, after the practice channel has.</param>
    /// <param name="socket">Connects by Socket Mode.</param>
    /// <param name="patience">How long the socket waits, by the machine's clock for pings and by the test's for the rest.</param>
    public static async Task<PracticeHost> StartAsync(
        string? folder = null, Action<SlackOptions>? configure = null, bool socket = false, SocketPatience? patience = null)
    {
        var ownsFolder = folder is null;
        folder ??= Directory.CreateTempSubdirectory("atmosphere-practice-").FullName;
        var time = new ManualTime();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var log = new LogLines();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace).AddFilter("Microsoft", LogLevel.None);
        builder.Services.AddSingleton(log);
        builder.Services.AddSingleton<TimeProvider>(time);
        if (socket) builder.Configuration["Slack:AppToken"] = PracticeOptions.AppToken;
        builder.Services.AddSlack(builder.Configuration);
        builder.Services.AddSingleton<ISlackCallbacks>(new RecordedCallbacks());
        builder.Services.AddSingleton(patience ?? new SocketPatience());
        builder.Services.AddSlackSocketMode();
        builder.Services.AddPracticeSlack(builder.Environment, options => options.DataFolder = folder);
        builder.Services.PostConfigure<SlackOptions>(options => configure?.Invoke(options));

        PracticeHost? host = null;
        var app = builder.Build();
        app.MapPractice();
        app.MapPost("/slack/interactions", (HttpRequest request) => host!.InteractAsync(request));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return host = new PracticeHost(app, time, folder, ownsFolder);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Lets time pass, a little at a time, until the call is over: for calls that wait on the clock.</summary>
    public async Task<T> WhileTimePasses<T>(Task<T> call)
    {
        await Eventually.Holds(
            () =>
            {
                if (!call.IsCompleted) Time.Advance(TimeSpan.FromMilliseconds(50));
                return call.IsCompleted;
            },
            "the call ends while time passes");
        return await call;
    }

    /// <summary>Lets time pass, a little at a time, until it is so.</summary>
    public Task WhileTimePassesUntil(Func<bool> condition, string what) => Eventually.Holds(
        () =>
        {
            if (condition()) return true;
            Time.Advance(TimeSpan.FromMilliseconds(500));
            return false;
        },
        what);

    public Task<Outcome<string>> UploadAsync(byte[]? bytes = null) =>
        WhileTimePasses(Slack.UploadPictureAsync("face.jpg", "A face", bytes ?? Samples.Jpeg, TestContext.Current.CancellationToken));

    public async Task<MessageRef> PostAsync(PromptView prompt)
    {
        Time.Advance(TimeSpan.FromSeconds(2));
        var posted = await Slack.PostPromptAsync(PracticeWorkspace.ChannelId, prompt, TestContext.Current.CancellationToken);
        posted.Kind.ShouldBe(OutcomeKind.Done, posted.Reason);
        return posted.Value!;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        if (_ownsFolder) Directory.Delete(Folder, recursive: true);
    }

    private async Task<IResult> InteractAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var verdict = SlackSignature.Verify(
            body.ToArray(),
            request.Headers[SlackSignature.TimestampHeader],
            request.Headers[SlackSignature.SignatureHeader],
            Options.SigningSecrets,
            Time.GetUtcNow());
        Verdicts.Enqueue(verdict);
        if (verdict != SignatureVerdict.Valid) return Results.Unauthorized();
        Presses.Enqueue(InteractionParser.Parse(body.ToArray()));
        await InteractionGate;
        return Results.StatusCode(InteractionStatus);
    }
}
