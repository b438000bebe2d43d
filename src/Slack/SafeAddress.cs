namespace Atmosphere.Slack;

/// <summary>Where tokens and pictures of faces may be sent.</summary>
internal static class SafeAddress
{
    /// <summary>True for https anywhere and for http on this machine, without a user name in the address.</summary>
    public static bool MayCarrySecrets(Uri address) => IsSafe(address, Uri.UriSchemeHttps, Uri.UriSchemeHttp);

    /// <summary>The same of a WebSocket: wss anywhere, ws on this machine.</summary>
    public static bool MayCarryPayloads(Uri address) => IsSafe(address, Uri.UriSchemeWss, Uri.UriSchemeWs);

    private static bool IsSafe(Uri address, string encrypted, string plain) =>
        address.IsAbsoluteUri
        && address.UserInfo.Length == 0
        && (address.Scheme == encrypted || (address.Scheme == plain && address.IsLoopback));
}
