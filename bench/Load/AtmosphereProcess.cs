using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Atmosphere.Load;

/// <summary>A silo or an API as a process of its own. Ended with whoever started it, by its own id.</summary>
internal sealed class AtmosphereProcess : IAsyncDisposable
{
    private const int MostLines = 200;
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private AtmosphereProcess(Build build, string project, Uri address, IEnumerable<string> settings)
    {
        Address = address;
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        string[] fixedSettings = [build.Executable(project), $"--contentRoot={Path.Combine(Build.Repository, "src", project)}", $"--urls={address}"];
        foreach (var argument in fixedSettings.Concat(settings)) start.ArgumentList.Add(argument);
        start.Environment.Remove("OTEL_EXPORTER_OTLP_ENDPOINT");
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <summary>What it has used of the processors since its start.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Its last lines, for the message of a failure.</summary>
    public string Said => string.Join('\n', _lines);

    /// <summary>Starts a process and waits until it answers: a silo has joined its cluster by then, a client has found it.</summary>
    /// <param name="build">Which build of it.</param>
    /// <param name="project"><c>Api</c> or <c>Silo</c>.</param>
    /// <param name="settings">Such as <c>--Cluster:SiloPort=11111</c>.</param>
    public static async Task<AtmosphereProcess> StartAsync(Build build, string project, IEnumerable<string> settings)
    {
        var process = Launch(build, project, settings);
        try
        {
            await process.AnswersAsync();
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a process without waiting for anything.</summary>
    /// <param name="build">Which build of it.</param>
    /// <param name="project"><c>Api</c> or <c>Silo</c>.</param>
    /// <param name="settings">Such as <c>--Cluster:SiloPort=11111</c>.</param>
    /// <param name="address">Where it listens; a free port when left out.</param>
    public static AtmosphereProcess Launch(Build build, string project, IEnumerable<string> settings, Uri? address = null) =>
        new(build, project, address ?? new Uri($"http://127.0.0.1:{FreePort()}"), settings);

    /// <summary>Runs a command of a project, such as <c>init-db</c>, to its end.</summary>
    public static async Task RunAsync(Build build, string project, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments.Prepend(build.Executable(project))) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (said, failed) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException(await said + await failed);
    }

    /// <summary>Returns when <c>/healthz</c> answers.</summary>
    public async Task AnswersAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        await Until.HoldsAsync(
            async () =>
            {
                if (HasExited) throw new InvalidOperationException(Said);
                try
                {
                    return (await http.GetAsync(new Uri("/healthz", UriKind.Relative))).IsSuccessStatusCode;
                }
                catch (Exception notYet) when (notYet is HttpRequestException or OperationCanceledException)
                {
                    return false;
                }
            },
            "the process answers",
            StartLimit);
    }

    /// <summary><c>kill -9</c>: nothing is finished, nothing flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a platform stops a process.</summary>
    /// <returns>How long the end took, and its exit code.</returns>
    public async Task<(TimeSpan Took, int ExitCode)> TerminateAsync()
    {
        var watch = Stopwatch.StartNew();
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return (watch.Elapsed, _process.ExitCode);
    }

    /// <summary>Waits for an end that it comes to by itself.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="TimeoutException">It still lives.</exception>
    public async Task<int> EndsAsync(TimeSpan limit)
    {
        await _process.WaitForExitAsync().WaitAsync(limit);
        return _process.ExitCode;
    }

    /// <summary>
    /// Below the ports that the system gives to whoever connects: one of those may be given away before the process listens on it.
    /// </summary>
    public static int FreePort()
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = Random.Shared.Next(12_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException) when (attempt < 100)
            {
                // Somebody has it.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasExited) await KillAsync();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null) return;
        _lines.Enqueue(line);
        while (_lines.Count > MostLines) _lines.TryDequeue(out _);
    }
}
