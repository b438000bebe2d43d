using Atmosphere.Load;

namespace Atmosphere.Faults.Tests.Embedded;

/// <summary>Lives of the application on one data folder, and starts that must not become one.</summary>
internal sealed class Starts(StandIns world, string folder)
{
    private const int Workers = 4;
    private static readonly TimeSpan Refusal = TimeSpan.FromMinutes(1);

    public string[] Settings { get; } = TestSettings.For(world, folder);

    /// <summary>A life in which people vote, ended in order.</summary>
    /// <param name="meanwhile">What else happens in it.</param>
    /// <param name="isKilled">It is not ended in order.</param>
    /// <param name="comesToRest">Before it ends, everything that follows from the votes is done.</param>
    /// <returns>The faces that were voted on.</returns>
    public async Task<IReadOnlyCollection<VotedFace>> LiveAsync(Func<AtmosphereProcess, Task>? meanwhile = null, bool isKilled = false, bool comesToRest = false)
    {
        await using var api = await AtmosphereProcess.StartAsync(Build.Own, "Api", Settings);
        await using var load = new VoteLoad(world, () => api.Address, TestSettings.CameraToken, Rounds.Seed);
        load.Start(Workers);
        if (meanwhile is not null) await meanwhile(api);
        await Eventually.Holds(() => load.Finished.Count >= Workers, "some faces are finished");
        await load.FinishAsync();
        if (comesToRest)
        {
            using var promises = new Promises(world, () => api.Address, TestSettings.OperatorKey);
            await promises.AreKeptAsync(load.Finished);
        }

        if (isKilled) await api.KillAsync();
        else (await api.TerminateAsync()).ExitCode.ShouldBe(0, api.Said);
        return load.Finished;
    }

    /// <summary>A start that ends at once, with exit code 1 and a message that has all these words.</summary>
    public async Task ShouldBeRefusedAsync(params string[] words) => await ShouldBeRefusedAsync(new Uri($"http://127.0.0.1:{AtmosphereProcess.FreePort()}"), words);

    public async Task ShouldBeRefusedAsync(Uri address, params string[] words)
    {
        await using var api = AtmosphereProcess.Launch(Build.Own, "Api", Settings, address);
        (await api.EndsAsync(Refusal)).ShouldBe(1, api.Said);
        api.Said.ShouldContain("Atmosphere can't start:");
        foreach (var word in words) api.Said.ShouldContain(word);
        api.Said.ShouldNotContain("   at ", Case.Sensitive, "a stack trace");
    }

    /// <summary>A start that finds everything as it was promised.</summary>
    public async Task ShouldGoOnAsync(IReadOnlyCollection<VotedFace> faces)
    {
        await using var api = await AtmosphereProcess.StartAsync(Build.Own, "Api", Settings);
        using var promises = new Promises(world, () => api.Address, TestSettings.OperatorKey);
        await promises.AreKeptAsync(faces);
    }
}
