using System.Data.Common;
using System.Globalization;
using Dapper;

namespace Atmosphere.Catalogue;

/// <summary>
/// Tables that grow by numbered steps: step n makes version n, and the table <paramref name="VersionTable"/> has a row for each that was
/// taken. A step that has been released is never changed.
/// </summary>
/// <param name="VersionTable">Its name: no two sets of steps in one database may share it.</param>
/// <param name="Steps">SQL, one or several statements each.</param>
internal sealed record SchemaSteps(string VersionTable, IReadOnlyList<string> Steps)
{
    /// <summary>The version that this program makes and understands.</summary>
    public int Version => Steps.Count;

    /// <summary>Takes the steps that are missing. The caller makes sure that nobody else does so meanwhile.</summary>
    /// <returns>The version that was found. One that is above <see cref="Version"/> is left alone.</returns>
    public async Task<int> ApplyAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        await ExecuteAsync($"CREATE TABLE IF NOT EXISTS {VersionTable} (version INTEGER NOT NULL)");
        var found = await FoundAsync(transaction.Connection!, transaction, cancellationToken);
        for (var version = found + 1; version <= Version; version++)
        {
            await ExecuteAsync(Steps[version - 1]);
            await ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {VersionTable} (version) VALUES ({version})"));
        }

        return found;

        Task ExecuteAsync(string sql) => transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, transaction: transaction, cancellationToken: cancellationToken));
    }

    /// <summary>The version of the tables, 0 when no step has been taken. The version table has to exist.</summary>
    public async Task<int> FoundAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken) =>
        await connection.ExecuteScalarAsync<int?>(
            new CommandDefinition($"SELECT MAX(version) FROM {VersionTable}", transaction: transaction, cancellationToken: cancellationToken)) ?? 0;
}
