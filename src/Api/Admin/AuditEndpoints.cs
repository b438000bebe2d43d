using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Atmosphere.Catalogue;
using Atmosphere.Slack;

namespace Atmosphere.Api.Admin;

/// <summary>The audit as JSON lines.</summary>
internal static class AuditEndpoints
{
    private static readonly string[] TimeFormats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <param name="from">The first instant, or all from the beginning.</param>
    /// <param name="to">The first instant that is not in it any more, or all to the end.</param>
    /// <param name="about">Only what was decided about this user.</param>
    /// <param name="by">Only what this user decided.</param>
    /// <param name="audit">Where it is read.</param>
    /// <param name="cancellationToken">The reader has gone.</param>
    public static IResult Export(string? from, string? to, string? about, string? by, AuditQueries audit, CancellationToken cancellationToken)
    {
        if (!TryRead(from, out var first)) return Unreadable("from", from);
        if (!TryRead(to, out var end)) return Unreadable("to", to);
        if (first >= end) return Bad($"'from' has to be before 'to', and {from} is not before {to}.");
        foreach (var (name, userId) in new[] { ("about", about), ("by", by) })
            if (userId is not null && !SlackIds.IsUser(userId)) return Bad($"'{name}' has to be a Slack user id, for example U0123456789.");

        var filter = new AuditFilter { From = first, To = end, About = about, By = by };
        return Results.Stream(stream => WriteAsync(stream, audit.PagesAsync(filter, cancellationToken), cancellationToken), "application/x-ndjson", "audit.ndjson");
    }

    private static async Task WriteAsync(Stream stream, IAsyncEnumerable<ImmutableArray<AuditLine>> pages, CancellationToken cancellationToken)
    {
        var page = new ArrayBufferWriter<byte>();
        await foreach (var lines in pages)
        {
            page.ResetWrittenCount();
            foreach (var line in lines)
            {
                using (var json = new Utf8JsonWriter(page)) JsonSerializer.Serialize(json, line, JsonSerializerOptions.Web);
                page.Write("\n"u8);
            }

            await stream.WriteAsync(page.WrittenMemory, cancellationToken);
        }
    }

    private static bool TryRead(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (text is null) return true;
        if (!DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)) return false;
        time = read;
        return true;
    }

    private static IResult Unreadable(string name, string? text) =>
        Bad($"'{name}' is '{text}', which is no date or time of ISO 8601, for example 2026-03-02 or 2026-03-02T09:00:00Z.");

    private static IResult Bad(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}
