using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Atmosphere.Load;

namespace Atmosphere.Figures.Bench;

/// <summary>The local face service: detect and identify on a real photo.</summary>
internal static class FaceServiceFigures
{
    private const string Key = "a-key-for-figures-only";
    private const string Gallery = "face/v1.2/largepersongroups/figures";

    public static async Task MeasureAsync(TimeSpan duration)
    {
        var service = Path.Combine(Build.Repository, "src", "face-service");
        var samples = Path.Combine(service, "node_modules", "@vladmandic", "face-api", "demo");
        if (!Directory.Exists(samples))
        {
            Console.WriteLine("photos/s through detect and identify: not measured, the face service is not installed (npm ci --ignore-scripts in src/face-service)");
            return;
        }

        var photo = await File.ReadAllBytesAsync(Path.Combine(samples, "sample1.jpg"));

        // Both at once: loading the networks takes longer than the figure.
        await using var one = new ServiceProcess(service, workers: 1);
        await using var two = new ServiceProcess(service, workers: 2);
        double? first = null;
        foreach (var process in new[] { one, two })
        {
            await process.AnswersAsync();
            await TrainAsync(process.Http, photo);
            var perSecond = (await Timings.ClosedLoopAsync(process.Workers, duration, duration * 2, (_, _) => IdentifyAsync(process.Http, photo))).PerSecond;
            Figure.Print($"photos through detect and identify, {process.Workers} worker{(first is null ? "" : "s, beside one")}", perSecond, "photos/s", first);
            first ??= perSecond;
        }
    }

    private static async Task TrainAsync(HttpClient http, byte[] photo)
    {
        await SendAsync(http, HttpMethod.Put, Gallery, JsonContent.Create(new { name = "figures", recognitionModel = "recognition_04" }));
        var person = (await SendAsync(http, HttpMethod.Post, $"{Gallery}/persons", JsonContent.Create(new { name = "one", userData = "one" }))).GetProperty("personId").GetString();
        var box = (await DetectAsync(http, photo))[0].GetProperty("faceRectangle");
        var target = string.Join(',', new[] { "left", "top", "width", "height" }.Select(side => box.GetProperty(side).GetInt32()));
        await SendAsync(http, HttpMethod.Post, $"{Gallery}/persons/{person}/persistedfaces?targetFace={target}&userData=one&detectionModel=detection_03", Bytes(photo));
        await SendAsync(http, HttpMethod.Post, $"{Gallery}/train", null);
        await Until.HoldsAsync(
            async () => (await SendAsync(http, HttpMethod.Get, $"{Gallery}/training", null)).GetProperty("status").GetString() == "succeeded", "the gallery is trained", TimeSpan.FromSeconds(30));
    }

    private static async Task IdentifyAsync(HttpClient http, byte[] photo)
    {
        var faceIds = (await DetectAsync(http, photo)).Take(10).Select(face => face.GetProperty("faceId").GetString()).ToArray();
        await SendAsync(http, HttpMethod.Post, "face/v1.2/identify", JsonContent.Create(new { faceIds, largePersonGroupId = "figures", maxNumOfCandidatesReturned = 1, confidenceThreshold = 0.7 }));
    }

    private static async Task<JsonElement[]> DetectAsync(HttpClient http, byte[] photo) =>
        [.. (await SendAsync(http, HttpMethod.Post, "face/v1.2/detect?returnFaceId=true&recognitionModel=recognition_04&detectionModel=detection_03", Bytes(photo))).EnumerateArray()];

    private static async Task<JsonElement> SendAsync(HttpClient http, HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{method} {path} was answered with {answer.StatusCode}.");
        return body.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(body);
    }

    private static ByteArrayContent Bytes(byte[] photo) => new(photo) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };

    /// <summary>The service with a gallery of its own.</summary>
    private sealed class ServiceProcess : IAsyncDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly Process _process;

        public ServiceProcess(string service, int workers)
        {
            Workers = workers;
            var port = AtmosphereProcess.FreePort();
            Http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), DefaultRequestHeaders = { { "Ocp-Apim-Subscription-Key", Key } } };
            _process = Process.Start(new ProcessStartInfo("node", "src/main.js")
            {
                WorkingDirectory = service,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                Environment =
                {
                    ["FACE_SERVICE_PORT"] = $"{port}", ["FACE_SERVICE_KEY"] = Key, ["FACE_SERVICE_WORKERS"] = $"{workers}", ["FACE_SERVICE_ROLES"] = "recognition", ["FACE_SERVICE_DATA"] = _folder.Path,
                },
            })!;
            _process.OutputDataReceived += (_, _) => { };
            _process.ErrorDataReceived += (_, _) => { };
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        public int Workers { get; }

        public HttpClient Http { get; }

        public Task AnswersAsync() => Until.HoldsAsync(() => BareServer.AnswersAsync(Http, "healthz"), "the face service answers", TimeSpan.FromSeconds(60));

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
            _folder.Dispose();
        }
    }
}
