using System.ComponentModel;

namespace Atmosphere.Recognition.Hosting;

/// <summary>A Node.js that was found.</summary>
/// <param name="Path">The executable.</param>
/// <param name="Version">What it says of itself; null when it does not run.</param>
internal sealed record NodeInstallation(string Path, NodeVersion? Version);

/// <summary>Finds Node.js and npm on this machine.</summary>
internal sealed class NodeLocator(string configuredPath, TimeProvider time)
{
    private static readonly TimeSpan VersionLimit = TimeSpan.FromSeconds(10);

    /// <returns>The configured Node.js, or the first of PATH; null when there is none.</returns>
    public async Task<NodeInstallation?> FindAsync(CancellationToken cancellationToken)
    {
        var path = configuredPath.Length > 0 ? configuredPath : OnPath(OperatingSystem.IsWindows() ? "node.exe" : "node");
        return path is null ? null : new NodeInstallation(path, await VersionAsync(path, cancellationToken));
    }

    /// <summary>npm's program file, which Node.js runs: without the shell scripts around it, which differ by platform.</summary>
    /// <returns>The path of <c>npm-cli.js</c>, or null.</returns>
    public static string? FindNpm(string nodePath)
    {
        string[] starts = [nodePath, OnPath(OperatingSystem.IsWindows() ? "npm.cmd" : "npm") ?? ""];
        return starts.Where(start => start.Length > 0).SelectMany(NpmCandidates).FirstOrDefault(File.Exists);
    }

    private static IEnumerable<string> NpmCandidates(string start)
    {
        var real = new FileInfo(start).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? start;
        if (Path.GetFileName(real) == "npm-cli.js") yield return real;
        var folder = Path.GetDirectoryName(real)!;
        yield return Path.Combine(folder, "node_modules", "npm", "bin", "npm-cli.js");
        yield return Path.GetFullPath(Path.Combine(folder, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"));
        yield return Path.GetFullPath(Path.Combine(folder, "..", "share", "nodejs", "npm", "bin", "npm-cli.js"));
    }

    private static string? OnPath(string file) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(Path.IsPathFullyQualified)
        .Select(folder => Path.Combine(folder, file))
        .FirstOrDefault(File.Exists);

    private async Task<NodeVersion?> VersionAsync(string path, CancellationToken cancellationToken)
    {
        NodeVersion? version = null;
        try
        {
            await using var process = ChildProcess.Start(
                new ChildCommand(path, ["--version"], Path.GetTempPath()), time, line => version ??= NodeVersion.Parse(line), _ => { });
            await process.Ended.WaitAsync(VersionLimit, time, cancellationToken);
            return version;
        }
        catch (Exception e) when (e is Win32Exception or TimeoutException)
        {
            return null;
        }
    }
}
