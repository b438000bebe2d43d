using System.Globalization;
using System.Text.Json;
using Atmosphere.Embedded.Storage;
using Atmosphere.Grains.Ports;
using Atmosphere.Silo.Backup;
using Atmosphere.Silo.Crops;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atmosphere.Silo.Tests.Backup;

/// <summary>
/// A data folder on which somebody works as the application does: a picture before the state that refers to it and its deletion after; the
/// catalogue and the gallery between the state that owes them something and the state that does not any more.
/// </summary>
internal sealed class BusyFolder : IAsyncDisposable
{
    private readonly FileCropStore _crops;
    private readonly SqliteStore _store;
    private int _number;

    public BusyFolder()
    {
        Layout = LayoutOf(Path.Combine(Root, "data"));
        _crops = new FileCropStore(Layout.Pictures, TimeProvider.System);
        _store = new SqliteStore(Layout.Database, TaskScheduler.Default, NullLogger.Instance);
        Directory.CreateDirectory(Path.Combine(Layout.Gallery!, "groups"));
        File.WriteAllText(Path.Combine(Layout.Folder, "access.json"), "{\"hashes\":true}");
        File.WriteAllText(Path.Combine(Layout.Folder, "crop-links.key"), "secret");
        Directory.CreateDirectory(Path.Combine(Layout.Folder, "session-keys"));
        File.WriteAllText(Path.Combine(Layout.Folder, "session-keys", "key.xml"), "secret");
        Execute(Layout.Catalogue!, "PRAGMA journal_mode = WAL; CREATE TABLE seen (number INTEGER PRIMARY KEY)");
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public string Root { get; } = Directory.CreateTempSubdirectory("atmosphere-backup-").FullName;

    public DataLayout Layout { get; }

    /// <summary>The highest number whose first state is on disk.</summary>
    public int Accepted => Volatile.Read(ref _number);

    public string Archive(string name = "archive.zip") => Path.Combine(Root, name);

    public static DataLayout LayoutOf(string folder) => new(
        folder, Path.Combine(folder, "atmosphere.db"), Path.Combine(folder, "catalogue.db"), Path.Combine(folder, "pictures"), Path.Combine(folder, "gallery"));

    public Task OpenAsync() => _store.OpenAsync(Token);

    /// <summary>One face from its arrival to what is left of it.</summary>
    public async Task LiveAsync(int number)
    {
        var key = new StateKey("atmosphere", "face", $"{number}", "face");
        var crop = CropKeys.Crop(number.ToString("x8", CultureInfo.InvariantCulture));
        await _crops.SaveAsync(crop, BitConverter.GetBytes(number), Token);
        var etag = await WriteAsync(key, new(crop, Owes: true), null);
        Volatile.Write(ref _number, number);
        Execute(Layout.Catalogue!, $"INSERT INTO seen VALUES ({number})");
        if (number % 20 == 0) WriteGallery(number);
        etag = await WriteAsync(key, new(crop, Owes: false), etag);
        if (number % 2 == 0) return;
        await WriteAsync(key, new(null, Owes: false), etag);
        await _crops.DeleteAsync(crop, Token);
    }

    public async Task BackUpAsync(string archive, bool overwrite = false) => await new BackupMaker(Layout, _ => { }, Token).MakeAsync(archive, overwrite);

    /// <summary>Looks whether everything that was restored fits together.</summary>
    /// <param name="folder">What was restored.</param>
    /// <param name="accepted">The numbers that have to be there: those that were accepted before the backup began.</param>
    public static void ShouldFitTogether(DataLayout folder, int accepted)
    {
        var states = States(folder);
        for (var number = 1; number <= accepted; number++) states.ShouldContainKey(number);
        var seen = Seen(folder);
        foreach (var (number, state) in states)
        {
            if (state.Crop is { } crop) PictureOf(folder, crop).ShouldBe(BitConverter.GetBytes(number), $"the picture of {number}");
            if (state.Owes) continue;
            seen.ShouldContain(number, "the catalogue has what the state says that it was told");
            if (number % 20 == 0) File.Exists(GalleryFile(folder, number)).ShouldBeTrue($"the gallery has {number}, as its state says");
        }

        seen.ShouldAllBe(number => states.ContainsKey(number), "the catalogue is not ahead of the states");
        Directory.GetFiles(Path.Combine(folder.Gallery!, "groups")).Select(path => int.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture))
            .ShouldAllBe(number => states.ContainsKey(number), "the gallery is not ahead of the states");
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }

    private static Dictionary<int, State> States(DataLayout folder)
    {
        using var contents = StoreContents.Open(folder.Database);
        return contents.States().ToDictionary(state => int.Parse(state.Key.GrainKey, CultureInfo.InvariantCulture), state => JsonSerializer.Deserialize<State>(state.Payload)!);
    }

    private static HashSet<int> Seen(DataLayout folder)
    {
        using var connection = Open(folder.Catalogue!);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT number FROM seen";
        using var rows = command.ExecuteReader();
        var seen = new HashSet<int>();
        while (rows.Read()) seen.Add(rows.GetInt32(0));
        return seen;
    }

    private static byte[]? PictureOf(DataLayout folder, string crop) =>
        Directory.GetFiles(Path.Combine(folder.Pictures, "crops"), $"{crop["crops/".Length..]}.jpg", SearchOption.AllDirectories) is [var one] ? File.ReadAllBytes(one) : null;

    private static string GalleryFile(DataLayout folder, int number) => Path.Combine(folder.Gallery!, "groups", $"{number}.json");

    private void WriteGallery(int number)
    {
        var unfinished = Path.Combine(Layout.Gallery!, "groups", $".unfinished-{number}");
        File.WriteAllText(unfinished, $"{number}");
        File.Move(unfinished, GalleryFile(Layout, number));
    }

    private Task<string> WriteAsync(StateKey key, State state, string? etag) => _store.WriteStateAsync(key, JsonSerializer.SerializeToUtf8Bytes(state), etag, Token);

    private static void Execute(string database, string sql)
    {
        using var connection = Open(database);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string database)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private sealed record State(string? Crop, bool Owes);
}
