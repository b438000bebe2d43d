using System.IO.Compression;
using Atmosphere.Silo.Backup;
using Atmosphere.Silo.Crops;
using Atmosphere.Silo.Operating;

namespace Atmosphere.Silo.Tests.Backup;

/// <summary>An archive of a folder on which somebody works.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly BusyFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _folder.OpenAsync();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Under_load_all_that_was_accepted_before_is_in_it_and_all_of_it_fits_together()
    {
        var archives = new List<(string Path, int Accepted)>();
        using var stop = new CancellationTokenSource();
        var work = Task.Run(async () =>
        {
            for (var number = 1; !stop.IsCancellationRequested; number++) await _folder.LiveAsync(number);
        }, Token);
        for (var backup = 0; backup < 4; backup++)
        {
            var wanted = _folder.Accepted + 60;
            await Eventually.Holds(() => Task.FromResult(_folder.Accepted >= wanted || work.IsFaulted), "some faces have lived", TimeSpan.FromMinutes(1));
            var (path, accepted) = (_folder.Archive($"{backup}.zip"), _folder.Accepted);
            await _folder.BackUpAsync(path);
            archives.Add((path, accepted));
        }

        await stop.CancelAsync();
        await work;

        foreach (var (path, accepted) in archives)
        {
            var restored = BusyFolder.LayoutOf(path + ".restored");
            new Restorer(restored, _ => { }, Token).Restore(path, replace: false);
            BusyFolder.ShouldFitTogether(restored, accepted);
        }
    }

    [Fact]
    public async Task Archive_has_what_is_kept_and_no_key_that_opens_a_door()
    {
        await _folder.LiveAsync(20);

        await _folder.BackUpAsync(_folder.Archive());

        using var zip = ZipFile.OpenRead(_folder.Archive());
        var names = zip.Entries.Select(entry => entry.FullName).ToList();
        names.Where(name => !name.StartsWith("pictures/", StringComparison.Ordinal)).ShouldBe(["atmosphere.db", "catalogue.db", "access.json", "gallery/groups/20.json", "manifest.json"]);
        names.ShouldContain(name => name.StartsWith("pictures/crops/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Archive_is_for_its_owner_only_and_nothing_else_is_left_beside_it()
    {
        await _folder.LiveAsync(1);

        await _folder.BackUpAsync(_folder.Archive());

        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(_folder.Archive()).ShouldBe(OwnerFile);
        Directory.GetFileSystemEntries(_folder.Root).Order(StringComparer.Ordinal).ShouldBe([_folder.Archive(), _folder.Layout.Folder]);
        Directory.GetFileSystemEntries(_folder.Layout.Pictures, ".kept").ShouldBeEmpty();
    }

    [Fact]
    public async Task Folder_on_which_no_process_runs_is_backed_up_as_well()
    {
        var still = BusyFolder.LayoutOf(_folder.Archive("copy"));
        await _folder.LiveAsync(20);
        await _folder.BackUpAsync(_folder.Archive());
        new Restorer(still, _ => { }, Token).Restore(_folder.Archive(), replace: false);

        await new BackupMaker(still, _ => { }, Token).MakeAsync(_folder.Archive("second.zip"), overwrite: false);

        var restored = BusyFolder.LayoutOf(_folder.Archive("restored"));
        new Restorer(restored, _ => { }, Token).Restore(_folder.Archive("second.zip"), replace: false);
        BusyFolder.ShouldFitTogether(restored, 0);
    }

    [Fact]
    public async Task Archive_that_is_there_is_replaced_when_that_is_said_and_not_otherwise()
    {
        await File.WriteAllTextAsync(_folder.Archive(), "precious", Token);

        (await Should.ThrowAsync<RefusalException>(() => _folder.BackUpAsync(_folder.Archive()))).Message.ShouldContain("--force");
        (await File.ReadAllTextAsync(_folder.Archive(), Token)).ShouldBe("precious");

        await _folder.BackUpAsync(_folder.Archive(), overwrite: true);
        using var zip = ZipFile.OpenRead(_folder.Archive());
        zip.GetEntry("manifest.json").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("", "is a folder")]
    [InlineData("nowhere/archive.zip", "There is no folder")]
    [InlineData("data/archive.zip", "inside of the data folder")]
    [InlineData("data/pictures/archive.zip", "inside of the data folder")]
    public async Task Place_that_can_not_be_is_refused(string place, string why) =>
        (await Should.ThrowAsync<RefusalException>(() => _folder.BackUpAsync(Path.Combine(_folder.Root, place).TrimEnd('/')))).Message.ShouldContain(why);

    [Fact]
    public async Task Second_backup_at_the_same_time_is_refused()
    {
        using var first = await new KeptPictures(_folder.Layout.Pictures).TryHoldAsync(Token);

        (await Should.ThrowAsync<RefusalException>(() => _folder.BackUpAsync(_folder.Archive()))).Message.ShouldContain("Another backup");
        File.Exists(_folder.Archive()).ShouldBeFalse();
    }

    [Fact]
    public async Task Backup_that_is_ended_leaves_nothing_and_what_one_that_was_killed_has_left_is_cleared_up()
    {
        await _folder.LiveAsync(1);
        using var ended = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => new BackupMaker(_folder.Layout, _ => ended.Cancel(), ended.Token).MakeAsync(_folder.Archive(), overwrite: false));
        Directory.GetFileSystemEntries(_folder.Root).ShouldBe([_folder.Layout.Folder]);

        await File.WriteAllTextAsync(_folder.Archive() + ".unfinished-0a", "pictures", Token);
        Directory.CreateDirectory(_folder.Archive() + ".unfinished-0a.d");
        await _folder.BackUpAsync(_folder.Archive());
        Directory.GetFileSystemEntries(_folder.Root).Order(StringComparer.Ordinal).ShouldBe([_folder.Archive(), _folder.Layout.Folder]);
    }

    [Fact]
    public async Task Folder_without_a_database_is_refused()
    {
        var empty = BusyFolder.LayoutOf(Directory.CreateDirectory(_folder.Archive("empty")).FullName);

        (await Should.ThrowAsync<Exception>(() => new BackupMaker(empty, _ => { }, Token).MakeAsync(_folder.Archive(), overwrite: false))).Message.ShouldContain("There is no database");
        Directory.GetFileSystemEntries(empty.Folder).ShouldBeEmpty();
    }
}
