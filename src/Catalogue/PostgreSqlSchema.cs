using Dapper;
using Npgsql;

namespace Atmosphere.Catalogue;

/// <summary>Takes <see cref="SchemaSteps"/> in a PostgreSQL database.</summary>
internal static class PostgreSqlSchema
{
    // One number for all that this program does to a schema, "atmo" in ASCII; any that no other program uses would do.
    private const long Lock = 0x61746D6F;

    /// <summary>The version of the tables, 0 when there are none. Needs no more than the right to read.</summary>
    public static async Task<int> FoundAsync(NpgsqlDataSource source, SchemaSteps schema, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var exists = await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition("SELECT to_regclass(@VersionTable) IS NOT NULL", new { schema.VersionTable }, cancellationToken: cancellationToken));
        return exists ? await schema.FoundAsync(connection, null, cancellationToken) : 0;
    }

    /// <summary>Takes the steps that are missing, one process at a time, all of them or none.</summary>
    /// <returns>The version that was found.</returns>
    public static async Task<int> ApplyAsync(NpgsqlDataSource source, SchemaSteps schema, CancellationToken cancellationToken)
    {
        // Looking first spares a role that may only read and write rows from asking for more.
        var found = await FoundAsync(source, schema, cancellationToken);
        if (found >= schema.Version) return found;
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("SELECT pg_advisory_xact_lock(@Lock)", new { Lock }, transaction, cancellationToken: cancellationToken));
        found = await schema.ApplyAsync(transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return found;
    }
}
