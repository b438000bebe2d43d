using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Atmosphere.Recognition.FaceApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Atmosphere.Recognition.Tests.Fakes;

/// <summary>
/// The part of the Azure Face REST API v1.2 that Atmosphere uses, from the reference: ids of detected faces die after 24 hours,
/// identify sees what the last training saw, changes are refused while a training runs, a person has 248 faces at most.
/// </summary>
internal sealed class FakeFaceApi : IAsyncDisposable
{
    public const string Key = "a-key-of-32-characters-0123456789";
    public const string Gallery = "atmosphere";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan FaceIdLife = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ConcurrentQueue<RequestDelegate> _nextAnswers = new();
    private readonly ConcurrentQueue<FakeRequest> _requests = new();
    private readonly Dictionary<string, (string Who, DateTimeOffset DetectedAt)> _detected = [];
    private readonly Dictionary<string, FakeGallery> _galleries = [];
    private LoopbackServer? _server;

    private FakeFaceApi(TimeProvider time) => _time = time;

    public Uri Address => _server!.Address;

    public IReadOnlyList<FakeRequest> Requests => [.. _requests];

    public static async Task<FakeFaceApi> StartAsync(TimeProvider? time = null)
    {
        var api = new FakeFaceApi(time ?? TimeProvider.System);
        api._server = await LoopbackServer.StartAsync(api.AnswerAsync);
        return api;
    }

    /// <summary>What every request meets before it is answered, given the rest of the way; null when nothing is wrong.</summary>
    public Func<HttpContext, RequestDelegate, Task>? Fault { get; set; }

    /// <summary>The next request gets this instead of an answer.</summary>
    public void AnswerNext(RequestDelegate answer) => _nextAnswers.Enqueue(answer);

    public void AnswerNext(int status, string code, string? retryAfter = null) => AnswerNext(context =>
    {
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        return SendAsync(context, FakeAnswer.Error(status, code));
    });

    /// <summary>The gallery as it is; created when it is not there.</summary>
    public FakeGallery TheGallery
    {
        get
        {
            lock (_gate)
            {
                if (!_galleries.TryGetValue(Gallery, out var gallery)) _galleries[Gallery] = gallery = new FakeGallery("recognition_04");
                return gallery;
            }
        }
    }

    public bool HasGallery
    {
        get { lock (_gate) return _galleries.ContainsKey(Gallery); }
    }

    public void AddGallery(string recognitionModel)
    {
        lock (_gate) _galleries[Gallery] = new FakeGallery(recognitionModel);
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private Task AnswerAsync(HttpContext context) => Fault is { } fault ? fault(context, AnswerWellAsync) : AnswerWellAsync(context);

    private async Task AnswerWellAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = new FakeRequest(
            context.Request.Method,
            context.Request.Path.Value!,
            QueryHelpers.ParseQuery(context.Request.QueryString.Value).ToImmutableDictionary(pair => pair.Key, pair => pair.Value.ToString()),
            context.Request.Headers[FaceHttp.KeyHeader].ToString(),
            context.Request.ContentType ?? "",
            body.ToArray());
        _requests.Enqueue(request);
        if (_nextAnswers.TryDequeue(out var next))
        {
            await next(context);
            return;
        }

        if (request.Key != Key)
        {
            await SendAsync(context, FakeAnswer.Error(401, "401"));
            return;
        }

        FakeAnswer answer;
        lock (_gate) answer = Answer(request);
        await SendAsync(context, answer);
    }

    private FakeAnswer Answer(FakeRequest request)
    {
        if (!request.Path.StartsWith("/face/v1.2/", StringComparison.Ordinal)) return FakeAnswer.Error(404, "ResourceNotFound");
        return (request.Method, request.Path["/face/v1.2/".Length..].Split('/')) switch
        {
            ("POST", ["detect"]) => Detect(request),
            ("POST", ["identify"]) => Identify(request.Read<IdentifyBody>()),
            ("POST", ["group"]) => Group(request.Read<GroupBody>()),
            ("POST", ["verify"]) => Compare(request.Read<CompareBody>()),
            ("PUT", ["largepersongroups", var id]) => Create(id, request.Read<GalleryBody>()),
            (_, ["largepersongroups", var id, .. var rest]) => _galleries.TryGetValue(id, out var gallery)
                ? gallery.Answer(request, rest)
                : FakeAnswer.Error(404, "LargePersonGroupNotFound"),
            _ => FakeAnswer.Error(404, "ResourceNotFound"),
        };
    }

    private FakeAnswer Create(string id, GalleryBody wanted) =>
        _galleries.TryAdd(id, new FakeGallery(wanted.RecognitionModel ?? "recognition_01")) ? FakeAnswer.Ok() : FakeAnswer.Error(409, "LargePersonGroupExists");

    private FakeAnswer Detect(FakeRequest request)
    {
        if (request.Body.Length is < 1024 or > 6 * 1024 * 1024) return FakeAnswer.Error(400, "InvalidImageSize");
        if (FakePicture.Read(request.Body) is not { } faces) return FakeAnswer.Error(400, "InvalidImage");
        return FakeAnswer.Ok(faces.Select(face =>
        {
            var faceId = Guid.NewGuid().ToString();
            _detected[faceId] = (face.Who, _time.GetUtcNow());
            return new
            {
                faceId,
                faceRectangle = new { face.Top, face.Left, face.Width, face.Height },
                faceAttributes = new { qualityForRecognition = face.Quality },
            };
        }).ToList());
    }

    private FakeAnswer Identify(IdentifyBody question)
    {
        if (!_galleries.TryGetValue(question.LargePersonGroupId, out var gallery)) return FakeAnswer.Error(400, "LargePersonGroupNotFound");
        if (gallery.Trained is not { } trained) return FakeAnswer.Error(400, "LargePersonGroupNotTrained");
        var faceId = question.FaceIds.Single();
        if (!_detected.TryGetValue(faceId, out var face) || _time.GetUtcNow() - face.DetectedAt >= FaceIdLife) return FakeAnswer.Error(400, "FaceNotFound");
        var candidates = trained.TryGetValue(face.Who, out var personId)
            ? new[] { new { personId, confidence = FakeGallery.Confidence } }.Where(c => c.confidence >= question.ConfidenceThreshold).ToArray()
            : [];
        return FakeAnswer.Ok(new[] { new { faceId, candidates } });
    }

    private FakeAnswer Group(GroupBody question)
    {
        if (question.FaceIds.Length is < 2 or > 1000) return FakeAnswer.Error(400, "BadArgument");
        if (!question.FaceIds.All(IsAlive)) return FakeAnswer.Error(400, "FaceNotFound");
        var groups = question.FaceIds.GroupBy(faceId => _detected[faceId].Who).Select(group => group.ToArray()).ToList();
        return FakeAnswer.Ok(new { groups = groups.Where(group => group.Length > 1), messyGroup = groups.Where(group => group.Length == 1).SelectMany(group => group) });
    }

    private FakeAnswer Compare(CompareBody question)
    {
        if (!IsAlive(question.FaceId1) || !IsAlive(question.FaceId2)) return FakeAnswer.Error(400, "FaceNotFound");
        var isIdentical = _detected[question.FaceId1].Who == _detected[question.FaceId2].Who;
        return FakeAnswer.Ok(new { isIdentical, confidence = isIdentical ? FakeGallery.Confidence : 0.1 });
    }

    private bool IsAlive(string faceId) => _detected.TryGetValue(faceId, out var face) && _time.GetUtcNow() - face.DetectedAt < FaceIdLife;

    private static Task SendAsync(HttpContext context, FakeAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        return answer.Body is null ? Task.CompletedTask : context.Response.WriteAsJsonAsync(answer.Body, Json, context.RequestAborted);
    }

    private sealed record IdentifyBody(string[] FaceIds, string LargePersonGroupId, int MaxNumOfCandidatesReturned, double ConfidenceThreshold);

    private sealed record GroupBody(string[] FaceIds);

    private sealed record CompareBody(string FaceId1, string FaceId2);

    private sealed record GalleryBody(string? RecognitionModel);
}

internal sealed record FakeRequest(
    string Method, string Path, ImmutableDictionary<string, string> Query, string Key, string ContentType, byte[] Body)
{
    public T Read<T>() => JsonSerializer.Deserialize<T>(Body, JsonSerializerOptions.Web)!;
}

internal sealed record FakeAnswer(int Status, object? Body)
{
    public static FakeAnswer Ok(object? body = null) => new(200, body);

    public static FakeAnswer Accepted { get; } = new(202, null);

    // The message is there to show that nobody passes it on.
    public static FakeAnswer Error(int status, string code) => new(status, new { error = new { code, message = "Somebody's name could be in here." } });
}
