using Atmosphere.Grains.Ports;
using Atmosphere.Silo.Crops;

namespace Atmosphere.Silo.Tests.Crops;

/// <summary>Pictures that are deleted while a backup copies.</summary>
public sealed class KeptPicturesTests : IDisposable
{
    private static readonly string Key = CropKeys.Crop("aa");

    private readonly string _root = Directory.CreateTempSubdirectory("atmosphere-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private KeptPictures Kept => new(_root);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Picture_deleted_during_a_backup_is_kept_for_it_and_gone_with_its_end()
    {
        var store = await StoreAsync();
        using (await Kept.TryHoldAsync(Token))
        {
            await store.DeleteAsync(Key, Token);

            (await store.ReadAsync(Key, Token)).ShouldBeNull("deleted is deleted for everybody else");
            (await File.ReadAllBytesAsync(Directory.GetFiles(Kept.Folder, "*.jpg", SearchOption.AllDirectories).ShouldHaveSingleItem(), Token)).ShouldBe([1, 2, 3]);
        }

        Directory.Exists(Kept.Folder).ShouldBeFalse();
    }

    [Fact]
    public async Task Picture_deleted_after_a_backup_is_deleted_at_once()
    {
        var store = await StoreAsync();
        (await Kept.TryHoldAsync(Token))!.Dispose();

        await store.DeleteAsync(Key, Token);
        await store.DeleteAsync(Key, Token); // gone already is a success

        Directory.GetFiles(_root, "*.jpg", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pictures_that_are_deleted_while_backups_begin_and_end_are_gone_in_the_end()
    {
        var store = new FileCropStore(_root, TimeProvider.System);
        var keys = Enumerable.Range(0, 400).Select(i => CropKeys.Crop($"{i:x4}")).ToList();
        foreach (var key in keys) await store.SaveAsync(key, new byte[] { 1 }, Token);

        var deleting = Task.Run(() => Parallel.ForEachAsync(keys, Token, async (key, stop) => await store.DeleteAsync(key, stop)), Token);
        do
        {
            (await Kept.TryHoldAsync(Token))?.Dispose();
        }
        while (!deleting.IsCompleted);
        await deleting;
        Kept.Sweep();

        Directory.GetFiles(_root, "*.jpg", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Already_gone_is_a_success_during_a_backup_too()
    {
        var store = await StoreAsync();
        using var held = await Kept.TryHoldAsync(Token);

        await store.DeleteAsync(Key, Token);
        await store.DeleteAsync(Key, Token);

        Directory.GetFiles(Kept.Folder, "*.jpg", SearchOption.AllDirectories).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_a_backup_that_died_has_left_goes_with_the_next_start_or_deletion()
    {
        var store = await StoreAsync();
        var left = Path.Combine(Kept.Folder, "crops", "ab", "bb.jpg");
        await LeaveAsync();
        _ = new FileCropStore(_root, TimeProvider.System);
        File.Exists(left).ShouldBeFalse();

        await LeaveAsync();
        await store.DeleteAsync(Key, Token);
        File.Exists(left).ShouldBeFalse();

        // Its lock ended with its process; the file of the lock stays.
        async Task LeaveAsync()
        {
            Directory.CreateDirectory(Path.GetDirectoryName(left)!);
            await File.WriteAllBytesAsync(left, [1], Token);
            await File.WriteAllBytesAsync(Path.Combine(_root, ".kept.lock"), [], Token);
        }
    }

    [Fact]
    public async Task Second_backup_is_told_that_there_is_one()
    {
        using var held = await Kept.TryHoldAsync(Token);

        (await Kept.TryHoldAsync(Token)).ShouldBeNull();
    }

    private async Task<FileCropStore> StoreAsync()
    {
        var store = new FileCropStore(_root, TimeProvider.System);
        await store.SaveAsync(Key, new byte[] { 1, 2, 3 }, Token);
        return store;
    }
}
