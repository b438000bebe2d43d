using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Atmosphere.Catalogue;

/// <summary>The databases that the catalogue can be in.</summary>
public enum CatalogueProvider
{
    /// <summary>A file on this machine, for one process that writes.</summary>
    Sqlite,

    /// <summary>A PostgreSQL database, for all processes of a cluster.</summary>
    PostgreSQL,
}

/// <summary>Where the SQL read model is. Configuration section <c>Catalogue</c>.</summary>
public sealed class CatalogueOptions
{
    public const string Section = "Catalogue";
    public const string DefaultFile = "catalogue.db";

    /// <summary><c>Sqlite</c> or <c>PostgreSQL</c>.</summary>
    public CatalogueProvider Provider { get; set; }

    /// <summary>
    /// Sqlite: a connection string with <c>Data Source=</c>. Empty: <c>catalogue.db</c> in the data folder. A relative file is in the data
    /// folder too. PostgreSQL: a connection string of Npgsql, at least with <c>Host=</c> and <c>Database=</c>. Nothing ever shows it.
    /// </summary>
    public string ConnectionString { get; set; } = "";
}

internal sealed class CatalogueOptionsValidator : IValidateOptions<CatalogueOptions>
{
    private const string Setting = "Catalogue:ConnectionString";
    private const string SqliteExample = $"Example: {Setting}=Data Source=/var/lib/atmosphere/catalogue.db";
    private const string PostgreSqlExample = $"Example: {Setting}=Host=db;Database=atmosphere;Username=atmosphere;Password=...";

    public ValidateOptionsResult Validate(string? name, CatalogueOptions options) => options.Provider switch
    {
        CatalogueProvider.Sqlite => Sqlite(options.ConnectionString),
        CatalogueProvider.PostgreSQL => PostgreSql(options.ConnectionString),
        var other => ValidateOptionsResult.Fail($"Catalogue:Provider is {other}, and has to be Sqlite or PostgreSQL. Example: Catalogue:Provider=PostgreSQL"),
    };

    private static ValidateOptionsResult Sqlite(string connectionString)
    {
        if (connectionString.Length == 0) return ValidateOptionsResult.Success;
        try
        {
            var parsed = new SqliteConnectionStringBuilder(connectionString);
            return parsed.Mode == SqliteOpenMode.Memory || parsed.DataSource is "" or ":memory:" || parsed.DataSource.StartsWith("file:", StringComparison.Ordinal)
                ? ValidateOptionsResult.Fail($"{Setting} has to name a file with 'Data Source='. {SqliteExample}")
                : ValidateOptionsResult.Success;
        }
        catch (ArgumentException)
        {
            // The exception's text quotes the value, which may hold a password.
            return ValidateOptionsResult.Fail($"{Setting} is not a SQLite connection string. {SqliteExample}");
        }
    }

    private static ValidateOptionsResult PostgreSql(string connectionString)
    {
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(connectionString);
            return string.IsNullOrWhiteSpace(parsed.Host) || string.IsNullOrWhiteSpace(parsed.Database)
                ? ValidateOptionsResult.Fail($"{Setting} has to name a server with 'Host=' and a database with 'Database='. {PostgreSqlExample}")
                : ValidateOptionsResult.Success;
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException)
        {
            return ValidateOptionsResult.Fail($"{Setting} is not a PostgreSQL connection string. {PostgreSqlExample}");
        }
    }
}
