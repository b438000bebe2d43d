using System.Collections.Immutable;
using System.Data.Common;
using Atmosphere.Grains.Ports;
using Dapper;

namespace Atmosphere.Catalogue;

/// <summary>The audit in SQL, beside the read model.</summary>
internal sealed class SqlAudit(ICatalogueDatabase database) : IAudit
{
    private const string Insert =
        """
        INSERT INTO audit (source, entry_index, action, at, actor, via, about, detail)
        VALUES (@Source, @Index, @Action, @At, @Actor, @Via, @About, @Detail)
        ON CONFLICT (source, entry_index, action) DO NOTHING
        """;

    private const string DeleteOldest =
        """
        DELETE FROM audit WHERE (source, entry_index, action) IN (
          SELECT source, entry_index, action FROM audit WHERE at < @before ORDER BY at, source, entry_index, action LIMIT @most)
        """;

    private const string Replace =
        """
        UPDATE audit SET
          actor = CASE WHEN actor = @userId THEN @replacement ELSE actor END,
          about = CASE WHEN about = @userId THEN @replacement ELSE about END
        WHERE actor = @userId OR about = @userId
        """;

    public Task AppendAsync(ImmutableArray<AuditEntry> entries, CancellationToken cancellationToken) =>
        entries.IsEmpty ? Task.CompletedTask : database.WriteAsync((transaction, token) => AppendAsync(transaction, entries, token), cancellationToken);

    public async Task<int> RemoveBeforeAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        var removed = 0;
        await database.WriteAsync(async (transaction, token) => removed = await WithPermitAsync(transaction, "retention", DeleteOldest, new { before, most }, token), cancellationToken);
        return removed;
    }

    public async Task<int> ReplaceUserAsync(string userId, string replacement, CancellationToken cancellationToken)
    {
        var changed = 0;
        await database.WriteAsync(async (transaction, token) => changed = await ReplaceUserAsync(transaction, userId, replacement, token), cancellationToken);
        return changed;
    }

    /// <summary>Adds entries in a transaction of somebody else's.</summary>
    internal static async Task AppendAsync(DbTransaction transaction, ImmutableArray<AuditEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries) await ExecuteAsync(transaction, Insert, entry, cancellationToken);
    }

    /// <summary>Puts something else in the place of a user's id, in a transaction of somebody else's.</summary>
    internal static Task<int> ReplaceUserAsync(DbTransaction transaction, string userId, string replacement, CancellationToken cancellationToken) =>
        WithPermitAsync(transaction, "forgotten", Replace, new { userId, replacement }, cancellationToken);

    /// <summary>The permit is gone again before the transaction ends, so nobody else ever sees it.</summary>
    private static async Task<int> WithPermitAsync(DbTransaction transaction, string reason, string sql, object parameters, CancellationToken cancellationToken)
    {
        await ExecuteAsync(transaction, "INSERT INTO audit_permits (reason) VALUES (@reason)", new { reason }, cancellationToken);
        var changed = await ExecuteAsync(transaction, sql, parameters, cancellationToken);
        await ExecuteAsync(transaction, "DELETE FROM audit_permits", new { }, cancellationToken);
        return changed;
    }

    private static Task<int> ExecuteAsync(DbTransaction transaction, string sql, object parameters, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));
}
