using Atmosphere.Load;
using Microsoft.Data.Sqlite;

namespace Atmosphere.Faults.Tests.Embedded;

/// <summary>A disk that takes nothing, at a start and under load.</summary>
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const int Workers = 4;
    private static readonly string[] Databases = ["atmosphere.db", "catalogue.db"];

    /// <summary>Nobody restarts it, and whoever was refused has been told: the workers repeat what was not taken, as Slack and cameras do.</summary>
    [Fact]
    public async Task Disk_that_fills_up_under_load_is_told_damages_nothing_and_work_goes_on_with_room()
    {
        using var disk = SmallDisk.Mount();
        await using var world = await StandIns.StartAsync();
        var folder = Path.Combine(disk.Path, "data");
        await using (var api = await AtmosphereProcess.StartAsync(Build.Own, "Api", TestSettings.For(world, folder)))
        {
            await using var load = new VoteLoad(world, () => api.Address, TestSettings.CameraToken, Rounds.Seed);
            load.Start(Workers);
            await FinishedAsync(load, Workers);

            // What is written goes into room that the files have already, for a while. The workers may all be waiting for a question meanwhile.
            disk.Fill();
            var random = new Random(Rounds.Seed);
            await Eventually.Holds(async () => !await load.TryBringAsync(random), "a request is refused", TimeSpan.FromMinutes(2));
            await Eventually.Holds(
                async () => await ReadyAsync(api) is var why && why.Contains("Data:Folder", StringComparison.Ordinal) && why.Contains("its disk is full", StringComparison.Ordinal),
                "/readyz says why");
            api.HasExited.ShouldBeFalse(api.Said);

            disk.MakeRoom();
            await Eventually.Holds(async () => (await ReadyAsync(api)).Contains("The data folder can be written.", StringComparison.Ordinal), "/readyz is content again");
            await FinishedAsync(load, load.Finished.Count + Workers);
            await load.FinishAsync();
            using var promises = new Promises(world, () => api.Address, TestSettings.OperatorKey);
            await promises.AreKeptAsync(load.Finished);
            output.WriteLine($"{load.Finished.Count} faces, {load.Accepted} requests accepted of {load.Attempts} sent, {load.Failed} refused");
            (await api.TerminateAsync()).ExitCode.ShouldBe(0, api.Said);
        }

        foreach (var database in Databases) IntegrityOf(Path.Combine(folder, database)).ShouldBe("ok", database);
    }

    [Fact]
    public async Task Start_on_a_full_disk_or_one_that_can_only_be_read_is_refused_and_changes_nothing()
    {
        using var disk = SmallDisk.Mount();
        await using var world = await StandIns.StartAsync();
        var starts = new Starts(world, Path.Combine(disk.Path, "data"));
        var faces = await starts.LiveAsync();

        disk.Fill();
        await starts.ShouldBeRefusedAsync("Data:Folder is '", "make room", "for example");
        disk.MakeRoom();
        disk.MakeReadOnly();
        await starts.ShouldBeRefusedAsync("Data:Folder is '", "Read-only file system", "for example");
        disk.MakeWritable();

        await starts.ShouldGoOnAsync(faces);
    }

    private static async Task FinishedAsync(VoteLoad load, int faces)
    {
        await Eventually.Holds(() => Task.FromResult(load.Finished.Count >= faces), "some faces are finished", TimeSpan.FromMinutes(2));
        await load.ThrowIfFailedAsync();
    }

    private static async Task<string> ReadyAsync(AtmosphereProcess api)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var answer = await http.GetAsync(new Uri(api.Address, "/readyz"), TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static string IntegrityOf(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string)command.ExecuteScalar()!;
    }
}
