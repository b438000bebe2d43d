using System.Runtime.InteropServices;
using System.Text;
using Atmosphere.Silo.Crops;

namespace Atmosphere.Silo.Backup;

/// <summary>Puts a folder into the place of another one.</summary>
internal static class FolderSwap
{
    private const int CurrentFolder = -100; // AT_FDCWD: paths are as they are
    private const uint Exchange = 2; // RENAME_EXCHANGE

    /// <summary>Puts a new folder in place, and the one that was there under a name beside it. At every instant one of the two is in place, where the system can do that (Linux).</summary>
    /// <param name="place">Where the old one is.</param>
    /// <param name="fresh">The new one, on the same file system.</param>
    /// <param name="aside">Where the old one goes.</param>
    public static void Replace(string place, string fresh, string aside)
    {
        if (TryExchange(place, fresh))
        {
            Directory.Move(fresh, aside);
        }
        else
        {
            Directory.Move(place, aside);
            try
            {
                Directory.Move(fresh, place);
            }
            catch
            {
                Directory.Move(aside, place);
                throw;
            }
        }

        FolderSync.Flush(Path.GetDirectoryName(place)!);
    }

    private static bool TryExchange(string one, string other)
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            return Rename(CurrentFolder, Native(one), CurrentFolder, Native(other), Exchange) == 0; // not every file system can: then in two steps, which say why if they can't either
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    private static byte[] Native(string path) => [.. Encoding.UTF8.GetBytes(path), 0];

    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Rename(int fromFolder, byte[] from, int toFolder, byte[] to, uint flags);
}
