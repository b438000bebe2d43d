using System.Globalization;

namespace Atmosphere.Recognition.Hosting;

/// <summary>Installs the face service's packages when they are missing or those of another lock file.</summary>
internal sealed class PackageInstaller(TimeProvider time, TimeSpan limit)
{
    /// <summary>No scripts of packages are run; http lines are the only sign of life that npm gives without a terminal.</summary>
    private static readonly string[] NpmArguments =
        ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=http"];

    private const string LockName = ".install.lock";
    private const int ShownComplaints = 3;

    public static bool IsCurrent(string folder) => InstallState.IsCurrent(
        File.ReadAllBytes(Path.Combine(folder, InstallState.LockFile)),
        File.Exists(Marker(folder)) ? File.ReadAllText(Marker(folder)) : null,
        File.Exists(InstalledList(folder)) ? File.ReadAllBytes(InstalledList(folder)) : null);

    /// <returns>Null when the packages are there; else why not, without a full stop.</returns>
    public async Task<string?> InstallAsync(
        string folder, string nodePath, string npmPath, Action<FaceServiceReport> report, CancellationToken cancellationToken)
    {
        void Waiting() => report(new FaceServiceReport
        {
            Phase = FaceServicePhase.WaitingForOtherInstall,
            Message = FaceServiceTexts.WaitingForOtherInstall,
        });

        using var held = await InstallLock.TakeAsync(Path.Combine(folder, LockName), Waiting, time, cancellationToken);
        // Whoever held the lock may have done it.
        if (IsCurrent(folder)) return null;
        // Read before: should the file change meanwhile, the marker must not speak for the new one.
        var marker = InstallState.Marker(await File.ReadAllBytesAsync(Path.Combine(folder, InstallState.LockFile), cancellationToken));
        if (await RunNpmAsync(folder, nodePath, npmPath, report, cancellationToken) is { } problem) return problem;
        Directory.CreateDirectory(Path.GetDirectoryName(Marker(folder))!);
        await File.WriteAllTextAsync(Marker(folder), marker + "\n", cancellationToken);
        return null;
    }

    private async Task<string?> RunNpmAsync(
        string folder, string nodePath, string npmPath, Action<FaceServiceReport> report, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var gate = new Lock();
        var complaints = new List<string>();
        var lastLine = "";
        void Read(string line)
        {
            lock (gate)
            {
                if (NpmLine.Fetched(line) is { } package) lastLine = package;
                if (NpmLine.Complaint(line) is { } complaint && complaints.Count < ShownComplaints) complaints.Add(complaint);
            }
        }

        void Tell()
        {
            string line;
            lock (gate) line = lastLine;
            report(new FaceServiceReport { Phase = FaceServicePhase.Installing, Message = FaceServiceTexts.Installing(time.GetElapsedTime(started), line) });
        }

        Tell();
        await using var npm = ChildProcess.Start(new ChildCommand(nodePath, [npmPath, .. NpmArguments], folder), time, Read, Read);
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (!npm.Ended.IsCompleted)
            {
                await Task.WhenAny(npm.Ended, second.WaitForNextTickAsync(either.Token).AsTask());
                either.Token.ThrowIfCancellationRequested();
                Tell();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return string.Create(CultureInfo.InvariantCulture, $"npm was not ready within {limit.TotalMinutes:0.#} minutes");
        }

        var exitCode = await npm.Ended;
        if (exitCode == 0) return null;
        lock (gate) return complaints is [] ? $"npm ended with exit code {exitCode}" : string.Join("; ", complaints);
    }

    private static string Marker(string folder) => Path.Combine(folder, InstallState.MarkerFile);

    private static string InstalledList(string folder) => Path.Combine(folder, InstallState.InstalledListFile);
}
