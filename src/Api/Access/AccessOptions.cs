namespace Atmosphere.Api.Access;

/// <summary>
/// Keys that come from outside, for an API of several processes. Configuration section <c>Access</c>; without it a first start makes them,
/// shows them once and keeps their hashes in the data folder.
/// </summary>
internal sealed class AccessOptions
{
    public const string Section = "Access";

    private const int Shortest = 32;
    private const int Longest = 200;

    /// <summary>A secret.</summary>
    public string OperatorKey { get; set; } = "";

    /// <summary>The token of <c>camera-1</c>. A secret.</summary>
    public string CameraToken { get; set; } = "";

    public bool AreGiven => OperatorKey.Length > 0 || CameraToken.Length > 0;

    /// <summary>One sentence per setting that can't work; never its value.</summary>
    public IEnumerable<string> Flaws()
    {
        if (!AreGiven) yield break;
        if (Flaw("Access:OperatorKey", OperatorKey) is { } badKey) yield return badKey;
        if (CameraToken.Length > 0 && Flaw("Access:CameraToken", CameraToken) is { } badToken) yield return badToken;
        if (OperatorKey == CameraToken) yield return "Access:CameraToken is the same as Access:OperatorKey. Give two different ones, for example two outputs of: openssl rand -hex 16";
    }

    private static string? Flaw(string setting, string value) => value.Length is < Shortest or > Longest || value.Any(c => c is < '!' or > '~')
        ? $"{setting} has to be {Shortest} to {Longest} letters and digits that nobody can guess. Example: the output of openssl rand -hex 16"
        : null;
}
