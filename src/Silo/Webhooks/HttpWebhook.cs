using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Webhooks;
using Atmosphere.Silo.Outside;

namespace Atmosphere.Silo.Webhooks;

/// <summary>
/// Posts messages to the one address of the configuration. Redirects are not followed, and no answer's body is read. What it meets goes to
/// <c>/readyz</c>; the address and the answer's words never go anywhere.
/// </summary>
internal sealed class HttpWebhook : IWebhook, IDisposable
{
    /// <summary>A receiver that hangs must not hold a connection for every face there is.</summary>
    private const int AtOnce = 8;

    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(2);

    private readonly Uri _url;
    private readonly ImmutableArray<ImmutableArray<byte>> _keys;
    private readonly TimeProvider _time;
    private readonly OutsideService _outside;
    private readonly HttpClient _client;
    private readonly SemaphoreSlim _places = new(AtOnce);

    public HttpWebhook(WebhookOptions options, OutsideServices outside, TimeProvider time)
    {
        (_url, _keys, _time, _outside) = (new(options.Url), options.Keys(), time, outside.Webhook);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !_url.IsLoopback,
            ConnectTimeout = options.Timeout,
            MaxConnectionsPerServer = AtOnce,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // a receiver may move to another address
        };
        _client = new HttpClient(handler) { Timeout = options.Timeout };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Atmosphere", "1"));
    }

    public async Task<Outcome<Nothing>> DeliverAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        if (!await _places.WaitAsync(TimeSpan.Zero, cancellationToken)) return Outcome<Nothing>.Busy("waiting", "Others are being told now.", BusyPause);
        try
        {
            return await _outside.WatchAsync(nameof(DeliverAsync), PostAsync(message, cancellationToken));
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _places.Dispose();
    }

    private async Task<Outcome<Nothing>> PostAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        var body = WebhookBody.Of(message);
        var seconds = _time.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } };
        request.Headers.Add(WebhookSignature.IdHeader, message.Id);
        request.Headers.Add(WebhookSignature.TimestampHeader, seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(_keys, message.Id, seconds, body));
        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return Read(answer);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Outcome<Nothing>.Unavailable("timeout", "It did not answer in time.");
        }
        catch (HttpRequestException fault)
        {
            return Outcome<Nothing>.Unavailable(fault.HttpRequestError.ToString(), "It can't be reached, or hung up.");
        }
    }

    private Outcome<Nothing> Read(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        var code = status.ToString(CultureInfo.InvariantCulture);
        return answer.StatusCode switch
        {
            _ when status is >= 200 and < 300 => Outcome<Nothing>.Done(Nothing.Value),
            HttpStatusCode.Gone => Outcome<Nothing>.Refused(code, "It is gone, and wants no more of this."),
            HttpStatusCode.TooManyRequests => Outcome<Nothing>.Throttled(WishOf(answer), code),
            HttpStatusCode.RequestTimeout => Outcome<Nothing>.Unavailable(code, "It did not read in time.", WishOf(answer)),
            _ when status >= 500 => Outcome<Nothing>.Unavailable(code, $"It answers {code}.", WishOf(answer)),
            _ when status is >= 300 and < 400 => Outcome<Nothing>.Misconfigured(code, "It redirects, and redirects are not followed: give Webhook:Url the address itself."),
            _ => Outcome<Nothing>.Misconfigured(code, $"It answers {code}: look at Webhook:Url and Webhook:Secret, and at the receiver's log."),
        };
    }

    private TimeSpan? WishOf(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > _time.GetUtcNow() => date - _time.GetUtcNow(),
        _ => null,
    };
}
