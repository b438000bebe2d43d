using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Load;

namespace Atmosphere.Faults.Tests.Embedded.Outside;

/// <summary>The local face service dies, hangs or talks nonsense while it cuts a photo: the photo waits, votes are taken, and it goes on by itself.</summary>
public sealed class FaceServiceInTroubleTests : IAsyncLifetime
{
    private readonly StandInFaceService _service = new();
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { DefaultRequestHeaders = { Authorization = new("Bearer", TestSettings.OperatorKey) } };
    private StandIns? _world;
    private AtmosphereProcess? _api;
    private VoteLoad? _colleagues;

    public async ValueTask InitializeAsync()
    {
        Requirement.Holds(Requirement.ProgramFolders.Any(folder => File.Exists(Path.Combine(folder, "node"))), "Node.js 20.9 or newer is needed: https://nodejs.org, or 'apt-get install nodejs'.");
        _world = await StandIns.StartAsync();
        _api = await AtmosphereProcess.StartAsync(Build.Own, "Api",
        [
            .. TestSettings.For(_world, _folder.Path),
            "--FaceService:NodePath=", $"--FaceService:Folder={_service.Folder}", "--FaceService:Timeout=00:00:01",
        ]);
        _colleagues = new VoteLoad(_world, () => _api.Address, TestSettings.CameraToken, Rounds.Seed);
        _http.BaseAddress = _api.Address;
    }

    public async ValueTask DisposeAsync()
    {
        if (_colleagues is not null) await _colleagues.DisposeAsync();
        if (_api is not null) await _api.DisposeAsync();
        if (_world is not null) await _world.DisposeAsync();
        _http.Dispose();
        _service.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Photo_waits_until_the_face_service_works_again()
    {
        await Eventually.Holds(async () => (await ReadyzAsync()).Code == HttpStatusCode.OK, "the face service is ready");
        foreach (var trouble in new[] { "stall", "garble", "fail", "throttle" })
        {
            _service.Tell(trouble);
            var photo = await UploadAsync();
            await Eventually.Holds(() => _service.HasDone(trouble), $"the face service did {trouble}");
            await VoteAsync();
            (await PhotoAsync(photo)).GetProperty("status").GetString().ShouldBe("waiting", trouble);
            _service.TellNoMore(trouble);
            await ShouldBeAskedAboutOnceAsync(photo);
        }
    }

    [Fact]
    public async Task Photo_outlives_a_face_service_that_is_killed_while_it_cuts_it()
    {
        await Eventually.Holds(async () => (await ReadyzAsync()).Code == HttpStatusCode.OK, "the face service is ready");
        _service.Tell("stall");
        var photo = await UploadAsync();
        await Eventually.Holds(() => _service.HasDone("stall"), "the photo is with the face service");
        _service.Kill();
        await Eventually.Holds(async () => await ReadyzAsync() is { Code: HttpStatusCode.ServiceUnavailable, FaceService: var said } && said.StartsWith("The face service ended by itself", StringComparison.Ordinal), "/readyz says so");
        await VoteAsync();
        (await PhotoAsync(photo)).GetProperty("status").GetString().ShouldBe("waiting");

        _service.TellNoMore("stall");
        await ShouldBeAskedAboutOnceAsync(photo);
        _service.Starts.ShouldBe(2);
        (await ReadyzAsync()).Code.ShouldBe(HttpStatusCode.OK);
    }

    private async Task VoteAsync()
    {
        var face = await _colleagues!.BringAsync(new Random(Rounds.Seed));
        await _colleagues.PressAsync(face.Votes[0]);
    }

    private async Task<string> UploadAsync()
    {
        using var content = new ByteArrayContent(Pictures.Jpeg()) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        using var answer = await _http.PostAsync(new Uri("/photos", UriKind.Relative), content, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("photoId").GetString()!;
    }

    private Task<JsonElement> PhotoAsync(string photoId) => _http.GetFromJsonAsync<JsonElement>(new Uri($"/photos/{photoId}", UriKind.Relative), TestContext.Current.CancellationToken);

    private async Task ShouldBeAskedAboutOnceAsync(string photoId)
    {
        await Eventually.Holds(async () => (await PhotoAsync(photoId)).GetProperty("faceIds").GetArrayLength() == 1, "the photo is cut");
        var face = (await PhotoAsync(photoId)).GetProperty("faceIds")[0].GetString()!;
        await Eventually.Holds(() => _world!.Asks(face), "people are asked about its face");
        _world!.Messages.Count(message => message.Metadata is { } metadata && StandIns.FaceOf(metadata) == face).ShouldBe(1);
    }

    private async Task<(HttpStatusCode Code, string FaceService)> ReadyzAsync()
    {
        using var answer = await _http.GetAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return (answer.StatusCode, said.GetProperty("checks").GetProperty("face-service").GetString()!);
    }
}
