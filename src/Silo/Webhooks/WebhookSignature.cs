using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Atmosphere.Silo.Webhooks;

/// <summary>Signs as Standard Webhooks says: HMAC-SHA256 over id, time and body with dots between, in base64, behind <c>v1,</c>.</summary>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>One signature per key, with a space between.</summary>
    /// <param name="keys">More than one while one is being replaced: the receiver takes whichever it knows.</param>
    /// <param name="id">The message's id.</param>
    /// <param name="seconds">Of this try, since 1970.</param>
    /// <param name="body">The bytes that are sent.</param>
    public static string Sign(ImmutableArray<ImmutableArray<byte>> keys, string id, long seconds, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}.")), .. body];
        return string.Join(' ', keys.Select(key => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key.AsSpan(), signed))}"));
    }
}
