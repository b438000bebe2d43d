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
    private const string Example = "Example: Access:Cameras=lobby:TOKEN,door:TOKEN, each TOKEN the output of openssl rand -hex 16";

    /// <summary>A secret.</summary>
    public string OperatorKey { get; set; } = "";

    /// <summary>The token of <c>camera-1</c>. A secret.</summary>
    public string CameraToken { get; set; } = "";

    /// <summary>Cameras with their tokens: <c>lobby:token,door:token</c>. Secrets.</summary>
    public string Cameras { get; set; } = "";

    public bool AreGiven => OperatorKey.Length > 0 || CameraToken.Length > 0 || Cameras.Length > 0;

    /// <summary>One sentence per setting that can't work; never its value.</summary>
    public IEnumerable<string> Flaws()
    {
        if (!AreGiven) yield break;
        if (Flaw("Access:OperatorKey", OperatorKey) is { } badKey) yield return badKey;
        if (CameraToken.Length > 0 && Flaw("Access:CameraToken", CameraToken) is { } badToken) yield return badToken;
        if (CameraToken.Length > 0 && OperatorKey == CameraToken) yield return "Access:CameraToken is the same as Access:OperatorKey. Give two different ones, for example two outputs of: openssl rand -hex 16";
        if (CamerasFlaw() is { } badCameras) yield return badCameras;
    }

    /// <summary>The cameras of <see cref="Cameras"/>, in their order.</summary>
    public IEnumerable<(string Id, string Token)> Pairs() => Cameras
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(pair => pair.Split(':', 2, StringSplitOptions.TrimEntries))
        .Select(parts => (parts[0], parts.Length == 2 ? parts[1] : ""));

    private string? CamerasFlaw()
    {
        var pairs = Pairs().ToList();
        for (var i = 0; i < pairs.Count; i++)
        {
            // Not the entry itself: whoever forgot the name has written a token in its place.
            if (CameraName.Flaw(pairs[i].Id) is { } flaw) return $"Access:Cameras, entry {i + 1}: {flaw} {Example}";
            if (Flaw($"Access:Cameras, the token of entry {i + 1},", pairs[i].Token) is { } weak) return weak;
        }

        if (pairs.Select(pair => pair.Id).Concat(CameraToken.Length > 0 ? ["camera-1"] : Array.Empty<string>()).GroupBy(id => id, StringComparer.Ordinal).Any(same => same.Count() > 1))
            return $"Access:Cameras names a camera twice (Access:CameraToken is camera-1's). {Example}";
        return pairs.Select(pair => pair.Token).Append(OperatorKey).Append(CameraToken).Where(token => token.Length > 0).GroupBy(token => token, StringComparer.Ordinal).Any(same => same.Count() > 1)
            ? $"Access:Cameras holds a token that is another camera's or the operator key. Give different ones. {Example}"
            : null;
    }

    private static string? Flaw(string setting, string value) => value.Length is < Shortest or > Longest || value.Any(c => c is < '!' or > '~')
        ? $"{setting} has to be {Shortest} to {Longest} letters and digits that nobody can guess. Example: the output of openssl rand -hex 16"
        : null;
}
