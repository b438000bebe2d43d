using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Atmosphere.Practice;

/// <summary>Who may use the practice channel: a browser or program on this machine, under this machine's own name.</summary>
internal static class PracticeGuard
{
    /// <summary>True for a request from loopback whose <c>Host</c> is loopback too: a foreign name that resolves to 127.0.0.1 is an attack (DNS rebinding).</summary>
    public static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote
        && IPAddress.IsLoopback(remote)
        && context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]";

    /// <summary>Puts the guard before everything else of these endpoints, also before their arguments are read: for others they do not exist.</summary>
    public static T Guarded<T>(this T endpoints)
        where T : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint =>
        {
            var guarded = endpoint.RequestDelegate ?? throw new InvalidOperationException($"The endpoint '{endpoint.DisplayName}' does nothing.");
            endpoint.RequestDelegate = context =>
            {
                if (!IsLocal(context))
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                }

                var headers = context.Response.Headers;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                return guarded(context);
            };
        });
        return endpoints;
    }
}
