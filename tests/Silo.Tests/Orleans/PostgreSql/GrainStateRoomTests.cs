namespace Atmosphere.Silo.Tests.PostgreSql;

/// <summary>
/// Alone: PostgreSQL takes old versions of a row away at the next look at their page, unless a transaction that is older than they are
/// still runs somewhere on the server, and other tests create databases.
/// </summary>
[CollectionDefinition(nameof(GrainStateRoomTests), DisableParallelization = true)]
[Collection(nameof(GrainStateRoomTests))]
public sealed class GrainStateRoomTests(PostgresServer server)
{
    [Fact]
    public async Task A_state_that_is_written_all_the_time_stays_in_its_page()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        var state = new GrainStateTests.NoteState { State = { Text = new string('x', 500) } };

        foreach (var _ in Enumerable.Range(0, 500)) await tables.Storage.WriteStateAsync("face", GrainId.Create("face", "1"), state, TestContext.Current.CancellationToken);

        (await PostgresServer.ScalarAsync<long>(tables.ConnectionString, "SELECT pg_relation_size('orleans_grain_state') / 8192")).ShouldBeLessThan(5);
        (await PostgresServer.ScalarAsync<long>(tables.ConnectionString, "SELECT pg_relation_size('orleans_grain_state_pkey') / 8192")).ShouldBe(2);
    }
}
