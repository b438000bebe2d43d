using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.Json;
using Atmosphere.Grains.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atmosphere.Slack.WebApi;

/// <summary>One call of the Web API: sends, waits no longer than <c>Slack:Timeout</c>, and says what became of it. Never throws for what Slack did.</summary>
internal sealed partial class SlackTransport(
    IHttpClientFactory clients, ISlackApiAddress address, IOptions<SlackOptions> options, TimeProvider time, ILogger<SlackTransport> logger)
{
    /// <summary>Answers are read into memory; a page of 200 messages with blocks is under 2 MB.</summary>
    public const int LargestAnswer = 8 * 1024 * 1024;

    /// <summary>Calls a method with a JSON body.</summary>
    public Task<Outcome<JsonElement>> PostJsonAsync(string method, object arguments, CancellationToken cancellationToken) =>
        CallAsync(method, () => System.Net.Http.Json.JsonContent.Create(arguments, mediaType: null, SlackJson.Options), cancellationToken);

    /// <summary>Calls a method with a form body: some read methods take nothing else.</summary>
    public Task<Outcome<JsonElement>> PostFormAsync(
        string method, IEnumerable<KeyValuePair<string, string>> arguments, CancellationToken cancellationToken, SlackToken token = SlackToken.Bot) =>
        CallAsync(method, () => new FormUrlEncodedContent(arguments), cancellationToken, token);

    /// <summary>Sends a request that is complete, token and all.</summary>
    /// <param name="method">Its name in the log.</param>
    /// <param name="request">Belongs to the caller.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    /// <param name="token">The token that it carries.</param>
    public async Task<Outcome<JsonElement>> SendAsync(string method, HttpRequestMessage request, CancellationToken cancellationToken, SlackToken token = SlackToken.Bot)
    {
        var started = time.GetTimestamp();
        var reply = await ExchangeAsync(request, cancellationToken);
        return Report(method, reply.IsDone ? SlackAnswer.Read(reply.Value!, token) : reply.As<JsonElement>(), started);
    }

    /// <summary>Asks what the bot's token may do (<c>auth.test</c>, whose answer says it in a header).</summary>
    public async Task<Outcome<TokenScopes>> ReadScopesAsync(CancellationToken cancellationToken)
    {
        const string method = "auth.test";
        var started = time.GetTimestamp();
        if (address.BaseAddress is not { } baseAddress) return Report(method, SlackAnswer.AddressUnknown<TokenScopes>(), started);

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(baseAddress, method)) { Content = new FormUrlEncodedContent([]) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Value.BotToken);
        var reply = await ExchangeAsync(request, cancellationToken);
        var read = reply.IsDone ? SlackAnswer.Read(reply.Value!) : reply.As<JsonElement>();
        return Report(method, read.IsDone ? Outcome<TokenScopes>.Done(new TokenScopes { Scopes = reply.Value!.Scopes }) : read.As<TokenScopes>(), started);
    }

    /// <summary>Sends a file's bytes to the address that Slack gave for it. That address is a permission in itself: no token goes with it, and it is not logged.</summary>
    public async Task<Outcome<Nothing>> UploadAsync(Uri uploadAddress, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        const string what = "upload";
        if (!SafeAddress.MayCarrySecrets(uploadAddress))
            return Report(what, Outcome<Nothing>.Misconfigured("unsafe_upload_url", "Slack gave an upload address that is not https."), time.GetTimestamp());

        var started = time.GetTimestamp();
        using var content = new ReadOnlyMemoryContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, uploadAddress) { Content = content };
        var reply = await ExchangeAsync(request, cancellationToken);
        return Report(what, reply switch
        {
            { IsDone: false } => reply.As<Nothing>(),
            { Value.Status: System.Net.HttpStatusCode.OK } => Outcome<Nothing>.Done(Nothing.Value),
            { Value: { Status: System.Net.HttpStatusCode.TooManyRequests } throttled } => Outcome<Nothing>.Throttled(throttled.RetryAfter, "http_429"),
            // Whatever it says, a fresh address may do better: nothing was posted yet.
            { Value: { } other } => Outcome<Nothing>.Unavailable($"http_{(int)other.Status}", "Slack did not take the file."),
            _ => throw new InvalidOperationException("A reply that is done has a value."),
        }, started);
    }

    private async Task<Outcome<JsonElement>> CallAsync(string method, Func<HttpContent> content, CancellationToken cancellationToken, SlackToken token = SlackToken.Bot)
    {
        if (address.BaseAddress is not { } baseAddress) return Report(method, SlackAnswer.AddressUnknown<JsonElement>(), time.GetTimestamp());

        using var body = content();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(baseAddress, method)) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token == SlackToken.App ? options.Value.AppToken : options.Value.BotToken);
        return await SendAsync(method, request, cancellationToken, token);
    }

    private async Task<Outcome<ReceivedReply>> ExchangeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var client = clients.CreateClient(SlackServices.HttpClientName);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            return Outcome<ReceivedReply>.Done(new ReceivedReply
            {
                Status = response.StatusCode,
                RetryAfter = RetryAfter(response.Headers.RetryAfter),
                Scopes = Scopes(response.Headers),
                Body = await response.Content.ReadAsByteArrayAsync(either.Token),
            });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Outcome<ReceivedReply>.Unavailable("timeout", "Slack did not answer in time.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return Outcome<ReceivedReply>.Unavailable("connection", "The connection to Slack failed.");
        }
    }

    private static ImmutableHashSet<string>? Scopes(HttpResponseHeaders headers) => headers.TryGetValues("X-OAuth-Scopes", out var values)
        ? [.. values.SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))]
        : null;

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);

    private Outcome<T> Report<T>(string method, Outcome<T> outcome, long started)
    {
        var milliseconds = (long)time.GetElapsedTime(started).TotalMilliseconds;
        if (outcome.IsDone) CallDone(method, milliseconds);
        else if (outcome.Kind == OutcomeKind.Misconfigured) CallMisconfigured(method, outcome.Code, outcome.Reason);
        else CallFailed(method, outcome.Kind, outcome.Code, milliseconds);
        return outcome;
    }
}
