using Atmosphere.Load;

namespace Atmosphere.Faults.Tests.Embedded;

/// <summary>A start on a disk that takes nothing.</summary>
public sealed class FullDiskTests
{
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
}
