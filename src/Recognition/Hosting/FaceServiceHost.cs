using System.Security.Cryptography;
using Atmosphere.Recognition.FaceApi;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Recognition.Hosting;

/// <summary>What the <see cref="FaceServiceHost"/> is told by the composition.</summary>
internal sealed record FaceServiceSetup
{
    public FaceServiceOptions Options { get; init; } = new();

    /// <summary>The application's content root, from which the service's folder is looked for.</summary>
    public string ContentRoot { get; init; } = "";

    /// <summary>Where the gallery is kept.</summary>
    public string GalleryFolder { get; init; } = "";

    /// <summary>Whether the local service recognises too, or Azure does.</summary>
    public bool Recognises { get; init; } = true;

    public FaceServiceTimings Timings { get; init; } = new();
}

/// <summary>
/// Runs the local face service: finds Node.js, installs the packages once, starts the process, restarts it when it dies or hangs,
/// and ends it with the application. All of it in the background, with <see cref="FaceServiceStatus"/> telling where it is.
/// </summary>
internal sealed partial class FaceServiceHost(
    FaceServiceSetup setup, FaceServiceStatus status, HttpClient http, TimeProvider time, ILogger<FaceServiceHost> logger) : BackgroundService
{
    private const int ErrorLinesPerMinute = 120;

    private readonly ILogger _logger = logger;
    private readonly FaceServiceTimings _timings = setup.Timings;
    private readonly HealthWatch _health = new(http, setup.Timings, time);
    private readonly NodeLocator _nodes = new(setup.Options.NodePath, time);
    private readonly PackageInstaller _installer = new(time, setup.Timings.InstallLimit);

    /// <summary>The process id of the running service; for tests that end it.</summary>
    internal int? ProcessId { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = new RestartBackoff();
        try
        {
            while (true)
            {
                var uptime = TimeSpan.Zero;
                FaceServiceReport failure;
                TimeSpan wait;
                try
                {
                    var ground = await PrepareAsync(stoppingToken);
                    if (ground.Command is null)
                    {
                        (failure, wait) = (ground.Problem, _timings.Recheck);
                    }
                    else
                    {
                        (var why, uptime) = await RunAsync(ground.Command, stoppingToken);
                        (wait, backoff) = backoff.After(uptime);
                        failure = new FaceServiceReport { Phase = FaceServicePhase.Restarting, Message = FaceServiceTexts.Restarting(why, wait) };
                    }
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    // Whatever it is, votes and pages go on without faces: an exception out of here would end the application.
                    LogFault(e);
                    (wait, backoff) = backoff.After(uptime);
                    failure = new FaceServiceReport
                    {
                        Phase = FaceServicePhase.Restarting,
                        Message = FaceServiceTexts.Restarting($"The face service could not be started ({e.Message.TrimEnd('.')})", wait),
                    };
                }

                Report(failure);
                await Task.Delay(wait, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application ends; so does the service, which RunAsync has stopped.
        }
        finally
        {
            Report(new FaceServiceReport { Phase = FaceServicePhase.Stopped, Message = FaceServiceTexts.Stopped });
        }
    }

    /// <summary>Node.js, folder, packages: a command that can be run, or the problem that a person or the network has to solve.</summary>
    private async Task<(ChildCommand? Command, FaceServiceReport Problem)> PrepareAsync(CancellationToken cancellationToken)
    {
        // A problem stays on display while it is looked at again, and is logged once.
        if (status.Current.Phase == FaceServicePhase.Stopped) Report(new FaceServiceReport { Phase = FaceServicePhase.CheckingNode, Message = FaceServiceTexts.CheckingNode });
        var node = await _nodes.FindAsync(cancellationToken);
        status.Node = node?.Version?.ToString();
        if (node?.Version is not { IsEnough: true }) return Problem(FaceServicePhase.NodeMissing, FaceServiceTexts.NodeMissing(node?.Version, _timings.Recheck));

        var folder = ServiceFolder.Find(setup.Options.Folder, setup.ContentRoot, AppContext.BaseDirectory, ServiceFolder.IsOne);
        if (folder is null) return Problem(FaceServicePhase.InstallFailed, FaceServiceTexts.FolderMissing(_timings.Recheck));

        if (!PackageInstaller.IsCurrent(folder))
        {
            if (NodeLocator.FindNpm(node.Path) is not { } npm) return Problem(FaceServicePhase.InstallFailed, FaceServiceTexts.NpmMissing(_timings.Recheck));
            if (await _installer.InstallAsync(folder, node.Path, npm, Report, cancellationToken) is { } why)
                return Problem(FaceServicePhase.InstallFailed, FaceServiceTexts.InstallFailed(why, _timings.Recheck));
        }

        return (new ChildCommand(node.Path, [Path.Combine("src", "main.js")], folder), new FaceServiceReport());

        static (ChildCommand?, FaceServiceReport) Problem(FaceServicePhase phase, string message) =>
            (null, new FaceServiceReport { Phase = phase, Message = message });
    }

    /// <summary>One life of the process.</summary>
    /// <returns>Why it is over, and how long the service was ready.</returns>
    private async Task<(string Why, TimeSpan Uptime)> RunAsync(ChildCommand command, CancellationToken cancellationToken)
    {
        Report(new FaceServiceReport { Phase = FaceServicePhase.Starting, Message = FaceServiceTexts.Starting });
        var key = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var port = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var budget = new LineBudget(ErrorLinesPerMinute);
        var lastError = "";
        await using var process = ChildProcess.Start(
            command with { Settings = Settings(key) },
            time,
            line =>
            {
                if (ServiceLine.ListeningPort(line) is { } listening) port.TrySetResult(listening);
                else LogOutput(line);
            },
            line =>
            {
                lastError = line;
                if (!budget.Passes(time.GetUtcNow(), out var dropped)) return;
                if (dropped > 0) LogDropped(dropped);
                LogErrorLine(line);
            });
        ProcessId = process.Id;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            if (await StartedAsync(process, port.Task, key, over.Token) is not { } address)
            {
                return process.Ended.IsCompleted
                    ? (FaceServiceTexts.NotStartedAtAll(await process.Ended, lastError), TimeSpan.Zero)
                    : (FaceServiceTexts.NotUpInTime(_timings.StartLimit), TimeSpan.Zero);
            }

            var ready = time.GetTimestamp();
            Report(new FaceServiceReport { Phase = FaceServicePhase.Ready, Message = FaceServiceTexts.Ready, Address = address, Folder = command.Folder });
            var unhealthy = _health.UntilUnhealthyAsync(address, over.Token);
            await Task.WhenAny(process.Ended, unhealthy);
            cancellationToken.ThrowIfCancellationRequested();
            return process.Ended.IsCompleted
                ? (FaceServiceTexts.Exited(await process.Ended), time.GetElapsedTime(ready))
                : (FaceServiceTexts.Unhealthy(_timings.HealthFailures), time.GetElapsedTime(ready));
        }
        finally
        {
            // First of all nobody is sent there any more.
            if (status.Current.IsReady) status.Set(new FaceServiceReport { Phase = FaceServicePhase.Restarting, Message = FaceServiceTexts.Ending });
            ProcessId = null;
            await over.CancelAsync();
            await process.StopAsync(_timings.StopGrace);
        }
    }

    /// <summary>Waits until the service has named its port and answers there.</summary>
    /// <returns>Its address, or null when it has ended or took too long.</returns>
    private async Task<FaceAddress?> StartedAsync(ChildProcess process, Task<int> port, string key, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_timings.StartLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await Task.WhenAny(process.Ended, port).WaitAsync(either.Token);
            if (!port.IsCompletedSuccessfully) return null;
            var address = new FaceAddress(new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", await port).Uri, key);
            using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(100), time);
            while (!await _health.IsHealthyAsync(address, either.Token))
            {
                if (process.Ended.IsCompleted) return null;
                await pulse.WaitForNextTickAsync(either.Token);
            }

            return address;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private Dictionary<string, string> Settings(string key)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["FACE_SERVICE_HOST"] = "127.0.0.1",
            ["FACE_SERVICE_PORT"] = "0",
            ["FACE_SERVICE_KEY"] = key,
            ["FACE_SERVICE_ROLES"] = setup.Recognises ? "imaging,recognition" : "imaging",
            ["FACE_SERVICE_EXIT_WITH_PARENT"] = "1",
        };
        if (setup.Recognises) settings["FACE_SERVICE_DATA"] = setup.GalleryFolder;
        return settings;
    }

    private void Report(FaceServiceReport report)
    {
        var before = status.Current;
        status.Set(report);
        // The seconds of an install are for the page; the log gets each phase once.
        if (before.Phase == report.Phase && report.Phase is FaceServicePhase.Installing) return;
        if (before == report) return;
        if (report.Phase is FaceServicePhase.NodeMissing or FaceServicePhase.InstallFailed or FaceServicePhase.Restarting) LogTrouble(report.Message);
        else LogPhase(report.Message);
    }
}
