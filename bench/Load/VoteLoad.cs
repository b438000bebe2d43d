using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Slack.Signing;

namespace Atmosphere.Load;

/// <summary>
/// Colleagues and cameras that do not give up: new faces and, all at once, votes on them, each repeated until it is
/// answered with 200 or 202, as Slack and a camera repeat theirs. What was answered has been promised.
/// </summary>
internal sealed class VoteLoad(StandIns world, Func<Uri> address, string cameraToken, int seed) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3); // Slack's
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan BetweenFaces = TimeSpan.FromMilliseconds(400);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = Patience }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly ConcurrentQueue<VotedFace> _finished = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly List<Task> _workers = [];
    private long _accepted;
    private long _attempts;
    private long _failed;
    private long _longestWait;

    /// <summary>Faces whose votes have all been answered.</summary>
    public IReadOnlyCollection<VotedFace> Finished => _finished;

    /// <summary>Requests that were answered with 200 or 202.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Requests that were sent, repeats included.</summary>
    public long Attempts => Interlocked.Read(ref _attempts);

    /// <summary>Requests that were answered with 500 or more.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>The longest that a face which was accepted waited until people were asked about it.</summary>
    public TimeSpan LongestWait => TimeSpan.FromTicks(Interlocked.Read(ref _longestWait));

    public void Start(int workers)
    {
        for (var worker = 0; worker < workers; worker++)
        {
            var random = new Random(HashCode.Combine(seed, worker));
            _workers.Add(Task.Run(() => WorkAsync(random)));
        }
    }

    /// <summary>Fails when somebody has given up: a request was not taken for minutes, or a face not asked about.</summary>
    public Task ThrowIfFailedAsync() => _workers.Find(worker => worker.IsFaulted) ?? Task.CompletedTask;

    /// <summary>No new faces; those that were begun are finished.</summary>
    public async Task FinishAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_workers);
    }

    /// <summary>Gives up what is not finished: why a run failed is told by whoever waited for it, not here.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _giveUp.CancelAsync();
        await Task.WhenAll(_workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _stop.Dispose();
        _giveUp.Dispose();
    }

    /// <summary>Brings a new face, and returns when people are asked about it.</summary>
    public async Task<VotedFace> BringAsync(Random random)
    {
        var face = VotedFace.Plan(random);
        await UntilAcceptedAsync(() => Arrival(face.FaceId));
        var watch = Stopwatch.StartNew();
        await Until.HoldsAsync(() => Task.FromResult(world.Asks(face.FaceId)), $"face {face.FaceId} is asked about", Limit, _giveUp.Token);
        NoteWait(watch.Elapsed);
        return face;
    }

    /// <summary>Brings a new face that nobody votes on, once.</summary>
    /// <returns>Whether it was accepted.</returns>
    public Task<bool> TryBringAsync(Random random) => IsAcceptedAsync(() => Arrival(VotedFace.Plan(random).FaceId));

    /// <summary>Sends one vote, until it is taken.</summary>
    public Task PressAsync(Vote vote) => UntilAcceptedAsync(() => Press(vote));

    private void NoteWait(TimeSpan wait)
    {
        long longest;
        while (wait.Ticks > (longest = Interlocked.Read(ref _longestWait)) && Interlocked.CompareExchange(ref _longestWait, wait.Ticks, longest) != longest)
        {
            // Another worker was faster: look again.
        }
    }

    private async Task WorkAsync(Random random)
    {
        using var pace = new PeriodicTimer(BetweenFaces);
        while (!_stop.IsCancellationRequested)
        {
            var face = await BringAsync(random);
            await Task.WhenAll(face.Votes.GroupBy(vote => vote.VoterId).Select(SayAsync));
            _finished.Enqueue(face);
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>One colleague's votes, in order.</summary>
    private async Task SayAsync(IEnumerable<Vote> votes)
    {
        foreach (var vote in votes) await PressAsync(vote);
    }

    private async Task UntilAcceptedAsync(Func<HttpRequestMessage> request)
    {
        await Until.HoldsAsync(() => IsAcceptedAsync(request), "a request is accepted", Limit, _giveUp.Token);
        Interlocked.Increment(ref _accepted);
    }

    private async Task<bool> IsAcceptedAsync(Func<HttpRequestMessage> make)
    {
        Interlocked.Increment(ref _attempts);
        using var limit = new CancellationTokenSource(Patience);
        using var request = make();
        try
        {
            using var answer = await _http.SendAsync(request, limit.Token);
            if (answer.StatusCode >= HttpStatusCode.InternalServerError) Interlocked.Increment(ref _failed);
            if (!IsWorthRepeating(answer.StatusCode) && !answer.IsSuccessStatusCode) throw new InvalidOperationException($"A request was answered with {answer.StatusCode}.");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private static bool IsWorthRepeating(HttpStatusCode status) =>
        status is HttpStatusCode.InternalServerError or HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests;

    private HttpRequestMessage Arrival(string faceId) => new(HttpMethod.Post, new Uri(address(), "/events/images-in-db"))
    {
        // Repeated, the picture is another one; the face stays the same.
        Content = Content(JsonSerializer.SerializeToUtf8Bytes(new { faceId, photoId = "load", crop = Pictures.Jpeg(body: 1_200) }), "application/json"),
        Headers = { Authorization = new("Bearer", cameraToken) },
    };

    private HttpRequestMessage Press(Vote vote)
    {
        var body = vote.Body;
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString();
        return new(HttpMethod.Post, new Uri(address(), "/slack/interactions"))
        {
            Content = Content(body, "application/x-www-form-urlencoded"),
            Headers = { { SlackSignature.TimestampHeader, timestamp }, { SlackSignature.SignatureHeader, SlackSignature.Sign(body, timestamp, world.SlackOptions.SigningSecrets[0]) } },
        };
    }

    private static ByteArrayContent Content(byte[] body, string type) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
}
