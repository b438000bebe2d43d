using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atmosphere.Grains.Ports;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Recognition.FaceApi;

/// <summary>
/// Sends one request and makes an outcome of whatever comes back: an answer, an error in Azure's envelope, silence, garbage.
/// Never retries: that is the caller's, who has the budget and the backoff.
/// </summary>
/// <remarks><paramref name="http"/> must have no timeout of its own and must not follow redirects, which would carry the key away.</remarks>
internal sealed class FaceHttp(HttpClient http, IFaceAddressSource addresses, TimeSpan timeout, TimeProvider time, ILogger<FaceHttp> logger)
{
    public const string KeyHeader = "Ocp-Apim-Subscription-Key";

    private const int MaxErrorBytes = 64 * 1024;

    /// <returns>The reply; or done with null when the error is itself the answer: see <see cref="FaceApiErrors.Map"/>.</returns>
    public async Task<Outcome<FaceReply?>> SendAsync(FaceRequest request, CancellationToken cancellationToken)
    {
        if (!addresses.TryGet(out var address, out var whyNot)) return Outcome<FaceReply?>.Unavailable("face-service-starting", whyNot);

        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await ExchangeAsync(request, address, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return FaceFailure.TimedOut<FaceReply?>(timeout);
        }
        catch (HttpRequestException e)
        {
            return FaceFailure.Unreachable<FaceReply?>(e.HttpRequestError);
        }
        catch (IOException)
        {
            return FaceFailure.BrokenOff<FaceReply?>();
        }
    }

    /// <summary>Reads a reply as JSON.</summary>
    /// <returns>The value, or null when it is not what was promised.</returns>
    public static T? Read<T>(FaceReply reply, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(reply.Body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<Outcome<FaceReply?>> ExchangeAsync(FaceRequest request, FaceAddress address, CancellationToken cancellationToken)
    {
        var requestId = Guid.NewGuid().ToString("D");
        using var message = new HttpRequestMessage(request.Method, address.At(request.Path));
        message.Headers.TryAddWithoutValidation(KeyHeader, address.Key);
        message.Headers.TryAddWithoutValidation("client-request-id", requestId);
        message.Content = Content(request);
        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

        var limit = response.IsSuccessStatusCode ? request.MaxReplyBytes : MaxErrorBytes;
        using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
        var body = await BoundedBody.ReadAsync(content, response.Content.Headers.ContentLength, limit, cancellationToken);
        if (response.IsSuccessStatusCode)
            return body is null ? FaceFailure.TooLarge<FaceReply?>(limit) : Outcome<FaceReply?>.Done(new FaceReply(body, response.Headers));

        var retryAfter = RetryAfter.Read(response.Headers.RetryAfter, time.GetUtcNow());
        var meaning = FaceFailure.Read(logger, request.Operation, (int)response.StatusCode, body, retryAfter, requestId);
        return meaning.IsDone ? Outcome<FaceReply?>.Done(null) : meaning.As<FaceReply?>();
    }

    private static HttpContent? Content(FaceRequest request)
    {
        if (request.Json is { } json) return Typed(new ByteArrayContent(json), "application/json");
        if (request.Bytes is { } bytes) return Typed(new ReadOnlyMemoryContent(bytes), "application/octet-stream");
        return null;

        static HttpContent Typed(HttpContent content, string mediaType)
        {
            content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
            return content;
        }
    }
}

/// <summary>One request below the base address.</summary>
internal sealed record FaceRequest(FaceApiOperation Operation, HttpMethod Method, string Path)
{
    private const int OrdinaryReply = 256 * 1024;

    public byte[]? Json { get; init; }

    public ReadOnlyMemory<byte>? Bytes { get; init; }

    public int MaxReplyBytes { get; init; } = OrdinaryReply;
}

/// <summary>A successful answer, read to its end.</summary>
internal sealed record FaceReply(byte[] Body, HttpResponseHeaders Headers);
