using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Atmosphere.Figures.Bench;

/// <summary>The least that a durable write costs here: rows into SQLite, one writer, batches of up to 500 per commit, <c>synchronous=FULL</c>.</summary>
internal sealed class GroupCommitFloor : IAsyncDisposable
{
    /// <summary>Bytes; about a state of ours.</summary>
    public const int RowSize = 700;

    private const int LargestBatch = 500;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("figures-floor-");
    private readonly SqliteConnection _database;
    private readonly Channel<TaskCompletionSource> _waiting = Channel.CreateUnbounded<TaskCompletionSource>();
    private readonly Task _writer;
    private readonly byte[] _row = new byte[RowSize];
    private long _next;

    public GroupCommitFloor()
    {
        _database = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "floor.db")};Pooling=False");
        _database.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>Returns when one row is on disk.</summary>
    public async Task WriteOneAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _waiting.Writer.WriteAsync(done);
        await done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.Complete();
        await _writer;
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task WriteAsync()
    {
        using var insert = _database.CreateCommand();
        insert.CommandText = "INSERT INTO rows (id, body) VALUES ($id, $body)";
        var id = insert.Parameters.Add("$id", SqliteType.Integer);
        insert.Parameters.AddWithValue("$body", _row);
        var batch = new List<TaskCompletionSource>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            await using (var transaction = _database.BeginTransaction())
            {
                insert.Transaction = transaction;
                while (batch.Count < LargestBatch && _waiting.Reader.TryRead(out var one))
                {
                    id.Value = _next++;
                    insert.ExecuteNonQuery();
                    batch.Add(one);
                }

                await transaction.CommitAsync();
            }

            foreach (var one in batch) one.SetResult();
            batch.Clear();
        }
    }

    private void Execute(string sql)
    {
        using var command = _database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
