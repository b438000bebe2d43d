using System.Text.Json;
using Atmosphere.Embedded.Storage;
using Atmosphere.Load;

namespace Atmosphere.Faults.Tests.Embedded;

/// <summary>The commands as an operator gives them, beside an application under load.</summary>
public sealed class BackupTests
{
    private const int Workers = 8;

    [Fact]
    public async Task What_was_accepted_before_a_backup_began_is_kept_by_who_starts_from_it()
    {
        await using var world = await StandIns.StartAsync();
        using var folder = new TemporaryFolder();
        var (data, elsewhere, archive) = (Path.Combine(folder.Path, "data"), Path.Combine(folder.Path, "elsewhere"), Path.Combine(folder.Path, "archive.zip"));
        IReadOnlyCollection<VotedFace> before;
        await using (var api = await AtmosphereProcess.StartAsync(Build.Own, "Api", TestSettings.For(world, data)))
        {
            await using var load = new VoteLoad(world, () => api.Address, TestSettings.CameraToken, Rounds.Seed);
            load.Start(Workers);
            await Eventually.Holds(() => load.Finished.Count >= 2 * Workers, "some faces are finished");
            before = [.. load.Finished];
            await AtmosphereProcess.RunAsync(Build.Own, "Api", ["backup", archive, $"--Data:Folder={data}", .. world.Settings]);
            (await Should.ThrowAsync<InvalidOperationException>(() => AtmosphereProcess.RunAsync(Build.Own, "Api", "restore", archive, "--force", $"--Data:Folder={data}")))
                .Message.ShouldContain("in use by another process");
            await load.FinishAsync();
        }

        await AtmosphereProcess.RunAsync(Build.Own, "Api", ["restore", archive, $"--Data:Folder={elsewhere}", .. world.Settings]);

        EveryFaceHasItsPictures(elsewhere);
        await new Starts(world, elsewhere).ShouldGoOnAsync(before);
    }

    [Fact]
    public async Task What_was_exported_is_imported_elsewhere_and_kept_by_who_starts_from_it()
    {
        await using var world = await StandIns.StartAsync();
        using var folder = new TemporaryFolder();
        var (data, elsewhere, export) = (Path.Combine(folder.Path, "data"), Path.Combine(folder.Path, "elsewhere"), Path.Combine(folder.Path, "export.jsonl"));
        var faces = await new Starts(world, data).LiveAsync(isKilled: true);

        await AtmosphereProcess.RunAsync(Build.Own, "Api", "export", export, $"--Data:Folder={data}");
        await AtmosphereProcess.RunAsync(Build.Own, "Api", "import", export, $"--Data:Folder={elsewhere}");
        (await Should.ThrowAsync<InvalidOperationException>(() => AtmosphereProcess.RunAsync(Build.Own, "Api", "import", export, $"--Data:Folder={elsewhere}")))
            .Message.ShouldContain("an import fills an empty store");

        Directory.Move(Path.Combine(data, "pictures"), Path.Combine(elsewhere, "pictures"));
        await new Starts(world, elsewhere).ShouldGoOnAsync(faces);
    }

    [Theory]
    [InlineData("There is no command", "bakcup")]
    [InlineData("The file is missing", "backup")]
    [InlineData("One file is wanted", "restore", "one.zip", "two.zip")]
    [InlineData("There is no file", "import", "/nowhere/export.jsonl")]
    [InlineData("There is no database", "export", "export.jsonl")]
    public async Task Command_that_can_not_be_done_says_why_and_what_to_do(string why, params string[] command)
    {
        using var folder = new TemporaryFolder();

        var said = (await Should.ThrowAsync<InvalidOperationException>(() => AtmosphereProcess.RunAsync(Build.Own, "Api", [.. command, $"--Data:Folder={Path.Combine(folder.Path, "data")}"]))).Message;

        said.ShouldContain(why);
        said.ShouldNotContain("   at ", Case.Sensitive, "a stack trace");
    }

    private static void EveryFaceHasItsPictures(string folder)
    {
        var pictures = Directory.GetFiles(Path.Combine(folder, "pictures", "zoom-ins"), "*.jpg", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).ToHashSet(StringComparer.Ordinal);
        using var contents = StoreContents.Open(Path.Combine(folder, "atmosphere.db"));
        var faces = contents.States().Where(state => state.Key.Name == "face" && JsonSerializer.Deserialize<JsonElement>(state.Payload).TryGetProperty("source", out _)).Select(state => state.Key.GrainKey).ToList();
        faces.ShouldNotBeEmpty();
        faces.ShouldAllBe(face => pictures.Contains(face));
    }
}
