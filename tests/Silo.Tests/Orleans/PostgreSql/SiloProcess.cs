using System.Diagnostics;

namespace Atmosphere.Silo.Tests.PostgreSql;

/// <summary>A silo in a process of its own. It ends when its input closes: also when the tests are killed.</summary>
internal sealed class SiloProcess : IDisposable
{
    public const string Argument = "--silo";
    private const string Ready = "ready";

    private readonly Process _process;

    private SiloProcess(Process process) => _process = process;

    public static async Task<SiloProcess> StartAsync(string connectionString, int siloPort, int gatewayPort)
    {
        var program = Path.Combine(AppContext.BaseDirectory, typeof(SiloProcess).Assembly.GetName().Name!);
        var process = Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? program + ".exe" : program, [Argument, connectionString, $"{siloPort}", $"{gatewayPort}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var said = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        said.ShouldBe(Ready);
        return new SiloProcess(process);
    }

    /// <summary>What the process does.</summary>
    public static async Task<int> RunAsync(string connectionString, int siloPort, int gatewayPort)
    {
        using var silo = TestSilo.Silo(connectionString, siloPort, gatewayPort);
        await silo.StartAsync();
        await Console.Out.WriteLineAsync(Ready);
        await Console.In.ReadToEndAsync();
        await silo.StopAsync();
        return 0;
    }

    /// <summary><c>kill -9</c>: nobody is told.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
