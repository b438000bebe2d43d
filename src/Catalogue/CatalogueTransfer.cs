using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Atmosphere.Catalogue;

/// <summary>Reads all of a catalogue, and fills an empty one.</summary>
public sealed class CatalogueTransfer : IAsyncDisposable
{
    private readonly ICatalogueDatabase _database;

    internal CatalogueTransfer(ICatalogueDatabase database) => _database = database;

    /// <param name="configuration">The root: section <c>Catalogue</c> is read.</param>
    /// <param name="dataFolder">Where the file is, unless the configuration says otherwise.</param>
    /// <exception cref="OptionsValidationException">The section can't work.</exception>
    public static CatalogueTransfer Open(IConfiguration configuration, string dataFolder) =>
        new(CatalogueServices.Database(CatalogueSetup.OptionsOf(configuration), dataFolder));

    /// <returns>What a row of a file can't be stored for, or null. Quotes nothing of it.</returns>
    public static string? FlawOf(CatalogueRow row) => CatalogueTable.Find(row.Table) is { } table ? table.FlawOf(row.Values) : "is of a table that this version does not know";

    /// <summary>Hands over every row, as they all are at one instant. Others may write meanwhile.</summary>
    /// <exception cref="CatalogueStartException">The tables are of a later program, or the database can't be reached.</exception>
    public Task ReadAsync(Action<CatalogueRow> take, CancellationToken cancellationToken) => _database.ReadAsync(
        async connection =>
        {
            await using var instant = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            foreach (var table in CatalogueTable.All)
            {
                await using var rows = await connection.ExecuteReaderAsync(new CommandDefinition(table.Select, transaction: instant, cancellationToken: cancellationToken));
                while (await rows.ReadAsync(cancellationToken)) take(table.Read(rows));
            }

            return true;
        },
        cancellationToken);

    /// <summary>Stores all rows or none.</summary>
    /// <param name="rows">Without flaws.</param>
    /// <param name="andThen">Done before the rows are there for good: when it fails they are not.</param>
    /// <param name="cancellationToken">Gives up: nothing is stored.</param>
    /// <returns>False: there are rows already, and they were left as they are. The rest is done all the same.</returns>
    /// <exception cref="CatalogueStartException">The tables are of a later program, the database can't be reached, or it does not take a row.</exception>
    public async Task<bool> FillAsync(IEnumerable<CatalogueRow> rows, Func<Task> andThen, CancellationToken cancellationToken)
    {
        await _database.OpenAsync(cancellationToken);
        var isEmpty = false;
        await _database.WriteAsync(
            async (transaction, token) =>
            {
                isEmpty = await IsEmptyAsync(transaction, token);
                foreach (var row in isEmpty ? rows : []) await InsertAsync(transaction, row, token);
                await andThen();
            },
            cancellationToken);
        return isEmpty;
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static async Task<bool> IsEmptyAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        foreach (var table in CatalogueTable.All)
        {
            if (await transaction.Connection!.ExecuteScalarAsync<long>(new CommandDefinition($"SELECT COUNT(*) FROM (SELECT 1 FROM {table.Name} LIMIT 1) AS first", transaction: transaction, cancellationToken: cancellationToken)) > 0)
                return false;
        }

        return true;
    }

    private static async Task InsertAsync(DbTransaction transaction, CatalogueRow row, CancellationToken cancellationToken)
    {
        var table = CatalogueTable.Find(row.Table) ?? throw new ArgumentException($"There is no table '{row.Table}'.", nameof(row));
        try
        {
            await transaction.Connection!.ExecuteAsync(new CommandDefinition(table.Insert, table.ParametersOf(row.Values), transaction, cancellationToken: cancellationToken));
        }
        catch (DbException refused)
        {
            // Its own text may quote the row.
            throw new CatalogueStartException($"The catalogue's database does not take a row of {row.Table} ({refused.GetType().Name} {refused.SqlState}). Nothing was stored in it.", refused);
        }
    }
}
