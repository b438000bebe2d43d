using Atmosphere.Api.Intake;
using Atmosphere.Api.Intake.Folder;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;
using Atmosphere.Silo.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;

namespace Atmosphere.Api.Tests.Intake;

/// <summary>The watched folder: what is taken, what is refused, and what is left alone.</summary>
public sealed class WatchedFolderTests : IClassFixture<ApiFixture>, IDisposable
{
    private readonly ApiFixture _api;
    private readonly ManualTime _time = new();
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("atmosphere-api-folder-");
    private readonly WatchedFolder _folder;
    private readonly FolderSweep _sweep;

    public WatchedFolderTests(ApiFixture api)
    {
        _api = api;
        _folder = Open(_root.FullName)!;
        _sweep = NewSweep(_folder);
    }

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task File_is_taken_as_a_photo_of_the_folders_camera_and_moved_when_it_is_on_disk()
    {
        var photo = Put("one.jpg", Pictures.Jpeg());
        await SweepWhenSettledAsync();
        Names("accepted").ShouldBe(["one.jpg"]);
        Names("").ShouldBeEmpty();
        var view = await _api.Grains.GetGrain<IPhotoGrain>(PhotoId.Of("folder", photo)).GetView();
        view.Status.ShouldNotBe(PhotoStatus.Unknown);
        view.CameraId.ShouldBe("folder");
    }

    [Fact]
    public async Task What_is_no_photo_is_refused_with_the_reason_beside_it()
    {
        Put("letter.jpg", [.. "Dear Ann"u8]);
        Put("bomb.png", Pictures.Png(20_000, 20_000));
        Put("huge.jpg", new byte[IntakeLimits.LargestUpload + 1]);
        await SweepWhenSettledAsync();
        Names("refused").ShouldBe(["bomb.png", "bomb.png.txt", "huge.jpg", "huge.jpg.txt", "letter.jpg", "letter.jpg.txt"], ignoreOrder: true);
        Read("refused/letter.jpg.txt").ShouldContain("not a picture");
        Read("refused/bomb.png.txt").ShouldContain("megapixels");
        Read("refused/huge.jpg.txt").ShouldContain("20 MB");
        Read("refused/letter.jpg").ShouldBe("Dear Ann");
        Names("").ShouldBeEmpty();
    }

    [Fact]
    public async Task File_that_still_changes_is_left_until_it_rests()
    {
        var whole = Pictures.Jpeg();
        Put("slow.jpg", whole[..500]);
        await _sweep.SweepAsync(TestContext.Current.CancellationToken);
        _time.Advance(FolderSweep.Settled - TimeSpan.FromMilliseconds(1));
        Put("slow.jpg", whole);
        await _sweep.SweepAsync(TestContext.Current.CancellationToken);
        _time.Advance(FolderSweep.Settled - TimeSpan.FromMilliseconds(1));
        await _sweep.SweepAsync(TestContext.Current.CancellationToken);
        Names("").ShouldBe(["slow.jpg"]);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await _sweep.SweepAsync(TestContext.Current.CancellationToken);
        Names("accepted").ShouldBe(["slow.jpg"]);
        (await _api.Grains.GetGrain<IPhotoGrain>(PhotoId.Of("folder", whole)).GetView()).Status.ShouldNotBe(PhotoStatus.Unknown);
    }

    [Fact]
    public async Task File_whose_time_alone_changes_is_left_too()
    {
        Put("same-size.jpg", Pictures.Jpeg());
        await _sweep.SweepAsync(TestContext.Current.CancellationToken);
        _time.Advance(FolderSweep.Settled);
        File.SetLastWriteTimeUtc(Path.Combine(_root.FullName, "same-size.jpg"), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await _sweep.SweepAsync(TestContext.Current.CancellationToken);
        Names("").ShouldBe(["same-size.jpg"]);
    }

    [Theory]
    [InlineData(".hidden.jpg")]
    [InlineData("photo.jpg.part")]
    [InlineData("photo.tmp")]
    [InlineData("photo.jpg.CRDOWNLOAD")]
    public async Task File_whose_name_says_that_it_is_not_finished_is_left(string name)
    {
        Put(name, Pictures.Jpeg());
        await SweepWhenSettledAsync();
        Names("").ShouldBe([name]);
    }

    [Fact]
    public async Task File_that_is_renamed_into_place_is_taken()
    {
        Put("new.jpg.part", Pictures.Jpeg());
        await SweepWhenSettledAsync();
        File.Move(Path.Combine(_root.FullName, "new.jpg.part"), Path.Combine(_root.FullName, "new.jpg"));
        await SweepWhenSettledAsync();
        Names("accepted").ShouldBe(["new.jpg"]);
    }

    [Fact]
    public async Task Crash_between_taking_and_moving_makes_no_second_photo()
    {
        var photo = Pictures.Jpeg();
        var photoId = await _api.Services.GetRequiredService<PhotoIntake>().AcceptAsync("folder", photo, TestContext.Current.CancellationToken);
        var before = (await _api.Grains.GetGrain<IPhotoGrain>(photoId).GetView()).AcceptedAt;
        Put("again.jpg", photo);
        await SweepWhenSettledAsync();
        Names("accepted").ShouldBe(["again.jpg"]);
        (await _api.Grains.GetGrain<IPhotoGrain>(photoId).GetView()).AcceptedAt.ShouldBe(before);
    }

    [Fact]
    public async Task Second_file_of_a_name_takes_nothing_from_the_first()
    {
        var (first, second) = (Put("IMG_1.jpg", Pictures.Jpeg()), Array.Empty<byte>());
        await SweepWhenSettledAsync();
        second = Put("IMG_1.jpg", Pictures.Jpeg());
        await SweepWhenSettledAsync();
        Names("accepted").ShouldBe(["IMG_1.jpg", "IMG_1~2.jpg"], ignoreOrder: true);
        (await File.ReadAllBytesAsync(Path.Combine(_root.FullName, "accepted", "IMG_1.jpg"), TestContext.Current.CancellationToken)).ShouldBe(first);
        (await File.ReadAllBytesAsync(Path.Combine(_root.FullName, "accepted", "IMG_1~2.jpg"), TestContext.Current.CancellationToken)).ShouldBe(second);
    }

    [Fact]
    public async Task Name_that_is_as_long_as_names_can_be_is_refused_under_another()
    {
        Put(new string('x', 251) + ".jpg", [1, 2, 3]);
        await SweepWhenSettledAsync();
        Names("refused").Count.ShouldBe(2);
        Names("").ShouldBeEmpty();
    }

    [Fact]
    public async Task Links_are_not_followed_and_folders_not_entered()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows wants a privilege for links.");
        using var elsewhere = new Elsewhere();
        var secret = Path.Combine(elsewhere.Path, "secret.jpg");
        await File.WriteAllBytesAsync(secret, Pictures.Jpeg(), TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Path.Combine(_root.FullName, "link.jpg"), secret);
        Directory.CreateSymbolicLink(Path.Combine(_root.FullName, "linked"), elsewhere.Path);
        var below = _root.CreateSubdirectory("below");
        await File.WriteAllBytesAsync(Path.Combine(below.FullName, "deep.jpg"), Pictures.Jpeg(), TestContext.Current.CancellationToken);
        await SweepWhenSettledAsync();
        Names("accepted").ShouldBeEmpty();
        File.Exists(secret).ShouldBeTrue();
        Names("").ShouldContain("link.jpg");
    }

    [Fact]
    public async Task Empty_file_gets_a_minute_and_is_refused_then()
    {
        Put("empty.jpg", []);
        await SweepWhenSettledAsync();
        Names("").ShouldBe(["empty.jpg"]);
        _time.Advance(FolderSweep.EmptySettled);
        await _sweep.SweepAsync(TestContext.Current.CancellationToken);
        Read("refused/empty.jpg.txt").ShouldContain("empty");
    }

    [Fact]
    public async Task Photos_come_in_no_faster_than_they_are_cut()
    {
        var cropper = (FakeCropper)_api.Services.GetRequiredService<ICropper>();
        using (cropper.HoldUp())
        {
            for (var i = 0; i < FolderSweep.MostWaiting + 5; i++) Put($"{i:00}.jpg", Pictures.Jpeg());
            await SweepWhenSettledAsync();
            Names("accepted").Count.ShouldBe(FolderSweep.MostWaiting);
            await _sweep.SweepAsync(TestContext.Current.CancellationToken);
            Names("").Count.ShouldBe(5);
        }

        await Eventually.Holds(
            async () =>
            {
                await _sweep.SweepAsync(TestContext.Current.CancellationToken);
                return Names("").Count == 0;
            },
            "the others follow when photos are cut again");
    }

    [Fact]
    public async Task File_that_can_not_be_moved_holds_up_no_other_and_is_told()
    {
        Put("a-letter.jpg", [1, 2, 3]);
        Put("b-photo.jpg", Pictures.Jpeg());
        var refused = new DirectoryInfo(Path.Combine(_root.FullName, "refused"));
        refused.Delete();
        await SweepWhenSettledAsync();
        Names("accepted").ShouldBe(["b-photo.jpg"]);
        _sweep.Stuck.ShouldBe(1);

        refused.Create();
        _time.Advance(FolderSweep.Pause);
        await _sweep.SweepAsync(TestContext.Current.CancellationToken);
        Names("refused").ShouldContain("a-letter.jpg.txt");
        _sweep.Stuck.ShouldBe(0);
    }

    [Theory]
    [InlineData(" ", "folder", "Intake:Folder")]
    [InlineData("/nowhere/at/all", "folder", "Intake:Folder")]
    [InlineData("{file}", "folder", "Intake:Folder")]
    [InlineData("{data}", "folder", "Intake:Folder")]
    [InlineData("{data}/below", "folder", "Intake:Folder")]
    [InlineData("{data}/..", "folder", "Intake:Folder")]
    [InlineData("{linked}", "folder", "Intake:Folder")]
    [InlineData("{root}", "Lobby", "Intake:FolderCamera")]
    [InlineData("{root}", "page", "Intake:FolderCamera")]
    [InlineData("{root}", "", "Intake:FolderCamera")]
    public void Folder_that_can_not_work_stops_the_start(string folder, string camera, string named)
    {
        var data = _root.CreateSubdirectory("data");
        data.CreateSubdirectory("below");
        var file = Path.Combine(_root.FullName, "file");
        File.WriteAllText(file, "");
        var linked = _root.CreateSubdirectory("with-link");
        if (!OperatingSystem.IsWindows()) Directory.CreateSymbolicLink(Path.Combine(linked.FullName, "accepted"), data.FullName);
        else linked.Delete();
        var path = folder.Replace("{file}", file, StringComparison.Ordinal).Replace("{data}", data.FullName, StringComparison.Ordinal)
            .Replace("{linked}", linked.FullName, StringComparison.Ordinal).Replace("{root}", _root.CreateSubdirectory("fine").FullName, StringComparison.Ordinal);
        var refused = Should.Throw<SettingException>(() => Open(path, camera, data.FullName));
        refused.Message.ShouldContain(named);
        refused.Message.ShouldContain("for example");
    }

    [Fact]
    public void Without_the_setting_no_folder_is_watched() => Open("").ShouldBeNull();

    [Fact]
    public async Task Application_watches_its_folder_and_tells_when_it_is_gone()
    {
        await using var api = new WatchingApi(_root.FullName);
        await api.InitializeAsync();
        var photo = Put("whole.jpg", Pictures.Jpeg());
        await Eventually.Holds(() => Names("accepted").Contains("whole.jpg"), "the file is taken");
        (await api.Grains.GetGrain<IPhotoGrain>(PhotoId.Of("attic", photo)).GetView()).CameraId.ShouldBe("attic");
        (await FoundAsync()).ShouldContain("is looked into");

        var aside = _root.FullName + "-aside";
        Directory.Move(_root.FullName, aside);
        await Eventually.Holds(async () => (await FoundAsync()).Contains("can't be taken from", StringComparison.Ordinal), "the missing folder is told");
        Directory.Move(aside, _root.FullName);
        await Eventually.Holds(async () => (await FoundAsync()).Contains("is looked into", StringComparison.Ordinal), "the folder that is back is looked into again");
        api.Logs.Lines.ShouldNotContain(line => line.Contains("whole.jpg", StringComparison.Ordinal));

        async Task<string> FoundAsync() => (await (await api.Anyone.GetFromAsync("/readyz")).JsonAsync()).GetProperty("checks").GetProperty("watched-folder").GetString()!;
    }

    private async Task SweepWhenSettledAsync()
    {
        await _sweep.SweepAsync(TestContext.Current.CancellationToken);
        _time.Advance(FolderSweep.Settled);
        await _sweep.SweepAsync(TestContext.Current.CancellationToken);
    }

    private FolderSweep NewSweep(WatchedFolder folder) => new(folder, _api.Services.GetRequiredService<PhotoIntake>(), _api.Grains, _time);

    private byte[] Put(string name, byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(_root.FullName, name), bytes);
        return bytes;
    }

    private string Read(string path) => File.ReadAllText(Path.Combine(_root.FullName, path)).TrimEnd();

    private List<string> Names(string below) => [.. Directory.EnumerateFiles(Path.Combine(_root.FullName, below)).Select(file => Path.GetFileName(file)!).Where(name => name != ".atmosphere.lock")];

    private WatchedFolder? Open(string path, string camera = "folder", string? data = null) => WatchedFolder.Open(
        new ConfigurationBuilder().AddInMemoryCollection([new("Intake:Folder", path), new("Intake:FolderCamera", camera)]).Build(),
        new HostingEnvironment { ContentRootPath = _root.FullName },
        new DataFolder(data ?? _api.DataFolder));

    private sealed class WatchingApi(string folder) : ApiFixture
    {
        private protected override IEnumerable<string> Settings => [$"--Intake:Folder={folder}", "--Intake:FolderCamera=attic"];
    }

    private sealed class Elsewhere : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atmosphere-api-elsewhere-");

        public string Path => _folder.FullName;

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
