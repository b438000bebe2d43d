using System.Globalization;

namespace Atmosphere.Burst.Bench;

/// <summary>What a process has of the machine's memory, in MB.</summary>
/// <param name="Now">Its working set.</param>
/// <param name="Peak">The largest that it ever had.</param>
internal sealed record ProcessMemory(long Now, long Peak)
{
    public static ProcessMemory Of(int processId)
    {
        var lines = File.ReadAllLines($"/proc/{processId}/status");
        return new(Read(lines, "VmRSS:"), Read(lines, "VmHWM:"));
    }

    private static long Read(string[] lines, string name) =>
        long.Parse(lines.Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
}
