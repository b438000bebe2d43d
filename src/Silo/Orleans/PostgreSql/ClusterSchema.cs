using System.Net.Sockets;
using System.Reflection;
using Atmosphere.Catalogue;
using Atmosphere.Silo.Clustering;
using Atmosphere.Silo.Hosting;
using Npgsql;

namespace Atmosphere.Silo;

/// <summary>
/// The tables and statements that Orleans' ADO.NET providers expect to find in a PostgreSQL database. Silos don't make them: the command
/// <c>init-db</c> does, with a role that may, and before the first silo of a new version starts.
/// </summary>
public static class ClusterSchema
{
    private const string Command = "Run the program once with the argument init-db, for example: dotnet run --project src/Silo -p:Engine=Orleans -- init-db";

    private static readonly SchemaSteps Steps = new("orleans_schema_version", ReadSteps(typeof(ClusterSchema).Assembly));

    /// <summary>Makes or brings up to date what the configuration has in PostgreSQL: the cluster's tables, the catalogue's, or both.</summary>
    /// <param name="configuration">The root: sections <c>Cluster</c> and <c>Catalogue</c> are read.</param>
    /// <param name="progress">Takes one sentence per thing done.</param>
    /// <param name="cancellationToken">Ends the wait. What was begun is undone.</param>
    /// <exception cref="SettingException">Nothing is configured to be in PostgreSQL, the database can't be reached, or its tables are of a later program.</exception>
    /// <exception cref="CatalogueStartException">The same for the catalogue.</exception>
    public static async Task ApplyAsync(IConfiguration configuration, Action<string> progress, CancellationToken cancellationToken)
    {
        var cluster = ClusterOptions.Read(configuration);
        var isCluster = cluster.Provider != ClusterProvider.AzureStorage && cluster.Keeps;
        if (isCluster) await ApplyAsync(cluster.ConnectionString, progress, cancellationToken);
        var isCatalogue = await CatalogueSetup.ApplyAsync(configuration, cancellationToken);
        if (isCatalogue) progress("The catalogue's tables are up to date.");
        if (!isCluster && !isCatalogue)
            throw new SettingException("There is nothing to make: neither the cluster nor the catalogue is in PostgreSQL. Example: Cluster:Provider=PostgreSQL, with Cluster:ConnectionString=Host=db;Database=atmosphere");
    }

    /// <summary>Makes the cluster's tables, or brings them up to date.</summary>
    internal static async Task ApplyAsync(string connectionString, Action<string> progress, CancellationToken cancellationToken)
    {
        await using var source = PostgreSqlCluster.Source(connectionString);
        var found = await ReachAsync(() => PostgreSqlSchema.ApplyAsync(source, Steps, cancellationToken));
        if (found > Steps.Version) throw TooNew(found);
        progress(found == Steps.Version ? $"The cluster's tables have version {found} already." : $"The cluster's tables were brought from version {found} to {Steps.Version}.");
    }

    /// <summary>Returns if this program's tables are there.</summary>
    /// <exception cref="SettingException">They are not, and what to do about it.</exception>
    internal static async Task RequireAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var found = await ReachAsync(() => PostgreSqlSchema.FoundAsync(source, Steps, cancellationToken));
        if (found > Steps.Version) throw TooNew(found);
        if (found == 0) throw new SettingException($"The database of Cluster:ConnectionString does not have the cluster's tables yet. {Command}");
        if (found < Steps.Version) throw new SettingException($"The cluster's tables in the database of Cluster:ConnectionString have version {found}, and this program needs {Steps.Version}. {Command}");
    }

    private static SettingException TooNew(int found) => new(
        $"The cluster's tables have version {found}, and this program knows versions up to {Steps.Version}. Start the newer program again, or let Cluster:ConnectionString lead to another database.");

    private static async Task<int> ReachAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure is NpgsqlException or SocketException) // a name that is not known comes without Npgsql's envelope
        {
            throw new SettingException($"The database of Cluster:ConnectionString does not do: {failure.Message}", failure);
        }
    }

    /// <summary>The embedded 001-….sql, 002-….sql, in that order.</summary>
    private static string[] ReadSteps(Assembly assembly) => [.. assembly.GetManifestResourceNames()
        .Where(name => name.Contains(".PostgreSql.", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        })];
}
