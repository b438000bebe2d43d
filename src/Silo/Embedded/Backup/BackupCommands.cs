using Atmosphere.Silo.Operating;
using Microsoft.Data.Sqlite;

namespace Atmosphere.Silo.Backup;

/// <summary>The commands <c>backup</c> and <c>restore</c>.</summary>
internal static class BackupCommands
{
    public static async Task BackupAsync(OperatorRequest request)
    {
        var path = request.File("dotnet run --project src/Api -- backup /var/backups/atmosphere.zip");
        var layout = Layout(request);
        try
        {
            await new BackupMaker(layout, request.Say, request.CancellationToken).MakeAsync(path, request.IsForced);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new RefusalException($"The archive could not be made: {fault.Message}", fault);
        }
    }

    public static Task RestoreAsync(OperatorRequest request)
    {
        var path = request.File("dotnet run --project src/Api -- restore /var/backups/atmosphere.zip");
        var layout = Layout(request);
        try
        {
            new Restorer(layout, request.Say, request.CancellationToken).Restore(path, request.IsForced);
            return Task.CompletedTask;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException($"The archive could not be unpacked: {fault.Message}", fault);
        }
    }

    private static DataLayout Layout(OperatorRequest request)
    {
        var builder = WebApplication.CreateBuilder(request.Settings);
        return DataLayout.Read(builder.Configuration, builder.Environment);
    }
}
