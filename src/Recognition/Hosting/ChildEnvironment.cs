namespace Atmosphere.Recognition.Hosting;

/// <summary>
/// What a child process gets to know of our environment: what Node.js and npm need to run, and their own settings.
/// Our secrets (Slack's tokens, connection strings) come by environment too, and are none of their business.
/// </summary>
internal static class ChildEnvironment
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "PATH", "PATHEXT", "HOME", "USER", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC",
        "TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL", "TZ", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR",
    };

    private static readonly string[] Prefixes = ["NPM_CONFIG_", "NODE_", "FACE_SERVICE_", "XDG_"];

    public static bool Passes(string name) =>
        Names.Contains(name) || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Removes what must not pass, then sets what was asked for.</summary>
    public static void Apply(IDictionary<string, string?> environment, IReadOnlyDictionary<string, string> settings)
    {
        foreach (var name in environment.Keys.Where(name => !Passes(name)).ToList()) environment.Remove(name);
        foreach (var (name, value) in settings) environment[name] = value;
    }
}
