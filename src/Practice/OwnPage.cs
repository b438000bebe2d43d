using Microsoft.AspNetCore.Http;

namespace Atmosphere.Practice;

/// <summary>
/// Whether a request that acts comes from one of our own pages, and not from another site that makes the browser send it: our pages
/// send a header that a foreign form can't.
/// </summary>
public static class OwnPage
{
    public const string Header = "X-Atmosphere";

    public static bool Sent(HttpRequest request)
    {
        if (request.Headers[Header] != "1") return false;
        if (request.Headers["Sec-Fetch-Site"] is [var site] && site is not "same-origin") return false;
        return request.Headers.Origin is not [var origin] || origin == $"{request.Scheme}://{request.Host}";
    }
}
