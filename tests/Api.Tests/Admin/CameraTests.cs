using System.Net;
using System.Net.Http.Json;
using System.Text;
using Atmosphere.Api.Access;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Practice;
using Atmosphere.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Api.Tests.Admin;

/// <summary><c>/admin/cameras</c>: several cameras, each with a token that can be revoked.</summary>
public sealed class CameraTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task New_camera_sends_photos_under_its_own_name()
    {
        using var lobby = api.NewClient(await CreateAsync("lobby"));
        var taken = await (await lobby.PostBytesAsync("/photos", Pictures.Jpeg())).JsonAsync();
        var photo = await (await api.Operator.GetFromAsync($"/admin/photos/{taken.GetProperty("photoId").GetString()}")).JsonAsync();
        photo.GetProperty("cameraId").GetString().ShouldBe("lobby");
        (await ListedAsync()).ShouldBe(["camera-1", .. (await ListedAsync()).Skip(1)]);
        (await ListedAsync()).ShouldContain("lobby");
    }

    [Fact]
    public async Task Revoked_token_is_a_strangers_at_the_next_request_and_the_others_go_on()
    {
        using var door = api.NewClient(await CreateAsync("door"));
        using var gate = api.NewClient(await CreateAsync("gate"));
        (await door.PostBytesAsync("/photos", Pictures.Jpeg())).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        (await api.Operator.DeleteAsync("/admin/cameras/door".AsUri(), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await (await door.PostBytesAsync("/photos", Pictures.Jpeg())).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        (await gate.PostBytesAsync("/photos", Pictures.Jpeg())).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await api.Camera.PostBytesAsync("/photos", Pictures.Jpeg())).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await ListedAsync()).ShouldNotContain("door");
    }

    [Fact]
    public async Task Camera_that_is_made_again_has_another_token_and_the_old_one_stays_revoked()
    {
        var old = await CreateAsync("again");
        (await api.Operator.DeleteAsync("/admin/cameras/again".AsUri(), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var other = await CreateAsync("again");
        other.ShouldNotBe(old);
        using var thief = api.NewClient(old);
        await (await thief.GetFromAsync($"/photos/{new string('0', 64)}")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Name_that_is_taken_is_refused_and_its_token_goes_on()
    {
        using var first = api.NewClient(await CreateAsync("taken"));
        await (await PostAsync("""{"id":"taken"}""")).ShouldBeProblemAsync(HttpStatusCode.Conflict);
        (await first.PostBytesAsync("/photos", Pictures.Jpeg())).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await ListedAsync()).Count(id => id == "taken").ShouldBe(1);
    }

    [Fact]
    public async Task Audit_says_who_has_made_and_revoked_a_camera_and_nothing_of_what_was_refused()
    {
        await CreateAsync("audited");
        await (await PostAsync("""{"id":"audited"}""")).ShouldBeProblemAsync(HttpStatusCode.Conflict);
        using var browser = await api.SignInAsync();
        browser.DefaultRequestHeaders.Add("X-Atmosphere", "1");
        (await browser.DeleteAsync("/admin/cameras/audited".AsUri(), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await browser.DeleteAsync("/admin/cameras/audited".AsUri(), TestContext.Current.CancellationToken)).ShouldBeProblemAsync(HttpStatusCode.NotFound);

        var lines = (await api.AuditAsync("")).FindAll(line => line.GetProperty("detail").GetString() == "audited");
        lines.ConvertAll(line => (line.GetProperty("action").GetString(), line.GetProperty("via").GetString())).ShouldBe([("camera-made", "api"), ("camera-revoked", "page")]);
        lines[1].GetProperty("actor").GetString()!.ShouldStartWith("session:");
    }

    [Fact]
    public async Task What_can_not_be_put_on_record_is_not_done()
    {
        var keys = api.Services.GetRequiredService<AccessKeys>();
        await Should.ThrowAsync<TimeoutException>(() => keys.CreateCameraAsync("unrecorded", () => throw new TimeoutException("The database does not answer."), TestContext.Current.CancellationToken));
        (await ListedAsync()).ShouldNotContain("unrecorded");
    }

    [Theory]
    [InlineData("""{"id":""}""", "needs a name")]
    [InlineData("""{}""", "needs a name")]
    [InlineData("""{"id":"Lobby"}""", "lower-case")]
    [InlineData("""{"id":"../lobby"}""", "lower-case")]
    [InlineData("""{"id":"lobby "}""", "lower-case")]
    [InlineData("""{"id":"lobby\n"}""", "lower-case")]
    [InlineData("""{"id":"-lobby"}""", "lower-case")]
    [InlineData("""{"id":"a123456789012345678901234567890123456789b"}""", "lower-case")]
    [InlineData("""{"id":"page"}""", "another name")]
    [InlineData("""{"id":"samples"}""", "another name")]
    [InlineData("""{"id":7}""", "JSON")]
    [InlineData("null", "JSON")]
    [InlineData("lobby", "JSON")]
    [InlineData("", "JSON")]
    public async Task Bad_name_is_refused_with_the_reason_and_makes_no_camera(string body, string reason)
    {
        var before = await ListedAsync();
        var problem = await (await PostAsync(body)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        problem.GetProperty("detail").GetString()!.ShouldContain(reason);
        (await ListedAsync()).Except(before).ShouldNotContain(id => body.Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Request_that_is_too_large_is_refused() =>
        await (await PostAsync(new string(' ', 5_000) + """{"id":"large"}""")).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);

    [Theory]
    [InlineData("nobody")]
    [InlineData("..%2flobby")]
    [InlineData("LOBBY")]
    public async Task Camera_that_is_unknown_is_not_found(string id) =>
        await (await api.Operator.DeleteAsync($"/admin/cameras/{id}".AsUri(), TestContext.Current.CancellationToken)).ShouldBeProblemAsync(HttpStatusCode.NotFound);

    [Fact]
    public async Task Cameras_are_for_operators_and_from_our_own_page()
    {
        using var browser = await api.SignInAsync();
        foreach (var (client, expected) in new[] { (api.Anyone, HttpStatusCode.Unauthorized), (api.Camera, HttpStatusCode.Forbidden), (browser, HttpStatusCode.Forbidden) })
        {
            await (await client.PostAsJsonAsync("/admin/cameras".AsUri(), new { id = "foreign" }, TestContext.Current.CancellationToken)).ShouldBeProblemAsync(expected);
            await (await client.DeleteAsync("/admin/cameras/camera-1".AsUri(), TestContext.Current.CancellationToken)).ShouldBeProblemAsync(expected);
        }

        foreach (var (client, expected) in new[] { (api.Anyone, HttpStatusCode.Unauthorized), (api.Camera, HttpStatusCode.Forbidden) })
            await (await client.GetFromAsync("/admin/cameras")).ShouldBeProblemAsync(expected);

        browser.DefaultRequestHeaders.Add(OwnPage.Header, "1");
        var made = await browser.PostAsJsonAsync("/admin/cameras".AsUri(), new { id = "ours" }, TestContext.Current.CancellationToken);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        made.Headers.CacheControl!.NoStore.ShouldBeTrue();
        made.Headers.Location!.ToString().ShouldBe("/admin/cameras/ours");
    }

    [Fact]
    public async Task Token_is_told_once_and_neither_listed_nor_stored_nor_logged()
    {
        var token = await CreateAsync("secret");
        (await (await api.Operator.GetFromAsync("/admin/cameras")).TextAsync()).ShouldNotContain(token);
        (await File.ReadAllTextAsync(Path.Combine(api.DataFolder, "access.json"), TestContext.Current.CancellationToken)).ShouldNotContain(token);
        string.Join(Environment.NewLine, api.Logs.Lines).ShouldNotContain(token);
    }

    [Fact]
    public async Task Page_for_operators_makes_and_revokes()
    {
        using var browser = await api.SignInAsync();
        var page = await (await browser.GetFromAsync("/manage")).TextAsync();
        page.ShouldContain("id=\"camera-form\"");
        page.ShouldContain("<dialog");
        (await (await api.Anyone.GetFromAsync("/manage")).TextAsync()).ShouldContain("Operator key");
    }

    [Fact]
    public async Task Cameras_of_the_configuration_are_listed_and_not_changed_here()
    {
        await using var given = new GivenKeys();
        await given.InitializeAsync();
        using var key = given.NewClient(GivenKeys.Key);
        using var door = given.NewClient(GivenKeys.Door);
        (await door.PostBytesAsync("/photos", Pictures.Jpeg())).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var listed = await (await key.GetFromAsync("/admin/cameras")).JsonAsync();
        listed.GetProperty("fromConfiguration").GetBoolean().ShouldBeTrue();
        listed.GetProperty("cameras").EnumerateArray().Select(camera => camera.GetProperty("id").GetString()).ShouldBe(["lobby", "door"]);
        foreach (var answer in new[]
        {
            await key.PostAsJsonAsync("/admin/cameras".AsUri(), new { id = "gate" }, TestContext.Current.CancellationToken),
            await key.DeleteAsync("/admin/cameras/door".AsUri(), TestContext.Current.CancellationToken),
        })
        {
            (await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict)).GetProperty("detail").GetString()!.ShouldContain("Access:Cameras");
        }

        (await door.PostBytesAsync("/photos", Pictures.Jpeg())).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    private async Task<string> CreateAsync(string id)
    {
        var made = await PostAsync($$"""{"id":"{{id}}"}""");
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await made.JsonAsync()).GetProperty("token").GetString()!;
    }

    private Task<HttpResponseMessage> PostAsync(string body) => api.Operator.PostBytesAsync("/admin/cameras", Encoding.UTF8.GetBytes(body), "application/json");

    private async Task<List<string>> ListedAsync() =>
        [.. (await (await api.Operator.GetFromAsync("/admin/cameras")).JsonAsync()).GetProperty("cameras").EnumerateArray().Select(camera => camera.GetProperty("id").GetString()!)];

    private sealed class GivenKeys : ApiFixture
    {
        public static readonly string Key = new('k', 32);
        public static readonly string Door = new('d', 32);

        private protected override IEnumerable<string> Settings => [$"--Access:OperatorKey={Key}", $"--Access:Cameras=lobby:{new string('l', 32)}, door:{Door}"];
    }
}

/// <summary>The file with the keys' hashes, and those who share it.</summary>
public sealed class SharedKeysTests : IDisposable
{
    private static readonly AccessOptions Nothing = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atmosphere-api-shared-keys-");

    private DataFolder Data => new(_folder.FullName);

    private string KeyFile => Path.Combine(_folder.FullName, "access.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_one_process_changes_counts_in_another_at_once()
    {
        var (one, other) = (AccessKeys.Open(Data, Nothing), AccessKeys.Open(Data, Nothing));
        for (var round = 0; round < 50; round++)
        {
            // Names of one length: nothing but the content tells one state of the file from the next.
            var token = (await one.CreateCameraAsync($"cam-{round:00}", Unrecorded, TestContext.Current.CancellationToken)).Token!;
            other.Find(token).ShouldBe(new(false, $"cam-{round:00}"));
            (await other.RevokeCameraAsync($"cam-{round:00}", Unrecorded, TestContext.Current.CancellationToken)).Kind.ShouldBe(CameraAnswer.Kinds.Done);
            one.Find(token).ShouldBeNull();
        }
    }

    [Fact]
    public async Task Changes_at_the_same_time_are_all_kept()
    {
        var processes = Enumerable.Range(0, 4).Select(_ => AccessKeys.Open(Data, Nothing)).ToArray();
        var made = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => processes[i % 4].CreateCameraAsync($"c{i}", Unrecorded, TestContext.Current.CancellationToken))));
        made.ShouldAllBe(answer => answer.Kind == CameraAnswer.Kinds.Done);
        processes[0].Cameras.Length.ShouldBe(41);
        var again = AccessKeys.Open(Data, Nothing);
        foreach (var answer in made) again.Find(answer.Token!).ShouldNotBeNull();
    }

    [Fact]
    public async Task File_stays_its_owners_only_and_leaves_no_half_of_one_behind()
    {
        var keys = AccessKeys.Open(Data, Nothing);
        await keys.CreateCameraAsync("lobby", Unrecorded, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(KeyFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _folder.GetFiles().Select(file => file.Name).ShouldBe(["access.json", "access.json.changes"], ignoreOrder: true);
    }

    [Fact]
    public async Task File_of_before_there_were_several_cameras_is_read()
    {
        await File.WriteAllTextAsync(
            KeyFile, $$"""{"OperatorKey":"{{StoredKeys.Hash("op_x")}}","Cameras":[{"Id":"camera-1","Token":"{{StoredKeys.Hash("cam_x")}}"}]}""", TestContext.Current.CancellationToken);
        var keys = AccessKeys.Open(Data, Nothing);
        await keys.CreateCameraAsync("lobby", Unrecorded, TestContext.Current.CancellationToken);
        keys.Find("cam_x").ShouldBe(new(false, "camera-1"));
        keys.Find("op_x").ShouldBe(new(true, null));
    }

    [Fact]
    public async Task File_that_was_damaged_by_hand_changes_nothing_and_is_not_written_over()
    {
        var keys = AccessKeys.Open(Data, Nothing);
        await File.WriteAllTextAsync(KeyFile, "{", TestContext.Current.CancellationToken);
        keys.Find(keys.Created!.OperatorKey).ShouldBe(new(true, null));
        keys.Find("op_other").ShouldBeNull();
        await Should.ThrowAsync<SettingException>(() => keys.CreateCameraAsync("lobby", Unrecorded, TestContext.Current.CancellationToken));
        (await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken)).ShouldBe("{");
    }

    [Fact]
    public async Task File_that_is_gone_is_not_made_again_by_a_change()
    {
        var keys = AccessKeys.Open(Data, Nothing);
        File.Delete(KeyFile);
        keys.Find(keys.Created!.CameraToken).ShouldBe(new(false, "camera-1"));
        await Should.ThrowAsync<SettingException>(() => keys.RevokeCameraAsync("camera-1", Unrecorded, TestContext.Current.CancellationToken));
        File.Exists(KeyFile).ShouldBeFalse();
    }

    [Theory]
    [InlineData("lobby")]
    [InlineData("lobby:short")]
    [InlineData("Lobby:llllllllllllllllllllllllllllllll")]
    [InlineData("page:llllllllllllllllllllllllllllllll")]
    [InlineData("lobby:llllllllllllllllllllllllllllllll,lobby:dddddddddddddddddddddddddddddddd")]
    [InlineData("lobby:llllllllllllllllllllllllllllllll,door:llllllllllllllllllllllllllllllll")]
    [InlineData("lobby:oooooooooooooooooooooooooooooooo")]
    [InlineData("llllllllllllllllllllllllllllllll:lobby")]
    public void Cameras_that_can_not_work_stop_the_start_without_being_repeated(string cameras)
    {
        var refused = Should.Throw<SettingException>(() => AccessKeys.Open(Data, new() { OperatorKey = new('o', 32), Cameras = cameras }));
        refused.Message.ShouldContain("Access:Cameras");
        foreach (var token in new[] { 'l', 'd', 'o' }) refused.Message.ShouldNotContain(new string(token, 32));
    }

    private static Task Unrecorded() => Task.CompletedTask;
}
