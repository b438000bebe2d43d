using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Dapper;

namespace Atmosphere.Catalogue;

/// <summary>A line of the audit, as it is exported.</summary>
public sealed record AuditLine
{
    public DateTimeOffset At { get; init; }

    public string Action { get; init; } = "";

    public string Actor { get; init; } = "";

    public string Via { get; init; } = "";

    public string? About { get; init; }

    public string Detail { get; init; } = "";

    public string Source { get; init; } = "";

    public long Index { get; init; }
}

/// <summary>Which lines of the audit are wanted; null is no limit.</summary>
public sealed record AuditFilter
{
    public DateTimeOffset? From { get; init; }

    /// <summary>The first instant that is no longer wanted.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>About this user.</summary>
    public string? About { get; init; }

    /// <summary>Decided by this actor.</summary>
    public string? By { get; init; }

    /// <summary>About this user, or decided by her.</summary>
    public string? Naming { get; init; }

    /// <summary>Only this was decided.</summary>
    public string? Action { get; init; }
}

/// <summary>A line's place in the audit: where a page ends and the next one begins.</summary>
public sealed record AuditPlace(DateTimeOffset At, string Source, long Index, string Action)
{
    public static AuditPlace Of(AuditLine line) => new(line.At, line.Source, line.Index, line.Action);
}

/// <summary>Reads the audit. An entry is there moments after its decision, and later when the catalogue was away.</summary>
public sealed class AuditQueries
{
    /// <summary>Lines that are in memory at the same time.</summary>
    public const int PageSize = 500;

    private readonly ICatalogueDatabase _database;

    internal AuditQueries(ICatalogueDatabase database) => _database = database;

    /// <summary>Page by page and oldest first, so that the whole never has to fit into memory. No page is empty.</summary>
    public async IAsyncEnumerable<ImmutableArray<AuditLine>> PagesAsync(AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (AuditLine? last = null; ;)
        {
            var page = await PageAsync(filter, last is null ? null : AuditPlace.Of(last), newestFirst: false, PageSize, cancellationToken);
            if (!page.IsEmpty) yield return page;
            if (page.Length < PageSize) yield break;
            last = page[^1];
        }
    }

    /// <summary>How many entries there are from before a time.</summary>
    public Task<long> CountBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken) => _database.ReadAsync(
        connection => connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT COUNT(*) FROM audit WHERE at < @before", new { before }, cancellationToken: cancellationToken)),
        cancellationToken);

    /// <summary>Some lines.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">Behind which, in the order of the page; null for the first page.</param>
    /// <param name="newestFirst">The order.</param>
    /// <param name="count">At most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ImmutableArray<AuditLine>> PageAsync(AuditFilter filter, AuditPlace? after, bool newestFirst, int count, CancellationToken cancellationToken)
    {
        // Put together of what is asked for: a parameter that is null has no type that PostgreSQL could know.
        var conditions = new List<string>();
        var parameters = new DynamicParameters(new { count });
        Add("at >= @from", "from", filter.From);
        Add("at < @to", "to", filter.To);
        Add("about = @about", "about", filter.About);
        Add("actor = @by", "by", filter.By);
        Add("(about = @naming OR actor = @naming)", "naming", filter.Naming);
        Add("action = @wanted", "wanted", filter.Action);
        if (after is not null)
        {
            conditions.Add($"(at, source, entry_index, action) {(newestFirst ? "<" : ">")} (@at, @source, @index, @action)");
            parameters.AddDynamicParams(new { at = after.At, source = after.Source, index = after.Index, action = after.Action });
        }

        var order = newestFirst ? " DESC" : "";
        var where = conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
        var sql =
            $"""
            SELECT at AS At, action AS Action, actor AS Actor, via AS Via, about AS About, detail AS Detail, source AS Source, entry_index AS "Index"
            FROM audit {where} ORDER BY at{order}, source{order}, entry_index{order}, action{order} LIMIT @count
            """;
        return _database.ReadAsync(
            async connection => (await connection.QueryAsync<AuditLine>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).ToImmutableArray(),
            cancellationToken);

        void Add<T>(string condition, string name, T? value)
        {
            if (value is null) return;
            conditions.Add(condition);
            parameters.Add(name, value);
        }
    }
}
