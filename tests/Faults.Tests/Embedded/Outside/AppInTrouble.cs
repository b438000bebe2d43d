using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Atmosphere.Api.Hosting;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.People;
using Atmosphere.Load;
using Atmosphere.Practice.People;
using Atmosphere.Recognition;
using Atmosphere.Slack.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Faults.Tests.Embedded.Outside;

/// <summary>
/// The application in the test's own process, so that its clock can leap; Slack and the Face resource beyond real connections, so that
/// everything between a grain and the wire has its part in what goes wrong.
/// </summary>
internal sealed class AppInTrouble : IAsyncDisposable
{
    private static readonly string OperatorKey = new('o', 32);
    private static readonly string CameraToken = new('c', 32);

    /// <summary>The longest pause between two tries is five minutes; what is agreed is published again after as long.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(6);

    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private AppInTrouble(StandIns world, LeapingTime time)
    {
        (World, Time) = (world, time);
        _app = Build();
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
    }

    public StandIns World { get; }

    public LeapingTime Time { get; }

    public static string[] People { get; } = [.. PracticePeople.All.Where(person => person.CanPress).Select(person => person.Id)];

    public static async Task<AppInTrouble> StartAsync()
    {
        var time = new LeapingTime();
        var app = new AppInTrouble(await StandIns.StartAsync(time), time);
        await app._app.StartAsync(TestContext.Current.CancellationToken);
        app._http.BaseAddress = new(app._app.Urls.Single());
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        World.SlackFault.Ends();
        World.FacesFault.Ends();
        _http.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await World.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A new face. Taken, whatever goes on outside.</summary>
    public async Task<string> BringAsync()
    {
        var faceId = Guid.NewGuid().ToString("D");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/events/images-in-db", UriKind.Relative))
        {
            Content = JsonContent.Create(new { faceId, photoId = "trouble", crop = Pictures.Jpeg(body: 1_200) }),
            Headers = { Authorization = new("Bearer", CameraToken) },
        };
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return faceId;
    }

    /// <summary>A new face that people are asked about.</summary>
    public async Task<string> BringAskedAsync()
    {
        var faceId = await BringAsync();
        await UntilAsync(async () => (await FaceAsync(faceId)) is { Status: FaceStatus.Asking, Prompt: not null, Owed.IsEmpty: true }, "people are asked");
        return faceId;
    }

    /// <summary>A vote. Taken, whatever goes on outside.</summary>
    public async Task VoteAsync(string faceId, int voter, string personId)
    {
        var body = new Load.Vote(faceId, People[voter], personId, VotedFace.NextActionTs()).Body;
        var timestamp = Time.GetUtcNow().ToUnixTimeSeconds().ToString();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/slack/interactions", UriKind.Relative))
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded") } },
            Headers = { { SlackSignature.TimestampHeader, timestamp }, { SlackSignature.SignatureHeader, SlackSignature.Sign(body, timestamp, World.SlackOptions.SigningSecrets[0]) } },
        };
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    public Task<FaceView> FaceAsync(string faceId) => Grain<IFaceGrain>(faceId).GetView();

    public async Task StartTrainingAsync()
    {
        using var request = AsOperator(HttpMethod.Post, "/admin/training/run");
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Nothing goes right outside for an hour and some minutes. All the while somebody tries again.</summary>
    public async Task AnHourPassesAsync(OutsideFault fault)
    {
        await Eventually.Holds(() => fault.Met > 0, "the fault is met");
        for (var part = 0; part < 11; part++)
        {
            var met = fault.Met;
            Time.Leap(LongestPause);
            await Eventually.Holds(() => fault.Met > met, "it is tried again");
        }
    }

    /// <summary>Waits, and lets pauses pass.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var patience = 0;
        await Eventually.Holds(
            async () =>
            {
                if (await condition()) return true;
                if (++patience % 100 == 0) Time.Leap(LongestPause);
                return false;
            },
            what);
    }

    /// <summary>What a load balancer sees at <c>/readyz</c>, and what a person reads there about one service.</summary>
    public async Task<(HttpStatusCode Code, string Status, string Words)> ReadinessAsync(string check)
    {
        using var answer = await _http.GetAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return (answer.StatusCode, said.GetProperty("status").GetString()!, said.GetProperty("checks").GetProperty(check).GetString()!);
    }

    /// <summary>What the start page says is wrong.</summary>
    public async Task<string[]> TroublesOnPageAsync()
    {
        using var request = AsOperator(HttpMethod.Get, "/page/state");
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return [.. said.GetProperty("troubles").EnumerateArray().Select(trouble => trouble.GetString()!)];
    }

    /// <summary>Serves, says in these words what is wrong, and says so on the start page, too.</summary>
    public async Task ShouldSayAsync(string check, string words)
    {
        // A leap cuts off the call that is under way, which is a fault of its own: the next one tells.
        var said = "";
        try
        {
            await UntilAsync(async () => (said = (await ReadinessAsync(check)).Words).Contains(words, StringComparison.Ordinal), $"/readyz says: {words}");
        }
        catch (TimeoutException)
        {
            said.ShouldContain(words);
        }

        var (code, status, _) = await ReadinessAsync(check);
        code.ShouldBe(HttpStatusCode.OK);
        status.ShouldBe("degraded");
        said.ShouldContain("Votes are taken");
        (await TroublesOnPageAsync()).ShouldContain(trouble => trouble.Contains(words, StringComparison.Ordinal));
    }

    /// <summary>Everybody agreed on these faces: they are tagged, asked about once, and in the gallery once; nothing is owed, and nothing is said to be wrong.</summary>
    public async Task ShouldEndWellAsync(string check, params (string FaceId, string PersonId)[] faces)
    {
        foreach (var (faceId, personId) in faces)
        {
            await UntilAsync(async () => (await FaceAsync(faceId)) is { Status: FaceStatus.Tagged, Enrolled: true, Owed.IsEmpty: true }, $"{faceId} is tagged, and everybody told");
            (await FaceAsync(faceId)).PersonId.ShouldBe(personId);
            await UntilAsync(async () => (await Grain<IPersonGrain>(personId).GetView()).Owed.IsEmpty, $"nothing is owed to {personId}");
            World.Messages.Count(message => message.Metadata is { } metadata && StandIns.FaceOf(metadata) == faceId).ShouldBe(1, "messages about the face");
            var enrolled = World.Faces.TheGallery.Persons.SelectMany(person => person.Faces.Values.Select(face => (person.UserData, FaceId: face.UserData[..36])));
            enrolled.Where(face => face.FaceId == faceId).ShouldBe([(personId, faceId)]);
        }

        World.Faces.TheGallery.Persons.Select(person => person.UserData).ShouldBeUnique();
        await UntilAsync(async () => (await ReadinessAsync(check)).Status == "ready", "all is well again");
        (await TroublesOnPageAsync()).ShouldBeEmpty();
    }

    private static HttpRequestMessage AsOperator(HttpMethod method, string path) =>
        new(method, new Uri(path, UriKind.Relative)) { Headers = { Authorization = new("Bearer", OperatorKey) } };

    private T Grain<T>(string key)
        where T : IGrainWithStringKey => _app.Services.GetRequiredService<IGrainFactory>().GetGrain<T>(key);

    private WebApplication Build() => AtmosphereApp.Build(
        [
            .. World.Settings,
            $"--contentRoot={Path.Combine(Load.Build.Repository, "src", "Api")}", "--urls=http://127.0.0.1:0", "--environment=Production",
            $"--Data:Folder={_folder.Path}", $"--Access:OperatorKey={OperatorKey}", $"--Access:CameraToken={CameraToken}",
            "--Asking:PostInterval=00:00:00.1", "--Recognition:CallsPerSecond=1000", "--Slack:FileReadyWithin=00:00:01",
        ],
        builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));

            // No photo is cut here: the recogniser and Slack are what is in trouble.
            builder.Services.Remove(builder.Services.Single(service => service.ServiceType == typeof(IHostedService) && service.ImplementationFactory?.Method.ReturnType.Name == "FaceServiceHost"));
            builder.Services.AddRecognitionElsewhere();
        });
}
