using System.Diagnostics;
using Atmosphere.Catalogue;
using Atmosphere.Engine.Bench;
using Atmosphere.Grains.Ports;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Figures.Bench;

/// <summary>What one face costs when few and when very many others are known.</summary>
internal static class KnownFaceFigures
{
    /// <summary>Faces that are asked for after each start, each once.</summary>
    private const int Asked = 500;

    private const int Callers = 64;

    private const string Key = "printf('%08x-known', number)";

    private static readonly int[] Numbers = [1_000, 100_000, 1_000_000];

    /// <summary>In a shorter time the files would only be filled.</summary>
    private static readonly TimeSpan EnoughForAll = TimeSpan.FromSeconds(4);

    public static async Task MeasureAsync(TimeSpan duration)
    {
        double? few = null, fewRows = null;
        foreach (var number in Numbers)
        {
            if (number == Numbers[^1] && duration < EnoughForAll)
            {
                Console.WriteLine($"the same with {number:#,0} known: not measured with --short");
                continue;
            }

            var grain = await GrainAsync(number, duration);
            Figure.Print($"first write to a face since the start, {number:#,0} known: read, activated, written", grain, "µs", few, "flat");
            few ??= grain;
            var row = await RowAsync(number, duration);
            Figure.Print($"a face's row in the catalogue, {number:#,0} known", row, "µs", fewRows, "flat");
            fewRows ??= row;
        }
    }

    /// <summary>Microseconds per face, of faces that are in no memory.</summary>
    private static async Task<double> GrainAsync(int known, TimeSpan duration)
    {
        await using var engine = await BenchEngine.StartAsync();
        await engine.Client.GetGrain<ICounterGrain>("known").Increment();
        await engine.RestartAsync(() => Fill(engine.DatabasePath, known, $"""
            INSERT INTO states (grain_type, grain_key, name, storage, etag, payload)
            SELECT grain_type, {Key}, name, storage, etag, payload FROM numbers, states WHERE grain_key = 'known'
            """));
        var (random, spent, faces) = (new Random(1), TimeSpan.Zero, 0);
        while (spent < duration / 2)
        {
            var picks = Enumerable.Range(0, Asked).Select(_ => engine.Client.GetGrain<ICounterGrain>(KeyOf(random.Next(known)))).Distinct().ToArray();
            var watch = Stopwatch.StartNew();
            await Parallel.ForEachAsync(picks, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (grain, _) => await grain.Increment());
            spent += watch.Elapsed;
            faces += picks.Length;
            await engine.RestartAsync();
        }

        return spent.TotalMicroseconds / faces;
    }

    /// <summary>Microseconds per face.</summary>
    private static async Task<double> RowAsync(int known, TimeSpan duration)
    {
        var folder = Directory.CreateTempSubdirectory("figures-catalogue-");
        try
        {
            await using var services = new ServiceCollection().AddLogging().AddCatalogue(new ConfigurationBuilder().Build(), folder.FullName).BuildServiceProvider();
            var catalogue = services.GetRequiredService<ICatalogue>();
            await catalogue.StoreFaceAsync(Row("first", 1), CancellationToken.None);
            Fill(Directory.GetFiles(folder.FullName, "*.db").Single(), known, $"""
                INSERT INTO faces (face_id, version, photo_id, camera_id, status, round, person_id, confidence, width, height, detected_at, changed_at)
                SELECT {Key}, 1, 'photo', 'camera', 'Asking', 1, NULL, NULL, 100, 100, '1970-01-01 00:00:00', '1970-01-01 00:00:00' FROM numbers
                """);
            var (random, version, faces, watch) = (new Random(1), 1, 0, Stopwatch.StartNew());
            while (watch.Elapsed < duration / 2)
            {
                version++;
                var picks = Enumerable.Range(0, Asked).Select(_ => KeyOf(random.Next(known))).ToArray();
                await Parallel.ForEachAsync(picks, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (key, token) => await catalogue.StoreFaceAsync(Row(key, version), token));
                faces += Asked;
            }

            return watch.Elapsed.TotalMicroseconds / faces;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static FaceRecord Row(string key, long version) => new()
    {
        FaceId = key,
        Version = version,
        PhotoId = "photo",
        CameraId = "camera",
        Status = "Asking",
        Round = 1,
        Width = 100,
        Height = 100,
        DetectedAt = DateTimeOffset.UnixEpoch,
        ChangedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>Runs a statement that reads 0 to <paramref name="known"/> - 1 from the table <c>numbers</c>.</summary>
    private static void Fill(string path, int known, string sql)
    {
        using var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        database.Open();
        using var fill = database.CreateCommand();
        fill.CommandText = $"PRAGMA synchronous = OFF; WITH RECURSIVE numbers (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM numbers LIMIT {known}) {sql}; PRAGMA wal_checkpoint(TRUNCATE)";
        fill.ExecuteNonQuery();
    }

    private static string KeyOf(int number) => $"{number:x8}-known";
}
