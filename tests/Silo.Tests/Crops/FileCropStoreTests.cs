using Atmosphere.Grains.Ports;
using Atmosphere.Silo.Crops;

namespace Atmosphere.Silo.Tests.Crops;

/// <summary>Pictures in a folder.</summary>
public sealed class FileCropStoreTests : CropStoreContract
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("atmosphere-").FullName;

    private string Root => Path.Combine(_folder, "pictures");

    private IEnumerable<string> Pictures => Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories);

    [Fact]
    public async Task Ids_that_begin_alike_are_spread_over_folders()
    {
        foreach (var number in Enumerable.Range(0, 64)) await Store.SaveAsync(CropKeys.Crop($"0196f000-0000-7000-8000-{number:x12}"), new byte[] { 1 }, Token);

        var folders = Directory.GetDirectories(Path.Combine(Root, "crops"));

        folders.Length.ShouldBeGreaterThan(32);
        folders.ShouldAllBe(folder => Path.GetFileName(folder).Length == 2);
    }

    [Fact]
    public async Task Files_and_folders_are_for_their_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps rights in another way.");
        await Store.SaveAsync(CropKeys.Crop("aa"), new byte[] { 1 }, Token);

        if (OperatingSystem.IsWindows()) return;
        File.GetUnixFileMode(Pictures.ShouldHaveSingleItem()).ShouldBe(OwnerFile);
        foreach (var folder in Directory.GetDirectories(Root, "*", SearchOption.AllDirectories).Append(Root))
            File.GetUnixFileMode(folder).ShouldBe(OwnerFile | UnixFileMode.UserExecute, folder);
    }

    [Fact]
    public void What_a_dead_process_left_unfinished_is_removed_and_a_write_under_way_is_not()
    {
        var (old, young) = (Path.Combine(Root, ".unfinished", "old"), Path.Combine(Root, ".unfinished", "young"));
        File.WriteAllText(old, "half");
        File.WriteAllText(young, "half");
        var now = TimeProvider.System.GetUtcNow();
        File.SetLastWriteTimeUtc(old, now.UtcDateTime.AddHours(-2));

        _ = new FileCropStore(Root, TimeProvider.System);

        File.Exists(old).ShouldBeFalse();
        File.Exists(young).ShouldBeTrue();
    }

    protected override Task<ICropStore> OpenAsync() => Task.FromResult<ICropStore>(new FileCropStore(Root, TimeProvider.System));

    protected override Task<int> CountAsync() => Task.FromResult(Pictures.Count());

    protected override Task CloseAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}
