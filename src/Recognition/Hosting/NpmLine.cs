namespace Atmosphere.Recognition.Hosting;

/// <summary>Makes npm's output fit to show: what it fetches, or what it complains about; never an address, which might have a token in it.</summary>
internal static class NpmLine
{
    /// <returns>The package of a <c>npm http fetch GET 200 https://…/sharp-1.0.0.tgz 120ms</c> line, or null for other lines.</returns>
    public static string? Fetched(string line)
    {
        if (!line.StartsWith("npm http fetch GET 200 ", StringComparison.Ordinal)) return null;
        if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [_, _, _, _, _, var address, ..]) return null;
        var path = address.Split('?', '#')[0];
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.EndsWith(".tgz", StringComparison.Ordinal) ? name[..^4] : null;
    }

    /// <returns>The complaint of a <c>npm error …</c> line (before npm 10: <c>npm ERR! …</c>), or null for other lines.</returns>
    public static string? Complaint(string line)
    {
        foreach (var start in (string[])["npm error ", "npm ERR! "])
        {
            if (!line.StartsWith(start, StringComparison.Ordinal)) continue;
            var text = line[start.Length..].Trim();
            return text.Length == 0 || text.Contains("://", StringComparison.Ordinal) || text.StartsWith("A complete log", StringComparison.Ordinal) ? null : text;
        }

        return null;
    }
}
