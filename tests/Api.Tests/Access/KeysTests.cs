using System.Net;
using Atmosphere.Api.Access;
using Atmosphere.Silo.Hosting;
using Atmosphere.Api.Tests.Support;

namespace Atmosphere.Api.Tests.Access;

/// <summary>The camera token and the operator key from the first start on.</summary>
[Collection(nameof(ConsoleOutput))]
public sealed class KeysTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atmosphere-api-keys-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Keys_are_shown_at_the_first_start_only_and_work_at_every_start()
    {
        var console = new StringWriter();
        var usual = Console.Out;
        Console.SetOut(TextWriter.Synchronized(console));
        try
        {
            string camera, key, cookie;
            await using (var first = new ApiOnFolder(_folder))
            {
                await first.InitializeAsync();
                (camera, key) = (first.CameraToken, first.OperatorKey);
                await Eventually.Holds(() => console.ToString().Contains(key, StringComparison.Ordinal), "the console shows the operator key");
                console.ToString().ShouldContain(camera);
                console.ToString().ShouldContain($"{first.Address}signin?code=");
                using var form = new FormUrlEncodedContent([new("key", key)]);
                cookie = (await first.Anyone.PostToAsync("/signin", form)).Headers.GetValues("Set-Cookie").Single().Split(';')[0];
            }

            console.GetStringBuilder().Clear();
            await using var second = new ApiOnFolder(_folder);
            await second.InitializeAsync();
            await Eventually.Holds(() => console.ToString().Contains(_folder, StringComparison.Ordinal), "the console greets");
            console.ToString().ShouldNotContain(camera);
            console.ToString().ShouldNotContain(key);

            using var operatorClient = second.NewClient(key);
            (await operatorClient.GetFromAsync("/admin/training/atmosphere")).StatusCode.ShouldBe(HttpStatusCode.OK);
            using var cameraClient = second.NewClient(camera);
            (await cameraClient.PostBytesAsync("/photos", Pictures.Jpeg())).StatusCode.ShouldBe(HttpStatusCode.Accepted);
            using var request = new HttpRequestMessage(HttpMethod.Get, "/page/state".AsUri());
            request.Headers.Add("Cookie", cookie);
            (await second.Anyone.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            Console.SetOut(usual);
        }
    }

    [Fact]
    public async Task Only_hashes_are_stored()
    {
        await using var api = new ApiOnFolder(_folder);
        await api.InitializeAsync();
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            var content = System.Text.Encoding.Latin1.GetString(await ReadOpenFileAsync(file));
            content.ShouldNotContain(api.CameraToken, customMessage: file);
            content.ShouldNotContain(api.OperatorKey, customMessage: file);
        }
    }

    [Fact]
    public async Task Secrets_are_in_files_that_only_their_owner_reads()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await using var api = new ApiOnFolder(_folder);
        await api.InitializeAsync();
        using var browser = await api.SignInAsync();
        (await browser.GetFromAsync("/page/state")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var secrets = Directory.EnumerateFiles(Path.Combine(_folder, "session-keys")).Append(Path.Combine(_folder, "access.json")).Append(Path.Combine(_folder, "crop-links.key")).ToList();
        secrets.Count.ShouldBeGreaterThan(2);
        foreach (var file in secrets) ModeOf(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
    }

    [Fact]
    public void New_data_folder_is_its_owners_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var made = Path.Combine(_folder, "made");
        using (ApiFixture.Build(made, ["--environment=Development"]) as IDisposable) ModeOf(made).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"OperatorKey":"00","Cameras":null}""")]
    public void Damaged_key_file_is_named_and_lets_nobody_in(string content)
    {
        File.WriteAllText(Path.Combine(_folder, "access.json"), content);
        var refused = Should.Throw<SettingException>(() => AccessKeys.Open(new DataFolder(_folder), new()));
        refused.Message.ShouldContain("access.json");
        refused.Message.ShouldContain("delete it");
    }

    [Fact]
    public void Keys_of_the_configuration_leave_no_file_and_are_not_shown()
    {
        var keys = AccessKeys.Open(new DataFolder(_folder), new() { OperatorKey = new('o', 32), CameraToken = new('c', 32) });
        keys.Created.ShouldBeNull();
        keys.Find(new('o', 32)).ShouldBe(new(true, null));
        keys.Find(new('c', 32)).ShouldBe(new(false, "camera-1"));
        keys.Find(new('x', 32)).ShouldBeNull();
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_camera_token_of_the_configuration_there_is_no_camera()
    {
        var keys = AccessKeys.Open(new DataFolder(_folder), new() { OperatorKey = new('o', 32) });
        keys.Find("").ShouldBeNull();
        keys.Find(new('o', 32)).ShouldBe(new(true, null));
    }

    [Theory]
    [InlineData("short", "", "Access:OperatorKey")]
    [InlineData("", "cccccccccccccccccccccccccccccccc", "Access:OperatorKey")]
    [InlineData("with a space in it, and long enough", "", "Access:OperatorKey")]
    [InlineData("oooooooooooooooooooooooooooooooo", "short", "Access:CameraToken")]
    [InlineData("oooooooooooooooooooooooooooooooo", "oooooooooooooooooooooooooooooooo", "Access:CameraToken")]
    public void Key_that_can_be_guessed_is_refused_without_being_repeated(string operatorKey, string cameraToken, string named)
    {
        var refused = Should.Throw<SettingException>(() => AccessKeys.Open(new DataFolder(_folder), new() { OperatorKey = operatorKey, CameraToken = cameraToken }));
        refused.Message.ShouldContain(named);
        refused.Message.ShouldContain("openssl rand");
        foreach (var value in new[] { operatorKey, cameraToken }.Where(value => value.Length > 0)) refused.Message.ShouldNotContain(value);
    }

    [Fact]
    public void Processes_that_start_on_one_folder_at_once_share_one_set_of_keys()
    {
        // Many folders: on one, two rarely come between each other's looking and making.
        for (var round = 0; round < 20; round++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder, $"{round}")).FullName;
            var opened = new AccessKeys[16];
            Parallel.For(0, opened.Length, i => opened[i] = AccessKeys.Open(new DataFolder(folder), new()));
            var created = opened.Select(keys => keys.Created).OfType<AccessKeys.NewKeys>().ShouldHaveSingleItem();
            foreach (var keys in opened) keys.Find(created.OperatorKey).ShouldBe(new(true, null));
            Directory.GetFiles(folder).ShouldHaveSingleItem().ShouldEndWith("access.json");
        }
    }

    [Fact]
    public void Every_installation_has_keys_of_its_own()
    {
        var first = AccessKeys.Open(new DataFolder(_folder), new()).Created!;
        var other = AccessKeys.Open(new DataFolder(Directory.CreateDirectory(Path.Combine(_folder, "other")).FullName), new()).Created!;
        new[] { first.CameraToken, first.OperatorKey, other.CameraToken, other.OperatorKey }.Distinct().Count().ShouldBe(4);
    }

    // Databases are open, and on Unix that does not keep a reader out.
    private static async Task<byte[]> ReadOpenFileAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
        return bytes;
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);
}

/// <summary>Tests that listen to the console take turns.</summary>
[CollectionDefinition(nameof(ConsoleOutput))]
public sealed class ConsoleOutput;
