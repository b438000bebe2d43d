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
        double? first = null;
        foreach (var workers in new[] { 1, 2 })
        {
            var perSecond = await PhotosAsync(service, photo, workers, duration);
            Figure.Print($"photos through detect and identify, {workers} worker{(workers == 1 ? "" : "s, beside one")}", perSecond, "photos/s", first);
            first ??= perSecond;
        }
    }

    private static async Task<double> PhotosAsync(string service, byte[] photo, int workers, TimeSpan duration)
    {
        using var folder = new TemporaryFolder();
        var port = AtmosphereProcess.FreePort();
        var start = new ProcessStartInfo("node", "src/main.js")
        {
            WorkingDirectory = service,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment =
            {
                ["FACE_SERVICE_PORT"] = $"{port}", ["FACE_SERVICE_KEY"] = Key, ["FACE_SERVICE_WORKERS"] = $"{workers}", ["FACE_SERVICE_ROLES"] = "recognition", ["FACE_SERVICE_DATA"] = folder.Path,
            },
        };
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), DefaultRequestHeaders = { { "Ocp-Apim-Subscription-Key", Key } } };
            await Until.HoldsAsync(() => BareServer.AnswersAsync(http, "healthz"), "the face service answers", TimeSpan.FromSeconds(60));
            await TrainAsync(http, photo);
            return (await Timings.ClosedLoopAsync(workers, duration / 2, duration, (_, _) => IdentifyAsync(http, photo))).PerSecond;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
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
}
