using System.Globalization;
using Atmosphere.Silo.Hosting;

namespace Atmosphere.Api.Setup;

/// <summary>Whether the data folder can be written, and how much room there is.</summary>
internal sealed class DiskCheck(DataFolder data) : ISetupCheck
{
    /// <summary>Bytes. A day of 1,000 photos takes some 4 GB until they are cut, and a tenth of that afterwards.</summary>
    internal const long Little = 5L * 1024 * 1024 * 1024;

    /// <summary>Bytes: a hundred photos.</summary>
    internal const long TooLittle = 400L * 1024 * 1024;

    public string Name => "disk";

    public string Title => "The disk";

    public string Doing => "Writing a file to the data folder, and counting the free space …";

    public string Button => "Check again";

    public bool RunsByItself => true;

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            DataFolder.ProbeWriting(data.Path);
            return Task.FromResult(Judge(data.Path, new DriveInfo(data.Path).AvailableFreeSpace));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult(CheckResult.Bad(
                $"The data folder {data.Path} can't be written: {fault.Message}",
                $"Make room there, or give it to the user that runs Atmosphere ({Environment.UserName}), or set Data:Folder to another one, for example /var/lib/atmosphere."));
        }
    }

    internal static CheckResult Judge(string folder, long free)
    {
        var gigabytes = (free / 1024d / 1024 / 1024).ToString("0.0", CultureInfo.InvariantCulture);
        return free switch
        {
            < TooLittle => CheckResult.Bad($"The data folder {folder} has {gigabytes} GB left.", "Make room, or set Data:Folder to a larger disk, for example /var/lib/atmosphere. A full disk takes no vote."),
            < Little => CheckResult.Note($"The data folder {folder} can be written; {gigabytes} GB are left.", "A day of a thousand photos takes some 4 GB: watch it."),
            _ => CheckResult.Good($"The data folder {folder} can be written; {gigabytes} GB are left."),
        };
    }
}
