using System.Collections.Concurrent;
using System.Diagnostics;

namespace Atmosphere.Silo.Tests.Storage;

/// <summary>
/// Azurite on loopback, on ports that it chooses, in a folder of its own, under a shell that ends it and removes the folder as soon as
/// its input closes: so nothing is left behind when the tests are killed either.
/// </summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    private const string Script =
        """
        azurite=$1
        folder=$(mktemp -d) || exit 1
        trap 'rm -rf "$folder"' EXIT
        "$azurite" --location "$folder" --silent --disableTelemetry --skipApiVersionCheck --blobPort 0 --queuePort 0 --tablePort 0 </dev/null &
        server=$!
        read -r _
        kill -KILL "$server"
        wait "$server"
        """;

    private readonly Process _shell;

    private AzuriteProcess(Process shell, string blobs, string tables) => (_shell, BlobAddress, TableAddress) = (shell, blobs, tables);

    /// <summary>For example <c>http://127.0.0.1:33125</c>.</summary>
    public string BlobAddress { get; }

    public string TableAddress { get; }

    /// <summary>What <c>ATMOSPHERE_AZURITE</c> names, or what is on the path, or null.</summary>
    public static string? FindProgram() => ProgramPaths().FirstOrDefault(File.Exists);

    public static async Task<AzuriteProcess> StartAsync(string program)
    {
        var shell = Process.Start(new ProcessStartInfo("sh", ["-c", Script, "sh", program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var said = new ConcurrentQueue<string>();
        var addresses = new ConcurrentDictionary<string, string>();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        shell.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        shell.OutputDataReceived += (_, line) =>
        {
            said.Enqueue(line.Data ?? "");

            // "Azurite Blob service is successfully listening at http://127.0.0.1:33125"
            if (line.Data?.Split(' ') is ["Azurite", var service, "service", "is", "successfully", "listening", "at", var address]) addresses[service] = address;
            if (line.Data is null || (addresses.ContainsKey("Blob") && addresses.ContainsKey("Table"))) ready.TrySetResult();
        };
        shell.BeginOutputReadLine();
        shell.BeginErrorReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        if (addresses.TryGetValue("Blob", out var blobs) && addresses.TryGetValue("Table", out var tables)) return new(shell, blobs, tables);
        await EndAsync(shell);
        throw new InvalidOperationException($"Azurite does not start:\n{string.Join('\n', said)}");
    }

    public async ValueTask DisposeAsync() => await EndAsync(_shell);

    private static IEnumerable<string> ProgramPaths()
    {
        if (Environment.GetEnvironmentVariable("ATMOSPHERE_AZURITE") is { Length: > 0 } named) yield return named;
        foreach (var folder in Requirement.ProgramFolders) yield return Path.Combine(folder, "azurite");
    }

    private static async Task EndAsync(Process shell)
    {
        using (shell)
        {
            shell.StandardInput.Close();
            await shell.WaitForExitAsync(CancellationToken.None);
        }
    }
}
