using Atmosphere.Silo.Hosting;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Atmosphere.Silo.Tests.PostgreSql;

/// <summary>The command <c>init-db</c>, and what a silo says when nobody has run it.</summary>
public sealed class ClusterSchemaTests(PostgresServer server)
{
    private const string Secret = "correct-horse";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tables_are_made_once_however_often_and_by_how_many_at_once()
    {
        var database = await server.CreateDatabaseAsync();
        var said = new System.Collections.Concurrent.ConcurrentQueue<string>();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ClusterSchema.ApplyAsync(database, said.Enqueue, Token), Token)));
        await ClusterSchema.ApplyAsync(database, said.Enqueue, Token);

        said.Count.ShouldBe(5);
        said.Count(line => line.Contains("from version 0 to 3")).ShouldBe(1);
        said.Count(line => line.Contains("already")).ShouldBe(4);
        (await PostgresServer.ScalarAsync<long>(database, "SELECT count(*) FROM orleans_schema_version")).ShouldBe(3);
    }

    [Fact]
    public async Task The_command_makes_the_tables_of_cluster_and_catalogue()
    {
        var database = await server.CreateDatabaseAsync();
        var said = new List<string>();

        await ClusterSchema.ApplyAsync(
            Settings(("Cluster:Provider", "PostgreSQL"), ("Cluster:ConnectionString", database), ("Catalogue:Provider", "PostgreSQL"), ("Catalogue:ConnectionString", database)),
            said.Add,
            Token);

        said.Count.ShouldBe(2);
        await PostgresServer.ExecuteAsync(database, "SELECT 1 FROM orleans_grain_state, faces"); // fails without the tables
    }

    [Fact]
    public async Task The_command_with_nothing_to_make_says_so()
    {
        var refused = await Should.ThrowAsync<SettingException>(() => ClusterSchema.ApplyAsync(Settings(), _ => { }, Token));

        refused.Message.ShouldContain("Cluster:Provider");
        refused.Message.ShouldContain("Example:");
    }

    [Fact]
    public async Task A_silo_without_tables_stops_and_names_the_command()
    {
        using var silo = ClusterTables.Silo(await server.CreateDatabaseAsync());

        var refused = await Should.ThrowAsync<SettingException>(() => silo.StartAsync(Token));

        refused.Message.ShouldContain("init-db");
        refused.Message.ShouldContain("Cluster:ConnectionString");
        StartFailure.Explain(refused).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_silo_on_tables_of_an_earlier_program_stops_and_names_the_command()
    {
        var database = await MadeAsync();
        await PostgresServer.ExecuteAsync(database, "DELETE FROM orleans_schema_version WHERE version = 3");
        using var silo = ClusterTables.Silo(database);

        (await Should.ThrowAsync<SettingException>(() => silo.StartAsync(Token))).Message.ShouldContain("init-db");
    }

    [Fact]
    public async Task Tables_of_a_later_program_are_refused_by_silo_and_command_and_left_alone()
    {
        var database = await MadeAsync();
        await PostgresServer.ExecuteAsync(database, "INSERT INTO orleans_schema_version (version) VALUES (99)");
        using var silo = ClusterTables.Silo(database);

        (await Should.ThrowAsync<SettingException>(() => silo.StartAsync(Token))).Message.ShouldContain("99");
        (await Should.ThrowAsync<SettingException>(() => ClusterSchema.ApplyAsync(database, _ => { }, Token))).Message.ShouldContain("99");

        (await PostgresServer.ScalarAsync<long>(database, "SELECT count(*) FROM orleans_schema_version")).ShouldBe(4);
    }

    [Theory]
    [InlineData("Host=db")]
    [InlineData($"Host=db;Database=a;Port=many;Password={Secret}")]
    [InlineData($"{Secret}")]
    public async Task A_connection_string_that_is_none_stops_a_silo_by_name_and_is_not_shown(string connectionString)
    {
        var refused = await Should.ThrowAsync<SettingException>(async () =>
        {
            using var silo = ClusterTables.Silo(connectionString);
            await silo.StartAsync(Token);
        });

        refused.Message.ShouldContain("Cluster:ConnectionString");
        refused.Message.ShouldContain("Example:");
        refused.ToString().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task A_server_that_refuses_the_role_stops_a_silo_by_name_and_without_the_password()
    {
        var database = new NpgsqlConnectionStringBuilder(await MadeAsync()) { Username = "nobody", Password = Secret }.ConnectionString;
        using var silo = ClusterTables.Silo(database);

        var refused = await Should.ThrowAsync<SettingException>(() => silo.StartAsync(Token));

        refused.Message.ShouldContain("Cluster:ConnectionString");
        refused.ToString().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task A_role_that_may_only_read_and_write_rows_is_enough_for_a_silo()
    {
        var database = await MadeAsync();
        await PostgresServer.ExecuteAsync(database,
            """
            CREATE ROLE silo LOGIN;
            GRANT SELECT ON orleansquery, orleans_schema_version TO silo;
            GRANT SELECT, INSERT, UPDATE, DELETE ON orleans_membership, orleans_silo, orleans_grain_state, orleans_reminder TO silo;
            GRANT USAGE ON SEQUENCE orleans_reminder_version TO silo;
            """);

        await using var tables = await ClusterTables.OpenAsync(new NpgsqlConnectionStringBuilder(database) { Username = "silo" }.ConnectionString);
        var grain = GrainId.Create("face", "1");
        await tables.Storage.WriteStateAsync("face", grain, new GrainStateTests.NoteState(), Token);
        await tables.Reminders.UpsertRow(new ReminderEntry { GrainId = grain, ReminderName = "due", StartAt = DateTime.UnixEpoch, Period = TimeSpan.FromHours(1) }, Token);

        (await tables.Reminders.ReadRows(grain, Token)).Reminders.ShouldHaveSingleItem();
    }

    private static IConfiguration Settings(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();

    private async Task<string> MadeAsync()
    {
        var database = await server.CreateDatabaseAsync();
        await ClusterSchema.ApplyAsync(database, _ => { }, Token);
        return database;
    }
}
