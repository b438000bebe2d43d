
namespace Atmosphere.Load;

/// <summary>Silos and an API as processes of their own on loopback, over one PostgreSQL.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly Build _build;
    private readonly string[] _settings;
    private readonly List<AtmosphereProcess> _silos = [];
    private readonly List<AtmosphereProcess> _ended = [];
    private AtmosphereProcess? _api;

    private Cluster(Build build, string[] settings) => (_build, _settings) = (build, settings);

    public IReadOnlyList<AtmosphereProcess> Silos => _silos;

    /// <summary>Of the API; while that is being replaced, of the one that was.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The last lines of every process that runs.</summary>
    public string Said => string.Join('\n', _silos.Append(_api).OfType<AtmosphereProcess>().Select(process => $"-- {process.Address}, {(process.HasExited ? "ended" : "runs")}\n{process.Said}"));

    /// <param name="build">An Orleans build.</param>
    /// <param name="database">Connection string of an empty database.</param>
    /// <param name="silos">How many.</param>
    /// <param name="settings">For every process.</param>
    public static async Task<Cluster> StartAsync(Build build, string database, int silos, IEnumerable<string> settings)
    {
        var cluster = new Cluster(build,
        [
            .. settings,
            "--Cluster:Provider=PostgreSQL", $"--Cluster:ConnectionString={database}", "--Cluster:AdvertisedAddress=127.0.0.1",
            "--Catalogue:Provider=PostgreSQL", $"--Catalogue:ConnectionString={database}",
        ]);
        await AtmosphereProcess.RunAsync(build, "Silo", ["init-db", .. cluster._settings]);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, silos).Select(_ => cluster.AddSiloAsync()));
            await cluster.StartApiAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when the new silo has joined.</summary>
    public async Task AddSiloAsync()
    {
        var silo = AtmosphereProcess.Launch(_build, "Silo", [.. _settings, $"--Cluster:SiloPort={AtmosphereProcess.FreePort()}", $"--Cluster:GatewayPort={AtmosphereProcess.FreePort()}"]);
        lock (_silos) _silos.Add(silo);
        await silo.AnswersAsync();
    }

    /// <summary>SIGTERM for a silo: it hands over and leaves.</summary>
    /// <returns>How long the end took, and its exit code.</returns>
    public async Task<(TimeSpan Took, int ExitCode)> TerminateAsync(AtmosphereProcess silo)
    {
        lock (_silos) _silos.Remove(silo);
        _ended.Add(silo);
        return await silo.TerminateAsync();
    }

    /// <summary>SIGTERM for the API, with another one in its place when it has ended.</summary>
    /// <returns>How long the end took, and its exit code.</returns>
    public async Task<(TimeSpan Took, int ExitCode)> ReplaceApiAsync()
    {
        var end = await _api!.TerminateAsync();
        await _api.DisposeAsync();
        _api = null;
        await StartApiAsync();
        return end;
    }

    public async Task KillAsync(AtmosphereProcess silo)
    {
        lock (_silos) _silos.Remove(silo);
        _ended.Add(silo);
        await silo.KillAsync();
    }

    private async Task StartApiAsync()
    {
        _api = AtmosphereProcess.Launch(_build, "Api", [.. _settings, "--Silo:CoHosted=false"]);
        await _api.AnswersAsync();
        Address = _api.Address;
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null) await _api.DisposeAsync();
        foreach (var silo in _silos.Concat(_ended)) await silo.DisposeAsync();
    }
}
