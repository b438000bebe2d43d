using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Atmosphere.Testing;

/// <summary>
/// <c>initdb</c> and <c>postgres</c> in a folder of their own, under a shell that ends the server and removes the folder as soon as its
/// input closes: so nothing is left behind when the tests are killed either. As root, which PostgreSQL refuses, under Debian's user.
/// </summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    private const string Ready = "database system is ready to accept connections";

    // Not pg_ctl: its server would outlive this process.
    private const string Script =
        """
        programs=$1 port=$2
        folder=$(mktemp -d) || exit 1
        trap 'rm -rf "$folder"' EXIT
        cd "$folder" || exit 1
        "$programs/initdb" --auth=trust --username=postgres --encoding=UTF8 --locale=C --pgdata="$folder/data" >/dev/null || exit 1
        "$programs/postgres" -D "$folder/data" -k "$folder" -h 127.0.0.1 -p "$port" -c max_connections=300 </dev/null &
        server=$!
        read -r _
        kill -QUIT "$server"
        wait "$server"
        """;

    private readonly Process _shell;
    private readonly int _port;

    private PostgresProcess(Process shell, int port) => (_shell, _port) = (shell, port);

    /// <summary>The folder with <c>initdb</c> and <c>postgres</c>, the newest of Debian's or one on the path, or null.</summary>
    public static string? FindPrograms()
    {
        const string Debian = "/usr/lib/postgresql";
        var installed = Directory.Exists(Debian) ? Directory.GetDirectories(Debian) : [];
        return installed
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    public static async Task<PostgresProcess> StartAsync(string programs)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var shell = Process.Start(Shell(programs, port))!;
            var (isReady, said) = await IsReadyAsync(shell);
            if (isReady) return new PostgresProcess(shell, port);
            await EndAsync(shell);
            // Between looking for a port and taking it, somebody else may take it.
            if (attempt == 3) throw new InvalidOperationException($"PostgreSQL does not start:\n{string.Join('\n', said)}");
        }
    }

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = "postgres",
        Database = database,
        MaxPoolSize = 20,
        IncludeErrorDetail = true,
    }.ConnectionString;

    public async ValueTask DisposeAsync() => await EndAsync(_shell);

    private static ProcessStartInfo Shell(string programs, int port)
    {
        string[] asUser = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--"] : [];
        string[] command = [.. asUser, "sh", "-c", Script, "sh", programs, $"{port}"];
        return new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false };
    }

    /// <summary>Reads what the server says until it is ready or gone, and goes on reading, so that it never waits for a reader.</summary>
    private static async Task<(bool IsReady, ConcurrentQueue<string> Said)> IsReadyAsync(Process shell)
    {
        var said = new ConcurrentQueue<string>();
        var ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        shell.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null) ready.TrySetResult(false);
            else if (line.Data.EndsWith(Ready, StringComparison.Ordinal)) ready.TrySetResult(true);
            else if (!ready.Task.IsCompleted) said.Enqueue(line.Data);
        };
        shell.BeginErrorReadLine();
        return (await ready.Task.WaitAsync(TimeSpan.FromSeconds(60)), said);
    }

    private static async Task EndAsync(Process shell)
    {
        using (shell)
        {
            shell.StandardInput.Close();
            await shell.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
