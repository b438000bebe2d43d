using System.Diagnostics;
using Atmosphere.Testing;

namespace Atmosphere.Load;

/// <summary>What is measured: Embedded, and Orleans where its packages restore, as one silo in memory and as three on PostgreSQL.</summary>
internal static class Targets
{
    private const string WithoutCloudPackages = "Orleans-without-cloud-packages";

    public static async IAsyncEnumerable<Target> AllAsync()
    {
        if (await BuildsAsync("src/Api")) yield return await OneProcessAsync("Embedded, one SQLite file", Build.Named("Embedded"));
        string[] orleans = ["-p:Engine=Orleans", "-p:CloudPackages=false"];
        if (!await BuildsAsync("src/Silo", orleans) || !await BuildsAsync("src/Api", orleans)) yield break;
        yield return await OneProcessAsync("Orleans, one silo in memory (not durable)", Build.Named(WithoutCloudPackages));
        if (PostgresProcess.FindPrograms() is { } programs) yield return await ThreeSilosAsync(programs);
        else Console.WriteLine("PostgreSQL is not installed (apt-get install postgresql): three silos are not measured");
    }

    /// <summary>The API of one build, which hosts its grains itself.</summary>
    public static async Task<Target> OneProcessAsync(string name, Build build)
    {
        var (world, folder) = (await StandIns.StartAsync(), new TemporaryFolder());
        var api = await AtmosphereProcess.StartAsync(build, "Api",
            [.. Settings(world, folder), $"--Cluster:SiloPort={AtmosphereProcess.FreePort()}", $"--Cluster:GatewayPort={AtmosphereProcess.FreePort()}"]);
        return new(name, world, api.Address, api, folder);
    }

    private static async Task<Target> ThreeSilosAsync(string programs)
    {
        var (world, folder) = (await StandIns.StartAsync(), new TemporaryFolder());
        var postgres = await PostgresProcess.StartAsync(programs);
        var cluster = await Cluster.StartAsync(Build.Named(WithoutCloudPackages), postgres.ConnectionString("postgres"), 3, Settings(world, folder));
        return new("Orleans, three silos on PostgreSQL, API as a client", world, cluster.Address, cluster, postgres, folder);
    }

    private static string[] Settings(StandIns world, TemporaryFolder folder) =>
    [
        .. world.Settings,
        $"--Data:Folder={folder.Path}", $"--Access:OperatorKey={Target.OperatorKey}", $"--Access:CameraToken={Target.CameraToken}",
        "--environment=Production", "--Asking:PostInterval=00:00:00.1", "--Asking:MaxOpen=1000", "--Recognition:CallsPerSecond=1000", "--Slack:FileReadyWithin=00:00:01",
        "--FaceService:NodePath=/bin/true", // no photo is cut here
    ];

    private static async Task<bool> BuildsAsync(string project, params string[] properties)
    {
        Console.WriteLine($"Building {project} {string.Join(' ', properties)}");
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Build.Repository, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])["build", "-c", "Release", project, .. properties]) start.ArgumentList.Add(argument);
        using var build = Process.Start(start)!;
        var said = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        if (build.ExitCode != 0) Console.WriteLine($"It does not build here, so it is not measured:\n{said}");
        return build.ExitCode == 0;
    }
}
