using System.Diagnostics;

namespace Atmosphere.Faults.Tests.Embedded;

/// <summary>A disk of a few megabytes that can be filled up, and made readable only. Skips the test where none can be made.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Megabytes = 24;
    private const int NoSpace = 28; // ENOSPC

    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    public static SmallDisk Mount()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Making a small disk (mount -t tmpfs) needs Linux and root.");
        var path = Directory.CreateTempSubdirectory("atmosphere-faults-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", path) is { Length: > 0 } refusal)
        {
            Directory.Delete(path);
            Assert.Skip($"A small disk can't be made here: {refusal}");
        }

        return new(path);
    }

    /// <summary>Takes all the room that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true) file.Write(new byte[4096]);
        }
        catch (IOException full) when (full.HResult == NoSpace)
        {
        }
    }

    public void MakeRoom() => File.Delete(Ballast);

    /// <summary>Nothing may be open for writing on it.</summary>
    public void MakeReadOnly() => Remount("ro");

    public void MakeWritable() => Remount("rw");

    public void Dispose()
    {
        Run("umount", Path).ShouldBeEmpty();
        Directory.Delete(Path);
    }

    private void Remount(string mode) => Run("mount", "-o", $"remount,{mode}", Path).ShouldBeEmpty();

    /// <returns>What it says when it fails, else nothing.</returns>
    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : said.Length > 0 ? said : $"exit code {process.ExitCode}";
    }
}
