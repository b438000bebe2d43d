using Atmosphere.Catalogue;
using Atmosphere.Silo.Hosting;
using Atmosphere.Silo.Operating;

namespace Atmosphere.Silo.Transfer;

/// <summary>The commands <c>export</c> and <c>import</c>: what grains keep and what the catalogue has, as lines of JSON, from either engine into either.</summary>
internal static class TransferCommands
{
    public static async Task ExportAsync(OperatorRequest request)
    {
        var path = request.File("dotnet run --project src/Api -- export /var/backups/atmosphere.jsonl");
        var builder = WebApplication.CreateBuilder(request.Settings);
        var records = GrainEngine.ReadRecordsAsync(builder.Configuration, builder.Environment, request.CancellationToken);
        await using var catalogue = CatalogueTransfer.Open(builder.Configuration, DataFolder.Find(builder.Configuration, builder.Environment).Path);
        await ExportAsync(records, catalogue, path, request);
    }

    public static async Task ImportAsync(OperatorRequest request)
    {
        var path = request.File("dotnet run --project src/Silo -p:Engine=Orleans -- import /var/backups/atmosphere.jsonl");
        var builder = WebApplication.CreateBuilder(request.Settings);
        await using var catalogue = CatalogueTransfer.Open(builder.Configuration, DataFolder.Find(builder.Configuration, builder.Environment).Path);
        await ImportAsync(path, records => GrainEngine.FillAsync(builder.Configuration, builder.Environment, records, request.CancellationToken), catalogue, request);
    }

    /// <summary>Writes an export, all or nothing.</summary>
    internal static async Task ExportAsync(IAsyncEnumerable<GrainRecord> records, CatalogueTransfer catalogue, string path, OperatorRequest request)
    {
        using var file = WholeFile.Begin(path, request.IsForced);
        using var writer = new ExportWriter(file.Stream, GrainEngine.Name, TimeProvider.System.GetUtcNow());
        var progress = new Progress(request.Say);
        await foreach (var record in records) Add(record);

        // After the states: what a face's state says is stored is stored then, too.
        await catalogue.ReadAsync(row => Add(new CatalogueRecord(row)), request.CancellationToken);
        writer.Finish();
        file.Finish();
        request.Say($"{Counts()} are in {path}. They hold people's names: keep the file where only you can read it.");

        void Add(ExportedRecord record)
        {
            request.CancellationToken.ThrowIfCancellationRequested();
            writer.Add(record);
            progress.Tell(Counts);
        }

        string Counts() => $"{writer.States} states, {writer.Reminders} reminders and {writer.Rows} rows of the catalogue";
    }

    /// <summary>Checks a whole export first, and then has a store and a catalogue filled with it.</summary>
    internal static async Task ImportAsync(string path, Func<IEnumerable<GrainRecord>, Task> fill, CatalogueTransfer catalogue, OperatorRequest request)
    {
        if (!File.Exists(path)) throw new RefusalException($"There is no file {path}.");
        await using var file = Open(path);
        var reader = new ExportReader(file, path);
        var progress = new Progress(request.Say);
        var (grains, rows) = (0L, 0L);
        foreach (var record in reader.Read())
        {
            request.CancellationToken.ThrowIfCancellationRequested();
            if (record is CatalogueRecord) rows++;
            else grains++;
            progress.Tell(() => $"{grains} states and reminders and {rows} rows of the catalogue were checked");
        }

        // Within each other, so that nothing is changed when either refuses. A catalogue that both engines share has its rows already.
        var done = 0L;
        var isFilled = await catalogue.FillAsync(
            Watched<CatalogueRecord>().Select(record => record.Row), () => fill(Watched<GrainRecord>()), request.CancellationToken);
        request.Say($"{grains} states and reminders were imported{(isFilled ? $", and {rows} rows of the catalogue." : ". The catalogue had rows already, and was left as it is.")}");
        request.Say("Pictures and gallery are not in an export: docs/operate.md says how they move.");

        IEnumerable<T> Watched<T>() => reader.Read().OfType<T>().Select(record =>
        {
            request.CancellationToken.ThrowIfCancellationRequested();
            done++;
            progress.Tell(() => $"{done} of {grains + rows} were written");
            return record;
        });
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
