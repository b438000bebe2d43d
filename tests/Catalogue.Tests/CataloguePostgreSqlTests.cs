using System.Net;
using System.Net.Sockets;
using Dapper;
using Npgsql;

namespace Atmosphere.Catalogue.Tests;

/// <summary>What can happen to a database that is on another machine.</summary>
public sealed class CataloguePostgreSqlTests(PostgresServer server)
{
    private const string Secret = "correct-horse";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_that_is_lost_in_the_middle_of_a_write_is_a_fault_and_the_next_write_succeeds()
    {
        using var place = await new PostgreSqlKind(server).NewPlaceAsync();
        await using var catalogue = CatalogueFixture.In(place);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face(), Token);

        var write = catalogue.Database.WriteAsync(
            async (transaction, _) =>
            {
                await transaction.Connection!.ExecuteAsync("UPDATE faces SET status = 'Half', version = 9", transaction: transaction);
                await PostgresServer.EndConnectionsAsync(place.Options.ConnectionString);
                await transaction.Connection!.ExecuteAsync("UPDATE faces SET camera_id = 'half'", transaction: transaction);
            },
            Token);

        await Should.ThrowAsync<NpgsqlException>(() => write);
        (await catalogue.Queries.FaceAsync("0f1e2d3c", Token))!.Status.ShouldBe("Asking");
        await catalogue.Catalogue.StoreFaceAsync(Some.Face(version: 2) with { Status = "Agreed" }, Token);
        (await catalogue.Queries.FaceAsync("0f1e2d3c", Token))!.Status.ShouldBe("Agreed");
    }

    [Fact]
    public async Task A_connection_that_is_lost_before_the_commit_is_a_fault()
    {
        using var place = await new PostgreSqlKind(server).NewPlaceAsync();
        await using var catalogue = CatalogueFixture.In(place);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face(), Token);

        var write = catalogue.Database.WriteAsync(
            async (transaction, _) =>
            {
                await transaction.Connection!.ExecuteAsync("UPDATE faces SET status = 'Half', version = 9", transaction: transaction);
                await PostgresServer.EndConnectionsAsync(place.Options.ConnectionString);
            },
            Token);

        await Should.ThrowAsync<NpgsqlException>(() => write);
        (await catalogue.Queries.FaceAsync("0f1e2d3c", Token))!.Status.ShouldBe("Asking");
    }

    [Fact]
    public async Task A_role_that_may_only_read_and_write_rows_starts_on_tables_that_are_there()
    {
        using var place = await new PostgreSqlKind(server).NewPlaceAsync();
        await using (var owner = place.NewDatabase()) await owner.OpenAsync(Token);
        await place.ExecuteAsync("CREATE ROLE clerk LOGIN; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO clerk");

        await using var database = As(place, "clerk");
        await new SqlCatalogue(database).StoreFaceAsync(Some.Face(), Token);

        (await new CatalogueQueries(database).FaceAsync("0f1e2d3c", Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_role_that_may_not_make_the_tables_is_told_so()
    {
        using var place = await new PostgreSqlKind(server).NewPlaceAsync();
        await place.ExecuteAsync("REVOKE CREATE ON SCHEMA public FROM PUBLIC; CREATE ROLE visitor LOGIN");
        await using var database = As(place, "visitor");

        var refused = await Should.ThrowAsync<CatalogueStartException>(() => database.OpenAsync(Token));

        refused.Message.ShouldContain("Catalogue:ConnectionString");
        refused.Message.ShouldContain("permission denied");
        refused.Message.ShouldNotContain(Secret);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("no-such-host.invalid")]
    public async Task A_server_that_can_not_be_reached_is_told_without_the_password_and_tried_again_at_the_next_call(string host)
    {
        var options = new CatalogueOptions
        {
            Provider = CatalogueProvider.PostgreSQL,
            ConnectionString = $"Host={host};Port={ClosedPort()};Database=atmosphere;Username=atmosphere;Password={Secret};Timeout=5",
        };
        await using var database = new PostgreSqlDatabase(options);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var refused = await Should.ThrowAsync<CatalogueStartException>(() => database.OpenAsync(Token));
            refused.Message.ShouldContain("Catalogue:ConnectionString");
            refused.ToString().ShouldNotContain(Secret);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Host=db")]
    [InlineData("Database=atmosphere")]
    [InlineData($"Data Source=/var/lib/catalogue.db;Password={Secret}")]
    [InlineData($"Host=db;Database=atmosphere;Port=many;Password={Secret}")]
    [InlineData($"{Secret}")]
    public void A_connection_string_that_names_no_database_is_refused_by_name_and_not_shown(string connectionString)
    {
        var options = new CatalogueOptions { Provider = CatalogueProvider.PostgreSQL, ConnectionString = connectionString };

        var failure = new CatalogueOptionsValidator().Validate(null, options).FailureMessage.ShouldNotBeNull();

        failure.ShouldContain("Catalogue:ConnectionString");
        failure.ShouldContain("Example:");
        failure.ShouldNotContain(Secret);
    }

    [Fact]
    public void A_provider_that_is_none_is_refused_by_name()
    {
        var failure = new CatalogueOptionsValidator().Validate(null, new CatalogueOptions { Provider = (CatalogueProvider)7 }).FailureMessage.ShouldNotBeNull();

        failure.ShouldContain("Catalogue:Provider");
        failure.ShouldContain("Example:");
    }

    private static PostgreSqlDatabase As(CataloguePlace place, string role) => new(new CatalogueOptions
    {
        Provider = CatalogueProvider.PostgreSQL,
        ConnectionString = new NpgsqlConnectionStringBuilder(place.Options.ConnectionString) { Username = role, Password = Secret }.ConnectionString,
    });

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
