using System.Net;
using System.Text.Json;
using Atmosphere.Load;

namespace Atmosphere.Burst.Bench;

/// <summary>What became of a photo.</summary>
/// <param name="PhotoId">Its id.</param>
/// <param name="Waits">How often it was told to wait before it was accepted.</param>
internal sealed record SentPhoto(string PhotoId, int Waits);

/// <summary>Sends photos, and again when it is told to wait: after the time that it was told.</summary>
internal sealed class Camera : IDisposable
{
    public const string Token = "cccccccccccccccccccccccccccccccc";
    public const string OperatorKey = "oooooooooooooooooooooooooooooooo";

    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan CutWithin = TimeSpan.FromMinutes(15);

    private readonly HttpClient _camera;
    private readonly HttpClient _operator;
    private readonly int _bytes;
    private byte[] _sample = [];

    public Camera(Uri address, int bytes) => (_camera, _operator, _bytes) = (Client(address, Token), Client(address, OperatorKey), bytes);

    /// <summary>Returns when photos can be cut.</summary>
    public async Task IsReadyAsync()
    {
        await Until.HoldsAsync(async () => (await _operator.GetAsync(At("/readyz"))).IsSuccessStatusCode, "the application is ready", ReadyWithin);
        _sample = await _operator.GetByteArrayAsync(At("/samples/1"));
    }

    /// <summary>Sends one photo until it is accepted.</summary>
    /// <param name="number">Which.</param>
    /// <param name="at">When it is taken, from now.</param>
    public async Task<SentPhoto> SendAsync(int number, TimeSpan at)
    {
        if (at > TimeSpan.Zero) await Task.Delay(at, TimeProvider.System);
        for (var waits = 0; ; waits++)
        {
            using var answer = await _camera.PostAsync(At("/photos"), new Photo(_sample, _bytes, number));
            if (answer.StatusCode == HttpStatusCode.Accepted)
                return new((await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync())).RootElement.GetProperty("photoId").GetString()!, waits);
            if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) || answer.Headers.RetryAfter?.Delta is not { } wait)
                throw new InvalidOperationException($"A photo was answered with {answer.StatusCode}.");
            await Task.Delay(wait, TimeProvider.System);
        }
    }

    /// <summary>Returns when every photo has become faces.</summary>
    public async Task AllAreCutAsync(IEnumerable<SentPhoto> photos)
    {
        foreach (var photo in photos)
        {
            await Until.HoldsAsync(
                async () =>
                {
                    using var answer = await _operator.GetAsync(At($"/photos/{photo.PhotoId}"));
                    if (answer.StatusCode == HttpStatusCode.TooManyRequests) return false;
                    var status = (await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync())).RootElement.GetProperty("status").GetString();
                    if (status is "unusable" or "no-face") throw new InvalidOperationException($"An accepted photo became {status}.");
                    return status == "faces";
                },
                "an accepted photo is cut",
                CutWithin);
        }
    }

    public void Dispose()
    {
        _camera.Dispose();
        _operator.Dispose();
    }

    private static HttpClient Client(Uri address, string token)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);

        // Who is refused then has not sent its photo in vain, and a slow machine need not hang up in the middle of it.
        client.DefaultRequestHeaders.ExpectContinue = true;
        return client;
    }

    private static Uri At(string path) => new(path, UriKind.Relative);
}
