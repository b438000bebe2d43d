using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Silo.Tests.PostgreSql;

/// <summary>Two silos with real sockets and one database; one of them is a process of its own, and is killed.</summary>
public sealed class KilledSiloTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_killed_silo_has_written_is_read_and_its_reminders_tick_on_the_survivor()
    {
        var database = await server.CreateDatabaseAsync();
        await ClusterSchema.ApplyAsync(database, _ => { }, Token);
        using var survivor = TestSilo.Silo(database, FreePort(), FreePort());
        await survivor.StartAsync(Token);
        using var victim = await SiloProcess.StartAsync(database, FreePort(), FreePort());
        using var client = TestSilo.Client(database);
        await client.StartAsync(Token);
        var tallies = Enumerable.Range(0, 16).Select(i => client.Services.GetRequiredService<IGrainFactory>().GetGrain<ITallyGrain>($"tally-{i}")).ToList();
        var own = survivor.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        var homes = await Task.WhenAll(tallies.Select(tally => tally.Add(5)));
        homes.ShouldContain(home => !home.Equals(own)); // with 16 at random, one in 65,536 runs has all on one silo
        await Task.WhenAll(tallies.Select(tally => tally.Arm()));
        await Eventually.Holds(async () => (await Task.WhenAll(tallies.Select(tally => tally.Ticks()))).All(ticks => ticks > 0), "every reminder has ticked");

        await victim.KillAsync();

        foreach (var tally in tallies) await Eventually.Holds(() => AnswersAsync(tally.Sum, sum => sum == 5), "the sum is read on the survivor");
        var before = await Task.WhenAll(tallies.Select(tally => tally.Ticks()));
        foreach (var (tally, ticks) in tallies.Zip(before)) await Eventually.Holds(() => AnswersAsync(tally.Ticks, now => now > ticks), "the reminder ticks on the survivor");
        foreach (var tally in tallies) (await tally.Add(1)).ShouldBe(own);
        (await Task.WhenAll(tallies.Select(tally => tally.Sum()))).ShouldAllBe(sum => sum == 6);
        await client.StopAsync(Token);
        await survivor.StopAsync(Token);
    }

    /// <summary>Until the cluster has noticed the death, calls fail.</summary>
    private static async Task<bool> AnswersAsync(Func<Task<int>> call, Func<int, bool> isExpected)
    {
        try
        {
            return isExpected(await call());
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
