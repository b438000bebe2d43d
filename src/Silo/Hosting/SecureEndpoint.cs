namespace Atmosphere.Silo.Hosting;

/// <summary>Addresses of services to which this process sends secrets or tokens.</summary>
internal static class SecureEndpoint
{
    /// <param name="setting">The setting's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="example">One that would do.</param>
    /// <returns>What is wrong, as a sentence, or null for an absolute https address. Plain http is for this machine only.</returns>
    public static string? Flaw(string setting, string value, string example) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            && uri.Query.Length == 0 && uri.UserInfo.Length == 0
            ? null
            : $"{setting} is not an https address without query and password. Example: {setting}={example}";
}
