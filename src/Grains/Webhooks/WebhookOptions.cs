using System.Collections.Immutable;

namespace Atmosphere.Grains.Webhooks;

/// <summary>The one system that is told what happens. Section <c>Webhook</c>; on when <see cref="Url"/> is set.</summary>
public sealed class WebhookOptions
{
    private const string SecretPrefix = "whsec_";
    private const int ShortestKey = 24;
    private const int LongestKey = 64;
    private const string UrlExample = "for example https://hooks.example.com/atmosphere";
    private const string SecretExample = "for example whsec_ followed by the output of openssl rand -base64 32";

    /// <summary>Where messages are sent: https, or http on this machine. May hold a token in its query, so it is never logged.</summary>
    public string Url { get; set; } = "";

    /// <summary>The key of the signatures, <c>whsec_…</c> (Standard Webhooks); two with a comma while one is being replaced. A secret.</summary>
    public string Secret { get; set; } = "";

    /// <summary>How long a message is tried: 1 minute to 7 days. Default a day.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long the receiver may take to answer: 1 to 60 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    public bool IsOn => Url.Length > 0;

    /// <summary>The keys of <see cref="Secret"/>, once the options are known to be without a flaw.</summary>
    public ImmutableArray<ImmutableArray<byte>> Keys() => [.. Secrets().Select(secret => KeyOf(secret) ?? throw new InvalidOperationException("Webhook:Secret was not validated."))];

    internal IEnumerable<string> Flaws()
    {
        if (!IsOn && Secret.Length > 0) yield return $"Webhook:Url is missing, though there is a Webhook:Secret; give both or none, {UrlExample}.";
        if (IsOn && !IsSafe(Url)) yield return $"Webhook:Url has to be an https address (http on this machine only) without a password or a fragment, {UrlExample}.";
        if (IsOn && Secrets().Length is not (1 or 2)) yield return $"Webhook:Secret is missing, or more than two; messages are signed with it, {SecretExample}.";
        else if (IsOn && Secrets().Any(secret => KeyOf(secret) is null)) yield return $"Webhook:Secret has to be whsec_ and {ShortestKey} to {LongestKey} bytes in base64, {SecretExample}.";
        if (GiveUpAfter < TimeSpan.FromMinutes(1) || GiveUpAfter > TimeSpan.FromDays(7))
            yield return $"Webhook:GiveUpAfter is {GiveUpAfter}; it must be from one minute to 7 days, for example 1.00:00:00.";
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(1)) yield return $"Webhook:Timeout is {Timeout}; it must be from 1 to 60 seconds, for example 00:00:10.";
    }

    private static bool IsSafe(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0;

    private static ImmutableArray<byte>? KeyOf(string secret)
    {
        if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal)) return null;
        var buffer = new byte[LongestKey];
        return Convert.TryFromBase64String(secret[SecretPrefix.Length..], buffer, out var length) && length >= ShortestKey ? [.. buffer.AsSpan(0, length)] : null;
    }

    private ImmutableArray<string> Secrets() => [.. Secret.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
