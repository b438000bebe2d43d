using System.Text;
using Atmosphere.Recognition.Hosting;

namespace Atmosphere.Recognition.Tests.Hosting;

/// <summary>What the supervisor decides, without a process.</summary>
public sealed class HostingDecisionTests
{
    [Fact]
    public void The_wait_doubles_from_half_a_second_to_thirty()
    {
        var backoff = new RestartBackoff();
        var waits = new List<double>();
        foreach (var _ in Enumerable.Range(0, 9))
        {
            (var wait, backoff) = backoff.After(TimeSpan.Zero);
            waits.Add(wait.TotalSeconds);
        }

        waits.ShouldBe([0.5, 1, 2, 4, 8, 16, 30, 30, 30]);
    }

    [Fact]
    public void A_minute_of_health_starts_the_wait_again_and_less_does_not()
    {
        var tired = new RestartBackoff(5);

        tired.After(TimeSpan.FromSeconds(59.9)).Wait.ShouldBe(TimeSpan.FromSeconds(16));
        tired.After(TimeSpan.FromMinutes(1)).ShouldBe((TimeSpan.FromSeconds(0.5), new RestartBackoff(1)));
        new RestartBackoff(int.MaxValue - 1).After(TimeSpan.Zero).Wait.ShouldBe(RestartBackoff.Most);
    }

    [Theory]
    [InlineData("v20.20.2", "20.20.2", true)]
    [InlineData("v20.9.0\n", "20.9.0", true)]
    [InlineData("v24.0.0-nightly2025", "24.0.0", true)]
    [InlineData("v20.8.99", "20.8.99", false)]
    [InlineData("v18.19.0", "18.19.0", false)]
    [InlineData("v9.99.99", "9.99.99", false)]
    public void A_version_is_read_and_compared(string text, string expected, bool isEnough)
    {
        var version = NodeVersion.Parse(text).ShouldNotBeNull();

        version.ToString().ShouldBe(expected);
        version.IsEnough.ShouldBe(isEnough);
    }

    [Theory]
    [InlineData("")]
    [InlineData("20.9.0")]
    [InlineData("v20")]
    [InlineData("v20.9.0; rm")]
    [InlineData("v99999999999.0.0")]
    [InlineData("GNU bash, version 5")]
    public void What_is_no_version_is_none(string text) => NodeVersion.Parse(text).ShouldBeNull();

    [Theory]
    [InlineData("""{"event":"listening","port":5005}""", 5005)]
    [InlineData("""{"port":1,"event":"listening","more":[1]}""", 1)]
    [InlineData("""{"event":"listening","port":0}""", null)]
    [InlineData("""{"event":"listening","port":65536}""", null)]
    [InlineData("""{"event":"listening","port":"5005"}""", null)]
    [InlineData("""{"event":"listening","port":50.5}""", null)]
    [InlineData("""{"event":"listening"}""", null)]
    [InlineData("""{"event":"stopped","port":5005}""", null)]
    [InlineData("""{"event":5,"port":5005}""", null)]
    [InlineData("""{"event":"listening","port":5005""", null)]
    [InlineData("""[{"event":"listening","port":5005}]""", null)]
    [InlineData("listening on 5005", null)]
    [InlineData("", null)]
    public void Only_a_listening_line_names_a_port(string line, int? port) => ServiceLine.ListeningPort(line).ShouldBe(port);

    [Theory]
    [InlineData("npm http fetch GET 200 https://registry.example/@img/sharp-linux-x64/-/sharp-linux-x64-0.35.5.tgz 120ms (cache miss)", "sharp-linux-x64-0.35.5")]
    [InlineData("npm http fetch GET 200 https://user:token@registry.example/a.tgz?token=secret 1ms", "a")]
    [InlineData("npm http fetch GET 200 https://registry.example/sharp 120ms", null)]
    [InlineData("npm http fetch GET 404 https://registry.example/a.tgz 120ms", null)]
    [InlineData("npm http fetch GET 200 ", null)]
    [InlineData("added 22 packages in 15s", null)]
    public void Progress_names_the_package_and_never_an_address(string line, string? package) => NpmLine.Fetched(line).ShouldBe(package);

    [Theory]
    [InlineData("npm error code ENOTFOUND", "code ENOTFOUND")]
    [InlineData("npm ERR! code EUSAGE", "code EUSAGE")]
    [InlineData("npm error request to https://user:token@registry.example/a failed", null)]
    [InlineData("npm error A complete log of this run can be found in: /home/somebody", null)]
    [InlineData("npm error ", null)]
    [InlineData("npm warn deprecated", null)]
    public void A_complaint_is_passed_on_without_addresses(string line, string? complaint) => NpmLine.Complaint(line).ShouldBe(complaint);

    [Fact]
    public async Task Lines_are_cut_off_not_collected()
    {
        using var reader = new StringReader($"one\r\n\n{new string('x', 1_000_000)}\nlast");

        var lines = new List<string>();
        await foreach (var line in BoundedLines.ReadAsync(reader, TestContext.Current.CancellationToken)) lines.Add(line);

        lines.ShouldBe(["one", "", new string('x', BoundedLines.LongestLine), "last"]);
    }

    [Fact]
    public void So_many_lines_a_minute_pass_and_the_rest_is_counted()
    {
        var budget = new LineBudget(3);
        var start = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

        Enumerable.Range(0, 10).Count(_ => budget.Passes(start, out var _)).ShouldBe(3);
        budget.Passes(start.AddSeconds(59), out var none).ShouldBeFalse();
        none.ShouldBe(0);
        budget.Passes(start.AddSeconds(60), out var dropped).ShouldBeTrue();
        dropped.ShouldBe(8);
        budget.Passes(start.AddSeconds(61), out var again).ShouldBeTrue();
        again.ShouldBe(0);
    }

    [Fact]
    public void A_configured_folder_is_taken_or_nothing_is()
    {
        ServiceFolder.Find("/opt/faces", "/app", "/bin", folder => folder == "/opt/faces").ShouldBe(Path.GetFullPath("/opt/faces"));
        ServiceFolder.Find("/opt/faces", "/app", "/bin", folder => folder != "/opt/faces").ShouldBeNull();
    }

    [Theory]
    [InlineData("/clone/src/face-service", "/clone/src/face-service")]
    [InlineData("/installed/face-service", "/installed/face-service")]
    [InlineData("/somewhere/else", null)]
    public void The_folder_is_found_in_a_clone_and_in_an_installation(string existing, string? found)
    {
        static string Native(string path) => Path.GetFullPath(path);

        var folder = ServiceFolder.Find("", Native("/clone/src/Api"), Native("/installed"), candidate => Native(candidate) == Native(existing));

        folder.ShouldBe(found is null ? null : Native(found));
    }

    [Theory]
    [InlineData("PATH", true)]
    [InlineData("Path", true)]
    [InlineData("npm_config_registry", true)]
    [InlineData("NODE_EXTRA_CA_CERTS", true)]
    [InlineData("FACE_SERVICE_WORKERS", true)]
    [InlineData("https_proxy", true)]
    [InlineData("Slack__BotToken", false)]
    [InlineData("Recognition__Key", false)]
    [InlineData("AZURE_CLIENT_SECRET", false)]
    public void A_child_gets_what_it_needs_and_none_of_our_secrets(string name, bool passes) => ChildEnvironment.Passes(name).ShouldBe(passes);

    [Fact]
    public void Settings_win_over_what_was_inherited()
    {
        var environment = new Dictionary<string, string?> { ["PATH"] = "/bin", ["Slack__BotToken"] = "secret", ["FACE_SERVICE_PORT"] = "80" };

        ChildEnvironment.Apply(environment, new Dictionary<string, string> { ["FACE_SERVICE_PORT"] = "0" });

        environment.ShouldBe(new Dictionary<string, string?> { ["PATH"] = "/bin", ["FACE_SERVICE_PORT"] = "0" }, ignoreOrder: true);
    }

    [Fact]
    public void The_texts_say_what_to_do()
    {
        var wait = TimeSpan.FromSeconds(30);

        FaceServiceTexts.NodeMissing(null, wait).ShouldSatisfyAllConditions(
            text => text.ShouldContain("Node.js 20.9.0 or newer"), text => text.ShouldContain("https://nodejs.org"), text => text.ShouldContain("FaceService:NodePath"));
        FaceServiceTexts.NodeMissing(new NodeVersion(18, 19, 0), wait).ShouldContain("18.19.0");
        FaceServiceTexts.NpmMissing(wait).ShouldContain("npm ci");
        FaceServiceTexts.FolderMissing(wait).ShouldContain("FaceService:Folder");
        FaceServiceTexts.InstallFailed("code ENOTFOUND", wait).ShouldBe(
            "Installing the face service's packages failed: code ENOTFOUND. It needs the npm registry once. Trying again in 30 s.");
        FaceServiceTexts.Installing(TimeSpan.FromSeconds(12.7), "sharp-0.35.5").ShouldBe(
            "Installing the face service's packages, once (about 110 MB): 12 s, sharp-0.35.5.");
        FaceServiceTexts.Restarting(FaceServiceTexts.Exited(3), TimeSpan.FromSeconds(0.5)).ShouldBe(
            "The face service ended by itself (exit code 3). Starting it again in 0.5 s.");
    }
}

/// <summary>Whether the packages are there.</summary>
public sealed class InstallStateTests
{
    private const string Wanted =
        """
        {"packages":{"":{"name":"s"},"node_modules/a":{"version":"1.0.0","integrity":"sha512-x"},
        "node_modules/b":{"version":"2.0.0","integrity":"sha512-y","optional":true},
        "node_modules/c":{"resolved":"shim","link":true},"shim":{"version":"1.0.0"}}}
        """;

    [Fact]
    public void A_marker_of_this_lock_file_is_current_and_of_another_is_not()
    {
        IsCurrent(Wanted, InstallState.Marker(Encoding.UTF8.GetBytes(Wanted)) + "\n", null).ShouldBeTrue();
        IsCurrent(Wanted + " ", InstallState.Marker(Encoding.UTF8.GetBytes(Wanted)), Wanted).ShouldBeFalse();
        IsCurrent(Wanted, "", Wanted).ShouldBeFalse();
    }

    [Fact]
    public void Nothing_installed_is_not_current() => IsCurrent(Wanted, null, null).ShouldBeFalse();

    [Theory]
    [InlineData("""{"packages":{"node_modules/a":{"version":"1.0.0","integrity":"sha512-x"},"node_modules/c":{"resolved":"shim","link":true}}}""", true)]
    [InlineData("""{"packages":{"node_modules/a":{"version":"1.0.1","integrity":"sha512-x"},"node_modules/c":{"resolved":"shim","link":true}}}""", false)]
    [InlineData("""{"packages":{"node_modules/a":{"version":"1.0.0","integrity":"sha512-z"},"node_modules/c":{"resolved":"shim","link":true}}}""", false)]
    [InlineData("""{"packages":{"node_modules/c":{"resolved":"shim","link":true}}}""", false)]
    [InlineData("""{"packages":{"node_modules/a":{"version":"1.0.0","integrity":"sha512-x"}}}""", false)]
    [InlineData("""{"packages":[]}""", false)]
    [InlineData("""{"packages":{"node_modules/a":{"version":1}}}""", false)]
    [InlineData("{}", false)]
    [InlineData("half of a fi", false)]
    public void An_install_by_hand_counts_when_npms_own_list_agrees(string installed, bool isCurrent) => IsCurrent(Wanted, null, installed).ShouldBe(isCurrent);

    private static bool IsCurrent(string lockFile, string? marker, string? installedList) => InstallState.IsCurrent(
        Encoding.UTF8.GetBytes(lockFile), marker, installedList is null ? null : Encoding.UTF8.GetBytes(installedList));
}

public sealed class FaceServiceStatusTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_watcher_gets_the_present_and_then_each_change()
    {
        var status = new FaceServiceStatus();
        await using var watcher = status.WatchAsync(Token).GetAsyncEnumerator(Token);

        (await watcher.MoveNextAsync()).ShouldBeTrue();
        watcher.Current.Phase.ShouldBe(FaceServicePhase.Stopped);
        var next = watcher.MoveNextAsync();
        next.IsCompleted.ShouldBeFalse();
        status.Set(new FaceServiceReport { Phase = FaceServicePhase.Starting });
        (await next).ShouldBeTrue();
        watcher.Current.Phase.ShouldBe(FaceServicePhase.Starting);
    }

    [Fact]
    public async Task A_slow_watcher_misses_what_was_overtaken_but_not_the_latest()
    {
        var status = new FaceServiceStatus();
        await using var watcher = status.WatchAsync(Token).GetAsyncEnumerator(Token);
        await watcher.MoveNextAsync();

        foreach (var second in Enumerable.Range(1, 5)) status.Set(new FaceServiceReport { Phase = FaceServicePhase.Installing, Message = $"{second} s" });
        await watcher.MoveNextAsync();

        watcher.Current.Message.ShouldBe("5 s");
    }

    [Fact]
    public async Task The_same_report_again_is_no_change()
    {
        var status = new FaceServiceStatus();
        status.Set(new FaceServiceReport { Phase = FaceServicePhase.Starting });
        await using var watcher = status.WatchAsync(Token).GetAsyncEnumerator(Token);
        await watcher.MoveNextAsync();

        var next = watcher.MoveNextAsync();
        status.Set(new FaceServiceReport { Phase = FaceServicePhase.Starting });
        next.IsCompleted.ShouldBeFalse();
        status.Set(new FaceServiceReport { Phase = FaceServicePhase.Stopped });
        await next;
    }
}

public sealed class InstallLockTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_one_waits_until_the_first_is_done()
    {
        using var folder = new TemporaryFolder();
        var time = new ManualTime();
        var waited = false;
        var first = await InstallLock.TakeAsync(folder["lock"], () => throw new InvalidOperationException("Nobody holds it."), time, Token);

        var second = InstallLock.TakeAsync(folder["lock"], () => waited = true, time, Token);
        waited.ShouldBeTrue();
        time.Advance(TimeSpan.FromMinutes(5));
        second.IsCompleted.ShouldBeFalse();

        first.Dispose();
        await Eventually.Holds(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return second.IsCompleted;
            },
            "the second one has the lock");
        (await second).Dispose();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_an_error_not_a_wait() => await Should.ThrowAsync<DirectoryNotFoundException>(
        () => InstallLock.TakeAsync(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString(), "lock"), () => { }, TimeProvider.System, Token));
}
