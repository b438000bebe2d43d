using System.IO.Compression;
using System.Text.Json.Nodes;
using Atmosphere.Silo.Backup;
using Atmosphere.Silo.Operating;
using Microsoft.Data.Sqlite;

namespace Atmosphere.Silo.Tests.Backup;

/// <summary>All or nothing: whatever an archive is, it takes a data folder's place as a whole, or says why not and changes nothing.</summary>
public sealed class RestoreTests : IAsyncLifetime
{
    private readonly BusyFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Archive => _folder.Archive();

    private DataLayout Target => BusyFolder.LayoutOf(_folder.Archive("target"));

    public async ValueTask InitializeAsync()
    {
        await _folder.OpenAsync();
        for (var number = 1; number <= 20; number++) await _folder.LiveAsync(number);
        await _folder.BackUpAsync(Archive);
    }

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public void It_comes_back_in_a_folder_that_was_not_there_or_is_empty()
    {
        Restore();
        BusyFolder.ShouldFitTogether(Target, 20);
        Siblings().ShouldBe([Archive, _folder.Layout.Folder, Target.Folder]);

        var empty = BusyFolder.LayoutOf(Directory.CreateDirectory(_folder.Archive("empty")).FullName);
        new Restorer(empty, _ => { }, Token).Restore(Archive, replace: false);
        BusyFolder.ShouldFitTogether(empty, 20);
    }

    [Fact]
    public void Files_and_folders_are_for_their_owner_only()
    {
        Restore();

        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var path in Directory.EnumerateFileSystemEntries(Target.Folder, "*", SearchOption.AllDirectories).Append(Target.Folder))
            (File.GetUnixFileMode(path) & Others).ShouldBe(UnixFileMode.None, path);
    }

    [Fact]
    public void Folder_that_is_not_empty_is_kept_aside_when_that_is_said_and_else_refused()
    {
        Directory.CreateDirectory(Target.Folder);
        File.WriteAllText(Path.Combine(Target.Folder, "mine"), "precious");

        ShouldBeRefused("--force");
        File.ReadAllText(Path.Combine(Target.Folder, "mine")).ShouldBe("precious");

        new Restorer(Target, _ => { }, Token).Restore(Archive, replace: true);
        BusyFolder.ShouldFitTogether(Target, 20);
        var aside = Siblings().Single(path => path.StartsWith(Target.Folder + ".before-restore-", StringComparison.Ordinal));
        File.ReadAllText(Path.Combine(aside, "mine")).ShouldBe("precious");
        Siblings().Count.ShouldBe(4, "nothing else was left");
    }

    [Fact]
    public void Folder_on_which_a_process_runs_is_refused_whatever_is_said()
    {
        var running = new Restorer(_folder.Layout, _ => { }, Token);

        Should.Throw<Exception>(() => running.Restore(Archive, replace: true)).Message.ShouldContain("in use by another process");
        Siblings().ShouldBe([Archive, _folder.Layout.Folder]);
    }

    [Fact]
    public void Archive_that_was_cut_off_anywhere_is_refused()
    {
        var whole = File.ReadAllBytes(Archive);
        foreach (var part in Enumerable.Range(0, 40).Select(part => whole.Length * part / 40).Append(whole.Length - 1))
        {
            File.WriteAllBytes(Archive, whole[..part]);
            ShouldBeRefused("Nothing", allWords: false);
        }
    }

    [Fact]
    public void Archive_in_which_a_byte_was_changed_is_refused_or_comes_back_whole()
    {
        var whole = File.ReadAllBytes(Archive);
        var random = new Random(1);
        for (var times = 0; times < 60; times++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(Archive, damaged);
            try
            {
                Restore();
                BusyFolder.ShouldFitTogether(Target, 20); // it was a time stamp, or the like
                Directory.Delete(Target.Folder, recursive: true);
            }
            catch (RefusalException)
            {
                ShouldBeUntouched();
            }
        }
    }

    [Fact]
    public void Something_else_is_refused()
    {
        File.WriteAllText(Archive, "a letter");
        ShouldBeRefused("is not a whole backup");
        File.WriteAllBytes(Archive, []);
        ShouldBeRefused("is not a whole backup");
        File.Delete(Archive);
        ShouldBeRefused("There is no file");
    }

    [Fact]
    public void Archive_without_its_end_is_refused()
    {
        Change(zip => zip.GetEntry("manifest.json")!.Delete());
        ShouldBeRefused("was not finished");
    }

    [Theory]
    [InlineData("version", 2, "newer version")]
    [InlineData("program", "99.0.0", "made by version 99.0.0")]
    [InlineData("format", "photo-album", "is not a backup")]
    [InlineData("version", "one", "is not a backup")]
    [InlineData("program", "soon", "damaged")]
    [InlineData("surprise", true, "damaged")]
    public void Manifest_of_another_program_or_version_is_refused(string member, object value, string why)
    {
        ChangeManifest(manifest => manifest[member] = JsonValue.Create(value));
        ShouldBeRefused(why);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/outside")]
    [InlineData("pictures/../../outside")]
    [InlineData("pictures/crops/ab/..")]
    [InlineData("pictures\\crops\\ab\\outside")]
    [InlineData("C:outside")]
    [InlineData("gallery//outside")]
    [InlineData("gallery/./outside")]
    [InlineData("session-keys/key.xml")]
    [InlineData("crop-links.key")]
    [InlineData("atmosphere.db.lock")]
    [InlineData(".hidden")]
    [InlineData("pictures")]
    [InlineData("new\nline")]
    public void Path_that_no_backup_has_is_refused(string path)
    {
        Change(zip => Write(zip, path, "harm"));
        ChangeManifest(manifest => manifest["files"]!.AsArray().Add(new JsonObject { ["path"] = path, ["size"] = 4, ["sha256"] = new string('0', 64) }));

        ShouldBeRefused("which no backup has");
        Directory.GetFiles(_folder.Root, "outside*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public void File_that_the_manifest_does_not_have_is_refused_and_one_that_is_missing_and_one_that_is_there_twice()
    {
        Change(zip => Write(zip, "pictures/crops/ab/more.jpg", "more"));
        ShouldBeRefused("does not have the files");

        Change(zip => zip.GetEntry("pictures/crops/ab/more.jpg")!.Delete());
        Change(zip => zip.GetEntry("access.json")!.Delete());
        ShouldBeRefused("does not have the files");

        Change(zip => Write(zip, "Access.json", "{}"));
        ChangeManifest(manifest => manifest["files"]!.AsArray().Add(new JsonObject { ["path"] = "Access.json", ["size"] = 2, ["sha256"] = new string('0', 64) }));
        ShouldBeRefused("twice");
    }

    [Fact]
    public void File_that_grows_beyond_what_was_said_is_stopped()
    {
        Change(zip =>
        {
            zip.GetEntry("access.json")!.Delete();
            Write(zip, "access.json", new string(' ', 30_000_000));
        });
        ShouldBeRefused("is not what its manifest.json says");
    }

    [Fact]
    public void Sizes_that_no_disk_has_are_refused_before_anything_is_unpacked()
    {
        ChangeManifest(manifest => manifest["files"]![0]!["size"] = 1L << 60);
        ShouldBeRefused("has room for");
        ChangeManifest(manifest => manifest["files"]![1]!["size"] = long.MaxValue);
        ShouldBeRefused("says that");
        ChangeManifest(manifest => manifest["files"]![1]!["size"] = -1);
        ShouldBeRefused("says that");
    }

    [Fact]
    public void Database_of_a_newer_version_is_refused()
    {
        var database = Path.Combine(_folder.Root, "database");
        using (var zip = ZipFile.OpenRead(Archive)) zip.GetEntry("atmosphere.db")!.ExtractToFile(database);
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString()))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        var bytes = File.ReadAllBytes(database);
        File.Delete(database);
        Change(zip =>
        {
            zip.GetEntry("atmosphere.db")!.Delete();
            using var to = zip.CreateEntry("atmosphere.db").Open();
            to.Write(bytes);
        });
        ChangeManifest(manifest =>
        {
            var file = manifest["files"]!.AsArray().Single(file => file!["path"]!.GetValue<string>() == "atmosphere.db")!;
            file["size"] = bytes.Length;
            file["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        });

        Should.Throw<Exception>(() => Restore()).Message.ShouldContain("newer version");
        ShouldBeUntouched();
    }

    [Fact]
    public void Settings_that_lead_out_of_the_folder_are_named()
    {
        var elsewhere = Target with { Pictures = _folder.Archive("elsewhere") };

        Should.Throw<RefusalException>(() => new Restorer(elsewhere, _ => { }, Token).Restore(Archive, replace: false)).Message.ShouldContain("Crops:Folder");
        ShouldBeUntouched();
    }

    private void Restore() => new Restorer(Target, _ => { }, Token).Restore(Archive, replace: false);

    private void ShouldBeRefused(string why, bool allWords = true)
    {
        var refusal = Should.Throw<RefusalException>(Restore);
        if (allWords) refusal.Message.ShouldContain(why);
        ShouldBeUntouched();
    }

    private void ShouldBeUntouched() => Siblings().ShouldNotContain(path => path.StartsWith(Target.Folder, StringComparison.Ordinal) && path != Target.Folder, "nothing is left beside the folder");

    private List<string> Siblings() => [.. Directory.GetFileSystemEntries(_folder.Root).Order(StringComparer.Ordinal)];

    private void Change(Action<ZipArchive> change)
    {
        using var zip = ZipFile.Open(Archive, ZipArchiveMode.Update);
        var manifest = zip.GetEntry("manifest.json") is { } last ? Read(last) : null;
        change(zip);
        if (manifest is null || zip.GetEntry("manifest.json") is not { } kept) return;
        kept.Delete(); // it is the last one
        Write(zip, "manifest.json", manifest);
    }

    private void ChangeManifest(Action<JsonNode> change)
    {
        using var zip = ZipFile.Open(Archive, ZipArchiveMode.Update);
        var entry = zip.GetEntry("manifest.json")!;
        var manifest = JsonNode.Parse(Read(entry))!;
        change(manifest);
        entry.Delete();
        Write(zip, "manifest.json", manifest.ToJsonString());
    }

    private static string Read(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }

    private static void Write(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }
}
