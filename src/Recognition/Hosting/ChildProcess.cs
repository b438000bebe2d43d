using System.Diagnostics;

namespace Atmosphere.Recognition.Hosting;

/// <summary>What to run: without a shell, so that nothing in it is interpreted.</summary>
internal sealed record ChildCommand(string Executable, IReadOnlyList<string> Arguments, string Folder)
{
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}

/// <summary>A child process whose output is read line by line, and which never outlives its disposal.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>For output that is still in the pipe when the process has ended; a grandchild might hold the pipe open for ever.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly TimeProvider _time;
    private readonly Task _output;
    private readonly CancellationTokenSource _reading = new();

    private ChildProcess(Process process, TimeProvider time, Action<string> onOutput, Action<string> onError)
    {
        _process = process;
        _time = time;
        _output = Task.WhenAll(ReadAsync(process.StandardOutput, onOutput), ReadAsync(process.StandardError, onError));
        Ended = EndAsync();
    }

    /// <summary>Completes with the exit code when the process has ended and its output has been read.</summary>
    public Task<int> Ended { get; }

    public int Id => _process.Id;

    /// <summary>Starts it. Its standard input stays open until <see cref="StopAsync"/>.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The executable can't be started.</exception>
    public static ChildProcess Start(ChildCommand command, TimeProvider time, Action<string> onOutput, Action<string> onError)
    {
        var info = new ProcessStartInfo(command.Executable, command.Arguments)
        {
            WorkingDirectory = command.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        ChildEnvironment.Apply(info.Environment, command.Settings);
        var process = Process.Start(info) ?? throw new InvalidOperationException($"'{command.Executable}' did not start.");
        return new ChildProcess(process, time, onOutput, onError);
    }

    /// <summary>Asks it to end by closing its standard input, and kills it with its children when it has not within the grace.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has closed its end already, which is what was wanted.
        }

        try
        {
            if (grace > TimeSpan.Zero) await Ended.WaitAsync(grace, _time);
        }
        catch (TimeoutException)
        {
            // Killed below, and waited for.
        }

        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await Ended;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        await _reading.CancelAsync();
        _reading.Dispose();
        _process.Dispose();
    }

    private async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync();
        try
        {
            await _output.WaitAsync(Drain, _time);
        }
        catch (TimeoutException)
        {
            await _reading.CancelAsync();
        }

        return _process.ExitCode;
    }

    private async Task ReadAsync(StreamReader reader, Action<string> onLine)
    {
        try
        {
            await foreach (var line in BoundedLines.ReadAsync(reader, _reading.Token)) onLine(line);
        }
        catch (OperationCanceledException) when (_reading.IsCancellationRequested)
        {
            // The process has ended, and nobody reads on.
        }
    }
}
