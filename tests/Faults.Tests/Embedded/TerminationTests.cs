using System.Net;
using System.Net.Http.Headers;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Load;

namespace Atmosphere.Faults.Tests.Embedded;

/// <summary>SIGTERM: not ready first, then what is under way is answered, then the end; what was accepted is kept.</summary>
public sealed class TerminationTests(ITestOutputHelper output)
{
    private const int Times = 3;
    private const int Workers = 8;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Whatever_was_answered_is_kept_through_SIGTERM_under_load()
    {
        await using var world = await StandIns.StartAsync();
        using var folder = new TemporaryFolder();
        var settings = TestSettings.For(world, folder.Path);
        var address = new Uri($"http://127.0.0.1:{AtmosphereProcess.FreePort()}");
        await using var load = new VoteLoad(world, () => address, TestSettings.CameraToken, Rounds.Seed);
        for (var time = 0; time <= Times; time++)
        {
            await using var api = AtmosphereProcess.Launch(Build.Own, "Api", settings, address);
            await api.AnswersAsync();
            if (time == 0) load.Start(Workers);
            var finished = load.Finished.Count;
            await Eventually.Holds(() => load.Finished.Count > finished + Workers, "some faces are finished");
            if (time < Times)
            {
                var (took, exitCode) = await api.TerminateAsync();
                output.WriteLine($"ended {took.TotalSeconds:0.0} s after the signal");
                exitCode.ShouldBe(0, api.Said);
                took.ShouldBeLessThan(Limit);
                continue;
            }

            await load.FinishAsync();
            using var promises = new Promises(world, () => address, TestSettings.OperatorKey);
            await promises.AreKeptAsync(load.Finished);
        }
    }

    [Fact]
    public async Task Readiness_turns_false_first_and_requests_under_way_are_answered()
    {
        await using var world = await StandIns.StartAsync();
        using var folder = new TemporaryFolder();
        await using var api = await AtmosphereProcess.StartAsync(Build.Own, "Api", [.. TestSettings.For(world, folder.Path), "--Shutdown:DrainFor=00:00:02"]);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = api.Address };
        var body = new SlowContent(Pictures.Jpeg());
        using var upload = new HttpRequestMessage(HttpMethod.Post, new Uri("/photos", UriKind.Relative)) { Content = body, Headers = { Authorization = new("Bearer", TestSettings.CameraToken) } };
        var answer = http.SendAsync(upload, TestContext.Current.CancellationToken);
        await body.IsUnderWay;

        var end = api.TerminateAsync();
        await Eventually.Holds(async () => (await ReadyzAsync(http)).Contains("The server is stopping.", StringComparison.Ordinal), "/readyz says so, while it is still served");
        await Eventually.Holds(async () => !await AnswersAsync(api.Address), "nothing new is taken");
        end.IsCompleted.ShouldBeFalse();
        body.GoOn();
        (await answer).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var (took, exitCode) = await end;
        exitCode.ShouldBe(0, api.Said);
        took.ShouldBeLessThan(Limit);
    }

    private static async Task<string> ReadyzAsync(HttpClient http)
    {
        using var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Over a connection of its own.</summary>
    private static async Task<bool> AnswersAsync(Uri address)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        try
        {
            using var answer = await http.GetAsync(new Uri(address, "/healthz"), TestContext.Current.CancellationToken);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>A picture of which the second half comes later.</summary>
    private sealed class SlowContent : HttpContent
    {
        private readonly byte[] _bytes;
        private readonly TaskCompletionSource _isUnderWay = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SlowContent(byte[] bytes)
        {
            _bytes = bytes;
            Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        }

        public Task IsUnderWay => _isUnderWay.Task;

        public void GoOn() => _goOn.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var half = _bytes.Length / 2;
            await stream.WriteAsync(_bytes.AsMemory(0, half));
            await stream.FlushAsync();
            _isUnderWay.SetResult();
            await _goOn.Task;
            await stream.WriteAsync(_bytes.AsMemory(half));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _bytes.Length;
            return true;
        }
    }
}
