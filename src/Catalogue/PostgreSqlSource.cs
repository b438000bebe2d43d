using Npgsql;

namespace Atmosphere.Catalogue;

/// <summary>Where connections to a PostgreSQL database come from.</summary>
internal static class PostgreSqlSource
{
    /// <param name="connectionString">What it says itself goes before the defaults here.</param>
    /// <param name="applicationName">What <c>pg_stat_activity</c> shows.</param>
    /// <param name="poolSize">
    /// How many connections at most. PostgreSQL admits 100 unless told otherwise, and several processes share them: waiting for a free one
    /// here costs less than being turned away there.
    /// </param>
    public static NpgsqlDataSource Create(string connectionString, string applicationName, int poolSize) =>
        // Of a setting that is there twice the last one counts. The statements are few and always the same, so they are planned once per
        // connection; and they leave nothing behind in a session that the next user of it would have to be protected from.
        NpgsqlDataSource.Create(
            $"Application Name={applicationName};Maximum Pool Size={poolSize};Max Auto Prepare=32;No Reset On Close=true;{connectionString}");
}
