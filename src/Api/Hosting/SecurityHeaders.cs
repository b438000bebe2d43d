namespace Atmosphere.Api.Hosting;

/// <summary>Headers for every answer: nothing is framed, sniffed or loaded from elsewhere.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private static readonly ContentPolicy Strict = new("default-src 'self'; img-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");

    public Task InvokeAsync(HttpContext context)
    {
        // As late as possible: the fault handler clears what was set before. A page may have a stricter policy of its own.
        context.Response.OnStarting(static context => Set((HttpContext)context), context);
        return next(context);
    }

    private static Task Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.TryAdd("Content-Security-Policy", (context.GetEndpoint()?.Metadata.GetMetadata<ContentPolicy>() ?? Strict).Text);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return Task.CompletedTask;
    }
}

/// <summary>Metadata of endpoints whose pages need another content security policy.</summary>
/// <param name="Text">The header's value.</param>
internal sealed record ContentPolicy(string Text)
{
    /// <summary>For Orleans' dashboard, whose page has styles of its own and a font in them. Scripts are from here only, as everywhere.</summary>
    public static ContentPolicy Dashboard { get; } = new(
        "default-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
}
