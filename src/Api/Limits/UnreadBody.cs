using Microsoft.AspNetCore.Http.Features;

namespace Atmosphere.Api.Limits;

/// <summary>
/// Says <c>Connection: close</c> when an answer goes out before a body that is too large to be read to its end. The server reads the rest
/// of a body that nobody asked for, so that the connection can be used again; when that is more than is allowed here, it hangs up. Without
/// a word about it the client would send its next request, which may be somebody else's, over a connection that is gone.
/// </summary>
internal sealed class UnreadBody(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        // Declared lengths are at hand. A body in chunks can be of any length.
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }) context.Response.OnStarting(Close, context);
        return next(context);
    }

    private static Task Close(object state)
    {
        var context = (HttpContext)state;
        if (IsGivenUp(context.Response.StatusCode) || IsBeyondReading(context)) context.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    }

    /// <summary>Somebody read the body and stopped in the middle.</summary>
    private static bool IsGivenUp(int status) => status is StatusCodes.Status408RequestTimeout or StatusCodes.Status413PayloadTooLarge;

    /// <summary>Nobody has begun to read it (then the limit could still be changed), and the server won't get to its end.</summary>
    private static bool IsBeyondReading(HttpContext context) =>
        context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false, MaxRequestBodySize: { } most } && (context.Request.ContentLength ?? long.MaxValue) > most;
}
