using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Practice.Sockets;

/// <summary>The address that <c>apps.connections.open</c> gives out.</summary>
internal static class PracticeSocketEndpoints
{
    public static void MapPracticeSocket(this IEndpointRouteBuilder endpoints, string path)
    {
        var served = endpoints.CreateApplicationBuilder().UseWebSockets();
        served.Run(ServeAsync);
        endpoints.Map(path, served.Build()).Guarded().ExcludeFromDescription();
    }

    private static async Task ServeAsync(HttpContext context)
    {
        var sockets = context.RequestServices.GetRequiredService<PracticeSockets>();
        if (!context.WebSockets.IsWebSocketRequest || !sockets.Use(context.Request.Query["ticket"]))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await sockets.ServeAsync(socket, context.RequestAborted);
    }
}
