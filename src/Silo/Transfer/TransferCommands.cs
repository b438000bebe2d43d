using Atmosphere.Silo.Operating;

namespace Atmosphere.Silo.Transfer;

/// <summary>The commands <c>export</c> and <c>import</c>: what grains keep as lines of JSON, from either engine into either.</summary>
internal static class TransferCommands
{
    public static async Task ExportAsync(OperatorRequest request)
    {
        var path = request.File("dotnet run --project src/Api -- export /var/backups/atmosphere.jsonl");
        var builder = WebApplication.CreateBuilder(request.Settings);
        await ExportAsync(GrainEngine.ReadRecordsAsync(builder.Configuration, builder.Environment, request.CancellationToken), path, request.IsForced, GrainEngine.Name, request.Say);
    }

    public static async Task ImportAsync(OperatorRequest request)
    {
        var path = request.File("dotnet run --project src/Silo -p:Engine=Orleans -- import /var/backups/atmosphere.jsonl");
        var builder = WebApplication.CreateBuilder(request.Settings);
        await ImportAsync(path, records => GrainEngine.FillAsync(builder.Configuration, builder.Environment, records, request.CancellationToken), request.Say, request.CancellationToken);
    }

    /// <summary>Writes an export, all or nothing.</summary>
    internal static async Task ExportAsync(IAsyncEnumerable<GrainRecord> records, string path, bool overwrite, string engine, Action<string> say)
    {
        using var file = WholeFile.Begin(path, overwrite);
        using var writer = new ExportWriter(file.Stream, engine, TimeProvider.System.GetUtcNow());
        var progress = new Progress(say);
        await foreach (var record in records)
        {
            writer.Add(record);
            progress.Tell(() => $"{writer.States} states, {writer.Reminders} reminders");
        }

        writer.Finish();
        file.Finish();
        say($"{writer.States} states and {writer.Reminders} reminders are in {path}. They hold people's names: keep the file where only you can read it.");
    }

    /// <summary>Checks a whole export first, and then has a store filled with it.</summary>
    internal static async Task ImportAsync(string path, Func<IEnumerable<GrainRecord>, Task> fill, Action<string> say, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) throw new RefusalException($"There is no file {path}.");
        await using var file = Open(path);
        var reader = new ExportReader(file, path);
        var progress = new Progress(say);
        var (states, reminders) = (0L, 0L);
        foreach (var record in reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (record is StateRecord) states++;
            else reminders++;
            progress.Tell(() => $"{states} states and {reminders} reminders were checked");
        }

        var done = 0L;
        await fill(reader.Read().Select(record =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            done++;
            progress.Tell(() => $"{done} of {states + reminders} were written");
            return record;
        }));
        say($"{states} states and {reminders} reminders were imported. Pictures, gallery and catalogue are not in an export: docs/operate.md says how they move.");
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException($"{path} can't be read: {fault.Message}", fault);
        }
    }
}
