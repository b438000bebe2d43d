using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Atmosphere.Silo.Crops;

/// <summary>Puts a folder's entries on disk: without it a rename or a deletion may be undone by a power cut (POSIX fsync on a folder).</summary>
internal static class FolderSync
{
    private const int ReadOnly = 0;
    private const int LinuxCloseOnExec = 0x80000;
    private const int MacCloseOnExec = 0x1000000;

    /// <exception cref="Win32Exception">The folder can't be opened.</exception>
    public static void Flush(string folder)
    {
        // NTFS writes its log by itself, and .NET can't open a folder there.
        if (OperatingSystem.IsWindows()) return;
        var flags = ReadOnly | (OperatingSystem.IsMacOS() ? MacCloseOnExec : LinuxCloseOnExec);
        // .NET's own files refuse folders, so the C library opens it; the rest is .NET's again.
        var descriptor = Open([.. Encoding.UTF8.GetBytes(folder), 0], flags);
        if (descriptor < 0) throw new Win32Exception(Marshal.GetLastPInvokeError(), $"'{folder}' can't be opened.");
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(handle);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);
}
