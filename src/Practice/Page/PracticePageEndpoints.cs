using System.Globalization;
using System.Security.Cryptography;
using Atmosphere.Practice.People;
using Atmosphere.Practice.Pressing;
using Atmosphere.Practice.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;

namespace Atmosphere.Practice.Page;

/// <summary>The page of the practice channel and what its script asks for.</summary>
internal static class PracticePageEndpoints
{
    private const int ShownMessages = 200;
    private const string ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static void MapPracticePage(this IEndpointRouteBuilder endpoints, string prefix)
    {
        var page = endpoints.MapGroup(prefix).Guarded().ExcludeFromDescription().DisableAntiforgery();
        page.MapGet("/", PageAsync);
        page.MapGet("/live", Live);
        page.MapGet("/changes", ChangesAsync);
        page.MapPost("/press", PressAsync);
        page.MapGet("/files/{fileId}", Picture);
        page.MapGet("/assets/practice.css", () => Asset("practice.css", "text/css; charset=utf-8"));
        page.MapGet("/assets/practice.svg", () => Asset("practice.svg", "image/svg+xml"));
        page.MapGet("/assets/practice.js", () => Asset("practice.js", "text/javascript; charset=utf-8"));
    }

    private static async Task<IResult> PageAsync(string? @as, HttpResponse response, PracticeStore store, PageRenderer renderer)
    {
        var me = WhoIs(@as);
        // The revision first: what changes in between is then told twice rather than never.
        var revision = store.Revision;
        var messages = store.Latest(PracticeWorkspace.ChannelId, me.Id, ShownMessages);
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers.CacheControl = "no-store";
        return Results.Content(await renderer.PageAsync(me, revision, messages), "text/html; charset=utf-8");
    }

    private static ServerSentEventsResult<LiveMessage> Live(
        string? @as, long? after, HttpRequest request, LiveMessages live, IHostApplicationLifetime lifetime)
    {
        // A browser that reconnects says where it was.
        var from = long.TryParse(request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : after ?? 0;
        // An open page must not hold up the shutdown.
        return TypedResults.ServerSentEvents(live.FollowAsync(WhoIs(@as).Id, from, lifetime.ApplicationStopping));
    }

    private static async Task<IResult> ChangesAsync(string? @as, long? after, HttpResponse response, LiveMessages live)
    {
        response.Headers.CacheControl = "no-store";
        return Results.Json(await live.AfterAsync(WhoIs(@as).Id, after ?? 0));
    }

    private static async Task<IResult> PressAsync(PressRequest press, HttpRequest request, Presser presser, CancellationToken cancellationToken)
    {
        if (!OwnPage.Sent(request)) return Results.Problem("Only the practice page itself may press.", statusCode: StatusCodes.Status403Forbidden);
        var result = await presser.PressAsync(press.User, press.Ts, press.Block, press.Action, press.Selected, cancellationToken);
        return Results.Json(result);
    }

    private static IResult Picture(string fileId, HttpResponse response, PracticeStore store, TimeProvider time)
    {
        if (store.FindFile(fileId) is not { IsPicture: true } file || !file.IsReady(time.GetUtcNow()) || store.ReadFile(fileId) is not { } bytes) return Results.NotFound();
        response.Headers.CacheControl = "private, max-age=3600";
        return Results.Bytes(bytes, file.MimeType);
    }

    private static IResult Asset(string name, string contentType)
    {
        using var stream = typeof(PracticePageEndpoints).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The asset '{name}' is not in the assembly.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var content = bytes.ToArray();
        return Results.Bytes(content, contentType, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\""));
    }

    private static PracticePerson WhoIs(string? userId) =>
        PracticePeople.WhoCanPress.FirstOrDefault(person => person.Id == userId) ?? PracticePeople.WhoCanPress[0];

    /// <summary>What the page's script posts.</summary>
    internal sealed record PressRequest
    {
        public string User { get; init; } = "";

        public string Ts { get; init; } = "";

        public string Block { get; init; } = "";

        public string Action { get; init; } = "";

        /// <summary>For the picker.</summary>
        public string? Selected { get; init; }
    }
}
