using System.Diagnostics;
using Atmosphere.Load;

namespace Atmosphere.Figures.Bench;

/// <summary>
/// One section after the other, each with a share of the time that is left: what an earlier one did not need, the later ones have.
/// A section that does not end in its share is ended, and that is said; so a run always ends in time.
/// </summary>
internal static class Plan
{
    /// <summary>Of the 50 seconds of a short run, the rest is for <c>dotnet run</c>, which looks first whether everything is built.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(8);

    /// <returns>The exit code: 0 when everything was measured.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var isShort = args.Contains("--short");
        var only = Array.IndexOf(args, "--only") is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
        var piece = isShort ? TimeSpan.FromSeconds(0.5) : TimeSpan.FromSeconds(8);
        var left = new Queue<Share>(Shares(isShort).Where(share => only is null || share.Section == only));
        if (left.Count == 0) throw new ArgumentException($"There is no section '{only}'.", nameof(args));

        // Whatever is ended in the middle of its work leaves its files here. Open to all, since PostgreSQL runs under a user of its own.
        var folder = Directory.CreateTempSubdirectory("atmosphere-figures-");
        if (!OperatingSystem.IsWindows()) folder.UnixFileMode = (UnixFileMode)0b111_111_111 | UnixFileMode.StickyBit;
        var isWhole = true;
        var watch = Stopwatch.StartNew();
        while (left.TryPeek(out var next))
        {
            var limit = ((isShort ? Short : Long) - watch.Elapsed) * next.Weight / left.Sum(share => share.Weight);
            isWhole &= await RunAsync(next, piece, limit, folder.FullName);
            left.Dequeue();
        }

        folder.Delete(recursive: true);
        return isWhole ? 0 : 1;
    }

    private static IEnumerable<Share> Shares(bool isShort)
    {
        yield return new(Sections.Engine, Build.Own, 8);
        yield return new(Sections.Engine, Other, 12);
        if (!isShort) yield return new(Sections.PostgreSql, OnOrleans, 5);
        yield return new(Sections.Start, Build.Own, 3);
        yield return new(Sections.Votes, Build.Own, 13);
        yield return new(Sections.Photos, Build.Own, 10);
        yield return new(Sections.Known, OnEmbedded, 4);
    }

    private static Build OnEmbedded => Build.Named("Embedded");

    private static Build OnOrleans => Build.Named("Orleans-without-cloud-packages");

    /// <summary>The other engine's build of this program.</summary>
    private static Build Other => Build.Own == OnEmbedded ? OnOrleans : OnEmbedded;

    private static async Task<bool> RunAsync(Share share, TimeSpan piece, TimeSpan limit, string folder)
    {
        var program = share.Build.Executable("Figures.Bench", "Atmosphere.Figures.Bench");
        if (!File.Exists(program))
        {
            var engine = share.Build == OnEmbedded ? "Embedded" : "Orleans -p:CloudPackages=false";
            Console.WriteLine($"{share.Section} on the other engine: not measured, since it is not built: dotnet build -c Release bench/Figures -p:Engine={engine}");
            return false;
        }

        var start = new ProcessStartInfo("dotnet", [program, .. Sections.ArgumentsFor(share.Section, piece)]) { UseShellExecute = false, Environment = { ["TMPDIR"] = folder } };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            Console.WriteLine($"{share.Section}: ended after its share of {limit.TotalSeconds:0} s; what it has not printed was not measured");
            return false;
        }

        if (process.ExitCode != 0) Console.WriteLine($"{share.Section}: failed, see above; what it has not printed was not measured");
        return process.ExitCode == 0;
    }

    /// <param name="Section">What is measured.</param>
    /// <param name="Build">In which build of this program.</param>
    /// <param name="Weight">Its part of the time, beside the others'.</param>
    private sealed record Share(string Section, Build Build, int Weight);
}
