using System.Diagnostics;
using Atmosphere.Grains.Ports;
using Atmosphere.Recognition.Hosting;
using Atmosphere.Recognition.Imaging;
using Atmosphere.Recognition.Tests.Fakes;

namespace Atmosphere.Recognition.Tests.Hosting;

/// <summary>The supervisor with real processes: a small script that does what a service in trouble does.</summary>
public sealed class FaceServiceHostTests : IAsyncLifetime
{
    private readonly FakeService _service = new();
    private readonly FaceServiceStatus _status = new();
    private readonly ListLogger<FaceServiceHost> _log = new();
    private readonly HttpClient _http = Clients.NewHttp();
    private FaceServiceHost? _host;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private FaceServicePhase Phase => _status.Current.Phase;

    public ValueTask InitializeAsync()
    {
        Requires.Node();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync(CancellationToken.None);
            _host.Dispose();
        }

        _http.Dispose();
        _service.Dispose();
    }

    [Fact]
    public async Task The_service_is_installed_started_and_answers()
    {
        _service.NoteNotInstalled();
        await StartAsync();
        await ReadyAsync();

        _service.Has(InstallState.MarkerFile).ShouldBeTrue();
        var photo = await new FaceServiceCropper(Clients.Http(_status)).PrepareAsync(new byte[] { 1 }, Token);
        photo.Value.ShouldNotBeNull($"{photo.Code} {photo.Reason}").Width.ShouldBe(10);
        _service.ReadLines("settings").ShouldBe(["ROLES=imaging,recognition", "DATA=/data/gallery", "PORT=0", "HOST=127.0.0.1"]);
    }

    [Fact]
    public async Task With_Azure_the_service_only_cuts_and_keeps_no_gallery()
    {
        await StartAsync(setup => setup with { Recognises = false });
        await ReadyAsync();

        _service.ReadLines("settings")[..2].ShouldBe(["ROLES=imaging", "DATA=undefined"]);
    }

    [Fact]
    public async Task Starting_does_not_wait_for_the_service()
    {
        _service.Tell("silent");
        await StartAsync();

        await Eventually.Holds(() => Phase == FaceServicePhase.Starting, "the service is starting");
        var photo = await new FaceServiceCropper(Clients.Http(_status)).PrepareAsync(new byte[] { 1 }, Token);
        (photo.Kind, photo.Code, photo.Reason).ShouldBe((OutcomeKind.Unavailable, "face-service-starting", FaceServiceTexts.Starting));
    }

    [Fact]
    public async Task A_second_start_installs_nothing()
    {
        _service.NoteNotInstalled();
        await StartAsync();
        await ReadyAsync();
        await StopAsync();
        var installed = File.GetLastWriteTimeUtc(_service[InstallState.MarkerFile]);
        _log.Lines.ShouldContain(line => line.Contains("Installing", StringComparison.Ordinal));
        var lines = _log.Lines.Count;

        await StartAsync();
        await ReadyAsync();

        File.GetLastWriteTimeUtc(_service[InstallState.MarkerFile]).ShouldBe(installed);
        _log.Lines.Skip(lines).ShouldNotContain(line => line.Contains("Installing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_crashes_is_started_again_when_it_can_be()
    {
        _service.Tell("crash");
        await StartAsync();

        await Eventually.Holds(() => _service.Starts >= 2, "it was started twice");
        await Eventually.Holds(() => Phase == FaceServicePhase.Restarting, "it is being restarted");
        _status.Current.Message.ShouldContain("exit code 3");
        _service.TellNoMore("crash");
        await ReadyAsync();
    }

    [Fact]
    public async Task A_service_that_refuses_to_start_is_quoted()
    {
        _service.Tell("refuse");
        await StartAsync();

        await Eventually.Holds(() => Phase == FaceServicePhase.Restarting && _service.Starts > 0, "it has refused");

        _status.Current.Message.ShouldStartWith("The face service did not start: FACE_SERVICE_DATA is in use by another process. Starting it again in");
    }

    [Fact]
    public async Task A_service_that_is_killed_is_replaced_by_one_with_another_key()
    {
        await StartAsync();
        await ReadyAsync();
        var before = _status.Current.Address;

        using (var process = Process.GetProcessById(_host!.ProcessId!.Value)) process.Kill();
        await Eventually.Holds(() => _status.Current is { IsReady: true } now && now.Address != before, "another one is ready");

        _status.Current.Address!.Key.ShouldNotBe(before!.Key);
        _status.Current.Address.Key.Length.ShouldBe(64);
        _service.Starts.ShouldBe(2);
    }

    [Fact]
    public async Task A_service_that_lives_but_does_not_answer_is_replaced()
    {
        await StartAsync(setup => setup with
        {
            Timings = setup.Timings with { HealthPeriod = TimeSpan.FromMilliseconds(20), HealthTimeout = TimeSpan.FromMilliseconds(200), HealthFailures = 2 },
        });
        await ReadyAsync();

        _service.Tell("hang");
        await Eventually.Holds(() => !_status.Current.IsReady, "the hanging service is given up");
        _service.TellNoMore("hang");
        await ReadyAsync();

        _service.Starts.ShouldBeGreaterThan(1);
        _log.Lines.ShouldContain(line => line.Contains("did not answer 2 checks in a row", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_never_comes_up_is_stopped_and_tried_again()
    {
        _service.Tell("silent");
        await StartAsync(setup => setup with { Timings = setup.Timings with { StartLimit = TimeSpan.FromSeconds(1) } });

        await Eventually.Holds(() => _service.Starts >= 2, "it was started again");

        _log.Lines.ShouldContain(line => line.Contains("did not start within 1 s", StringComparison.Ordinal));
        _service.TellNoMore("silent");
        await ReadyAsync();
        await Eventually.Holds(() => _service.ReadLines("starts").SkipLast(1).All(IsGone), "its predecessors are gone");
    }

    [Fact]
    public async Task A_slow_start_is_waited_for()
    {
        _service.Tell("wait");
        await StartAsync();
        await Eventually.Holds(() => _service.Starts == 1, "it was started");
        Phase.ShouldBe(FaceServicePhase.Starting);

        _service.TellNoMore("wait");
        await ReadyAsync();

        _service.Starts.ShouldBe(1);
    }

    [Fact]
    public async Task Garbage_on_its_output_does_no_harm_and_the_log_stays_bounded()
    {
        _service.Tell("garbage");
        await StartAsync();
        await ReadyAsync();

        await Eventually.Holds(() => _log.Lines.Any(line => line.StartsWith("Warning: Face service: line", StringComparison.Ordinal)), "its errors are in the log");
        _log.Lines.ShouldAllBe(line => line.Length < BoundedLines.LongestLine + 100);
        _log.Lines.Count(line => line.StartsWith("Warning: Face service:", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(120);
    }

    [Fact]
    public async Task At_the_end_the_service_is_asked_to_end_and_does()
    {
        await StartAsync();
        await ReadyAsync();
        var processId = _host!.ProcessId!.Value;

        await StopAsync();

        _service.Has("ended").ShouldBeTrue();
        IsGone($"{processId}").ShouldBeTrue();
        Phase.ShouldBe(FaceServicePhase.Stopped);
        _status.Current.Address.ShouldBeNull();
    }

    [Fact]
    public async Task A_service_that_does_not_hear_is_killed_at_the_end()
    {
        _service.Tell("deaf");
        await StartAsync(setup => setup with { Timings = setup.Timings with { StopGrace = TimeSpan.FromMilliseconds(100) } });
        await ReadyAsync();
        var processId = _host!.ProcessId!.Value;

        await StopAsync();

        _service.Has("ended").ShouldBeFalse();
        IsGone($"{processId}").ShouldBeTrue();
    }

    [Fact]
    public async Task The_service_sees_no_secret_of_ours()
    {
        Environment.SetEnvironmentVariable("Slack__BotToken", "secret");
        try
        {
            await StartAsync();
            await ReadyAsync();
        }
        finally
        {
            Environment.SetEnvironmentVariable("Slack__BotToken", null);
        }

        _service.ReadLines("environment").ShouldNotContain("Slack__BotToken");
        _log.Lines.ShouldNotContain(line => line.Contains(_status.Current.Address!.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_install_by_another_process_is_waited_for_and_not_repeated()
    {
        _service.NoteNotInstalled();
        var other = await InstallLock.TakeAsync(_service[".install.lock"], () => { }, TimeProvider.System, Token);
        await StartAsync();
        await Eventually.Holds(() => Phase == FaceServicePhase.WaitingForOtherInstall, "it waits");

        _service.NoteInstalled();
        other.Dispose();
        await ReadyAsync();

        _log.Lines.ShouldNotContain(line => line.Contains("Installing the face service's packages,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_install_that_fails_says_why_and_is_tried_again()
    {
        _service.NoteNotInstalled();
        var good = await File.ReadAllTextAsync(_service["package.json"], Token);
        // Neither in the lock file nor anywhere that npm may look here.
        await File.WriteAllTextAsync(_service["package.json"], good.Replace("\"type\"", "\"dependencies\":{\"left-out\":\"1.0.0\"},\"type\"", StringComparison.Ordinal), Token);
        await StartAsync();

        await Eventually.Holds(() => Phase == FaceServicePhase.InstallFailed, "the install has failed");
        _status.Current.Message.ShouldContain("code ENOTCACHED");
        _service.Has(InstallState.MarkerFile).ShouldBeFalse();
        await File.WriteAllTextAsync(_service["package.json"], good, Token);
        await ReadyAsync();
    }

    [Fact]
    public async Task A_missing_Node_is_told_and_found_when_it_has_been_installed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for Node.js is a shell script.");
        var node = _service["node"];
        await StartAsync(setup => setup with { Options = new FaceServiceOptions { Folder = _service.Folder, NodePath = node } });

        await Eventually.Holds(() => Phase == FaceServicePhase.NodeMissing, "Node.js is missing");
        _status.Current.Message.ShouldContain("none was found");

        WriteScript(node, $"echo look >> '{_service["looks"]}'; echo v18.19.0");
        await Eventually.Holds(() => _service.Has("looks") && _service.ReadLines("looks").Length >= 3, "it was looked at again and again");
        _status.Current.Message.ShouldContain("the one found is 18.19.0");
        _log.Lines.Count(line => line.Contains("18.19.0", StringComparison.Ordinal)).ShouldBe(1);

        WriteScript(node, "exec node \"$@\"");
        await ReadyAsync();
    }

    [Fact]
    public async Task A_missing_folder_is_told()
    {
        await StartAsync(setup => setup with { Options = new FaceServiceOptions { Folder = _service["not-there"] } });

        await Eventually.Holds(() => Phase == FaceServicePhase.InstallFailed, "the folder is missing");
        _status.Current.Message.ShouldContain("FaceService:Folder");
    }

    private async Task StartAsync(Func<FaceServiceSetup, FaceServiceSetup>? change = null)
    {
        var setup = new FaceServiceSetup
        {
            Options = new FaceServiceOptions { Folder = _service.Folder },
            ContentRoot = _service.Folder,
            GalleryFolder = "/data/gallery",
            Timings = new FaceServiceTimings { Recheck = TimeSpan.FromMilliseconds(100) },
        };
        _host = new FaceServiceHost(change?.Invoke(setup) ?? setup, _status, _http, TimeProvider.System, _log);
        await _host.StartAsync(Token);
    }

    private async Task StopAsync()
    {
        await _host!.StopAsync(Token);
        _host.Dispose();
        _host = null;
    }

    private Task ReadyAsync() => Eventually.Holds(() => _status.Current.IsReady, "the service is ready");

    private static bool IsGone(string processId)
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(processId, System.Globalization.CultureInfo.InvariantCulture));
            return process.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private static void WriteScript(string path, string line)
    {
        if (OperatingSystem.IsWindows()) return;
        // Renamed into place: the supervisor might run it at any moment.
        File.WriteAllText(path + ".new", $"#!/bin/sh\n{line}\n");
        File.SetUnixFileMode(path + ".new", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Move(path + ".new", path, overwrite: true);
    }
}
