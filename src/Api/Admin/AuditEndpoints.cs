using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Atmosphere.Catalogue;
using Atmosphere.Slack;

namespace Atmosphere.Api.Admin;

/// <summary>The audit: as JSON lines, and page by page.</summary>
internal static partial class AuditEndpoints
{
    /// <summary>Lines of a page.</summary>
    public const int LinesOfPage = 50;

    private const int LongestPlace = 1000;

    private static readonly string[] TimeFormats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <param name="wanted">Which lines.</param>
    /// <param name="audit">Where it is read.</param>
    /// <param name="cancellationToken">The reader has gone.</param>
    public static IResult Export([AsParameters] AuditWish wanted, AuditQueries audit, CancellationToken cancellationToken)
    {
        var (flaw, filter) = Read(wanted);
        return flaw is null
            ? Results.Stream(stream => WriteAsync(stream, audit.PagesAsync(filter!, cancellationToken), cancellationToken), "application/x-ndjson", "audit.ndjson")
            : Bad(flaw);
    }

    /// <summary>Some lines, newest first, and where those before them begin.</summary>
    /// <param name="wanted">Which lines.</param>
    /// <param name="after">From an answer before; none for the first page.</param>
    /// <param name="audit">Where it is read.</param>
    /// <param name="cancellationToken">The reader has gone.</param>
    public static async Task<IResult> PageAsync([AsParameters] AuditWish wanted, string? after, AuditQueries audit, CancellationToken cancellationToken)
    {
        var (flaw, filter) = Read(wanted);
        if (flaw is not null) return Bad(flaw);
        AuditPlace? place = null;
        if (after is not null && (place = ReadPlace(after)) is null) return Bad("'after' has to be what an earlier page gave as 'next'; leave it out for the first page.");

        // One more than is shown tells whether there is another page.
        var found = await audit.PageAsync(filter!, place, newestFirst: true, LinesOfPage + 1, cancellationToken);
        var lines = found.Take(LinesOfPage).ToImmutableArray();
        return Results.Ok(new { Lines = lines, Next = found.Length > LinesOfPage ? Write(AuditPlace.Of(lines[^1])) : null });
    }

    private static (string? Flaw, AuditFilter? Filter) Read(AuditWish wanted)
    {
        if (!TryRead(wanted.From, out var first)) return (Unreadable("from", wanted.From), null);
        if (!TryRead(wanted.To, out var end)) return (Unreadable("to", wanted.To), null);
        if (first >= end) return ($"'from' has to be before 'to', and {wanted.From} is not before {wanted.To}.", null);
        if (wanted.About is { } about && !SlackIds.IsUser(about) && !Pseudonym().IsMatch(about)) return ("'about' has to be a Slack user id, for example U0123456789.", null);
        if (wanted.By is { } by && !SlackIds.IsUser(by) && !Pseudonym().IsMatch(by) && !OtherActor().IsMatch(by))
            return ("'by' has to be a Slack user id, for example U0123456789, or operator, session:…, console or atmosphere.", null);
        if (wanted.Action is { } action && !Word().IsMatch(action)) return ("'action' has to be the name of a decision, for example face-tagged.", null);
        return (null, new() { From = first, To = end, About = wanted.About, By = wanted.By, Action = wanted.Action });
    }

    private static string Write(AuditPlace place) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(place));

    private static AuditPlace? ReadPlace(string text)
    {
        if (text.Length > LongestPlace || !Base64Url.IsValid(text)) return null;
        try
        {
            return JsonSerializer.Deserialize<AuditPlace>(Base64Url.DecodeFromChars(text)) is { Source: not null, Action: not null } place ? place : null;
        }
        catch (JsonException)
        {
            return null;
        }
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

    private static string Unreadable(string name, string? text) => $"'{name}' is '{text}', which is no date or time of ISO 8601, for example 2026-03-02 or 2026-03-02T09:00:00Z.";

    private static IResult Bad(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    /// <summary>What stands for somebody who was forgotten.</summary>
    [GeneratedRegex("^forgotten:[0-9a-f]{16}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pseudonym();

    [GeneratedRegex("^(operator|console|atmosphere|session:[0-9a-f]{1,36})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherActor();

    [GeneratedRegex("^[a-z-]{1,64}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}

/// <summary>Which lines of the audit somebody wants, as it was asked; what is null is not limited.</summary>
/// <param name="From">The first instant.</param>
/// <param name="To">The first instant that is not in it any more.</param>
/// <param name="About">Only what was decided about this user.</param>
/// <param name="By">Only what this actor decided.</param>
/// <param name="Action">Only this decision.</param>
internal sealed record AuditWish(string? From, string? To, string? About, string? By, string? Action);
