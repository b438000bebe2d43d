using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Atmosphere.Load;

/// <summary>What an outside service does instead of its work. Any number of requests.</summary>
internal sealed class OutsideFault
{
    private volatile Func<HttpContext, RequestDelegate, Task>? _what;
    private int _met;

    /// <summary>How many requests have met a fault.</summary>
    public int Met => Volatile.Read(ref _met);

    /// <summary>Too many requests.</summary>
    /// <param name="retryAfter">In seconds; null for an answer that does not say how long.</param>
    public void Throttles(int? retryAfter) => Begin(async (context, _) =>
    {
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        if (retryAfter is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await context.Response.WriteAsync("{\"ok\":false,\"error\":\"ratelimited\"}");
    });

    public void Answers(int status, string body) => Begin(async (context, _) =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    });

    /// <summary>Cut off in the middle of the answer, or of the wait for it.</summary>
    public void Drops() => Begin((context, _) =>
    {
        context.Abort();
        return Task.CompletedTask;
    });

    /// <summary>Takes the request and never answers.</summary>
    public void Hangs() => Begin((context, _) =>
    {
        var gone = new TaskCompletionSource();
        context.RequestAborted.Register(gone.SetResult);
        return gone.Task;
    });

    /// <summary>Does its work, and its answer is lost.</summary>
    public void LosesAnswers() => Begin(async (context, next) =>
    {
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        await next(context);
        context.Abort();
    });

    /// <summary>Works again.</summary>
    public void Ends() => _what = null;

    /// <summary>For a server's pipeline.</summary>
    public Task MeetAsync(HttpContext context, RequestDelegate next)
    {
        if (_what is not { } what) return next(context);
        Interlocked.Increment(ref _met);
        return what(context, next);
    }

    private void Begin(Func<HttpContext, RequestDelegate, Task> what) => _what = what;
}
