using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Atmosphere.Slack.Signing;

/// <summary>What was found out about a request's signature. Only <see cref="Valid"/> lets a request in; the rest is for metrics.</summary>
public enum SignatureVerdict
{
    /// <summary>One of the secrets made this signature, within the last five minutes.</summary>
    Valid = 0,

    /// <summary>No secret is configured: nothing can be valid.</summary>
    NoSecret = 1,

    /// <summary>A header is missing or not of the right form.</summary>
    Malformed = 2,

    /// <summary>The timestamp is more than five minutes from now, in either direction.</summary>
    Stale = 3,

    /// <summary>No secret made this signature.</summary>
    Wrong = 4,
}

/// <summary>
/// Slack's request signing, version v0: HMAC-SHA256 over <c>v0:timestamp:body</c> with the signing secret's text as the key
/// (docs.slack.dev, "Verifying requests from Slack").
/// </summary>
public static class SlackSignature
{
    /// <summary>The header with <c>v0=</c> and 64 hexadecimal digits.</summary>
    public const string SignatureHeader = "X-Slack-Signature";

    /// <summary>The header with Unix seconds.</summary>
    public const string TimestampHeader = "X-Slack-Request-Timestamp";

    /// <summary>How far a timestamp may be from now. Inside it a captured request could be replayed, so handling must be idempotent.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const string Prefix = "v0=";
    private const int MacBytes = 32;
    private const int LongestTimestamp = 12;

    /// <summary>Checks a request before anything in it is decoded.</summary>
    /// <param name="body">The raw bytes as received.</param>
    /// <param name="timestamp">The timestamp header's text as received, or null.</param>
    /// <param name="signature">The signature header's text, or null.</param>
    /// <param name="secrets">The accepted secrets: two while one is being replaced. Blank ones never count.</param>
    /// <param name="now">The present time.</param>
    public static SignatureVerdict Verify(
        ReadOnlySpan<byte> body, string? timestamp, string? signature, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        if (secrets.All(string.IsNullOrWhiteSpace)) return SignatureVerdict.NoSecret;
        if (!TryReadTimestamp(timestamp, out var seconds)) return SignatureVerdict.Malformed;
        Span<byte> given = stackalloc byte[MacBytes];
        if (!TryReadSignature(signature, given)) return SignatureVerdict.Malformed;
        if (Math.Abs(now.ToUnixTimeSeconds() - seconds) > Window.TotalSeconds) return SignatureVerdict.Stale;

        var matched = false;
        Span<byte> expected = stackalloc byte[MacBytes];
        foreach (var secret in secrets)
        {
            if (string.IsNullOrWhiteSpace(secret)) continue;
            Compute(body, timestamp!, secret, expected);
            // No early exit: how long the check takes does not tell which secret it was.
            matched |= CryptographicOperations.FixedTimeEquals(expected, given);
        }

        return matched ? SignatureVerdict.Valid : SignatureVerdict.Wrong;
    }

    /// <summary>Signs as Slack does: for the practice channel and for tests.</summary>
    /// <returns>The signature header's value.</returns>
    public static string Sign(ReadOnlySpan<byte> body, string timestamp, string secret)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(secret);
        Span<byte> mac = stackalloc byte[MacBytes];
        Compute(body, timestamp, secret, mac);
        return Prefix + Convert.ToHexStringLower(mac);
    }

    private static void Compute(ReadOnlySpan<byte> body, string timestamp, string secret, Span<byte> mac)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData("v0:"u8);
        hmac.AppendData(Encoding.UTF8.GetBytes(timestamp));
        hmac.AppendData(":"u8);
        hmac.AppendData(body);
        hmac.GetHashAndReset(mac);
    }

    private static bool TryReadTimestamp(string? text, out long seconds)
    {
        seconds = 0;
        return text is { Length: > 0 and <= LongestTimestamp }
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds);
    }

    private static bool TryReadSignature(string? text, Span<byte> mac) =>
        text is { Length: 67 }
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && Convert.FromHexString(text.AsSpan(Prefix.Length), mac, out _, out var written) == System.Buffers.OperationStatus.Done
        && written == MacBytes;
}
