using Atmosphere.Slack;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Atmosphere.Practice.Store;

/// <summary>
/// Everything the practice workspace remembers, in <c>practice.db</c>. One process; calls are short and take turns.
/// Timestamps are ordered as text: they all have ten digits before the point until the year 2286.
/// </summary>
internal sealed class PracticeStore : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS messages (
            channel_id TEXT NOT NULL, ts TEXT NOT NULL, revision INTEGER NOT NULL, user_id TEXT NOT NULL, text TEXT NOT NULL,
            blocks TEXT, metadata TEXT, edited_ts TEXT, visible_to TEXT, PRIMARY KEY (channel_id, ts)) STRICT;
        CREATE UNIQUE INDEX IF NOT EXISTS messages_by_revision ON messages (revision);
        CREATE TABLE IF NOT EXISTS former_blocks (
            channel_id TEXT NOT NULL, ts TEXT NOT NULL, revision INTEGER NOT NULL, blocks TEXT NOT NULL, PRIMARY KEY (channel_id, ts, revision)) STRICT;
        CREATE TABLE IF NOT EXISTS files (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, length INTEGER NOT NULL, upload_key TEXT NOT NULL,
            mime_type TEXT NOT NULL, state INTEGER NOT NULL, ready_at INTEGER NOT NULL, bytes BLOB) STRICT;
        """;

    /// <summary>How many former states of a message can still be pressed: more than come between a page's drawing and a click.</summary>
    private const int FormerStates = 20;

    private const string MessageColumns =
        "revision Revision, channel_id ChannelId, ts Ts, user_id UserId, text Text, blocks Blocks, metadata Metadata, edited_ts EditedTs, visible_to VisibleTo";

    private const string FileColumns =
        "id Id, name Name, title Title, length Length, upload_key UploadKey, mime_type MimeType, state State, ready_at ReadyAt";

    private readonly Lock _gate = new();
    private readonly SqliteConnection _database;
    private readonly TimeProvider _time;
    private TaskCompletionSource _nextChange = NewSignal();
    private bool _disposed;

    public PracticeStore(IOptions<PracticeOptions> options, TimeProvider time)
    {
        _time = time;
        var folder = Directory.CreateDirectory(options.Value.DataFolder);
        _database = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder.FullName, "practice.db"),
            Pooling = false,
        }.ToString());
        _database.Open();
        _database.Execute(Schema);
    }

    /// <summary>Completes at the next change of any message.</summary>
    public Task NextChange
    {
        get { lock (_gate) return _nextChange.Task; }
    }

    /// <summary>The present revision; 0 while there is no message.</summary>
    public long Revision
    {
        get { lock (_gate) return _database.ExecuteScalar<long>("SELECT coalesce(max(revision), 0) FROM messages"); }
    }

    /// <summary>The setting; made and stored at first use.</summary>
    public string SettingOrNew(string name, Func<string> make)
    {
        lock (_gate)
        {
            _database.Execute("INSERT INTO settings (name, value) VALUES (@name, @value) ON CONFLICT DO NOTHING", new { name, value = make() });
            return _database.QuerySingle<string>("SELECT value FROM settings WHERE name = @name", new { name });
        }
    }

    /// <summary>Adds a message under a timestamp of its own, later than every other of any channel: the page knows messages by it.</summary>
    public StoredMessage Add(StoredMessage message)
    {
        lock (_gate)
        {
            var last = _database.QuerySingleOrDefault<string>("SELECT max(ts) FROM messages");
            _ = SlackTs.TryGetMicroseconds(last, out var after);
            _ = SlackTs.TryGetMicroseconds(SlackTs.From(_time.GetUtcNow()), out var now);
            var added = message with { Ts = SlackTs.From(Math.Max(now, after + 1)), Revision = Revision + 1 };
            _database.Execute(
                """
                INSERT INTO messages (channel_id, ts, revision, user_id, text, blocks, metadata, edited_ts, visible_to)
                VALUES (@ChannelId, @Ts, @Revision, @UserId, @Text, @Blocks, @Metadata, @EditedTs, @VisibleTo)
                """,
                added);
            SignalChange();
            return added;
        }
    }

    /// <summary>Replaces the content of a message that exists.</summary>
    public StoredMessage Change(StoredMessage message)
    {
        lock (_gate)
        {
            var changed = message with { EditedTs = SlackTs.From(_time.GetUtcNow()), Revision = Revision + 1 };
            _database.Execute(
                """
                INSERT INTO former_blocks (channel_id, ts, revision, blocks)
                SELECT channel_id, ts, revision, blocks FROM messages WHERE channel_id = @ChannelId AND ts = @Ts AND blocks IS NOT NULL;
                DELETE FROM former_blocks WHERE channel_id = @ChannelId AND ts = @Ts AND revision NOT IN (
                    SELECT revision FROM former_blocks WHERE channel_id = @ChannelId AND ts = @Ts ORDER BY revision DESC LIMIT @FormerStates);
                UPDATE messages SET revision = @Revision, text = @Text, blocks = @Blocks, metadata = @Metadata, edited_ts = @EditedTs
                WHERE channel_id = @ChannelId AND ts = @Ts
                """,
                new { changed.ChannelId, changed.Ts, changed.Revision, changed.Text, changed.Blocks, changed.Metadata, changed.EditedTs, FormerStates });
            SignalChange();
            return changed;
        }
    }

    public StoredMessage? FindMessage(string channelId, string ts)
    {
        lock (_gate)
            return _database.QuerySingleOrDefault<StoredMessage>($"SELECT {MessageColumns} FROM messages WHERE channel_id = @channelId AND ts = @ts", new { channelId, ts });
    }

    /// <summary>The blocks that a message had before it was changed, newest first.</summary>
    public IReadOnlyList<string> FormerBlocks(string channelId, string ts)
    {
        lock (_gate)
        {
            return _database.Query<string>(
                "SELECT blocks FROM former_blocks WHERE channel_id = @channelId AND ts = @ts ORDER BY revision DESC", new { channelId, ts }).AsList();
        }
    }

    /// <summary>The message, if this user sees it: in the channel, or in a direct message.</summary>
    public StoredMessage? FindVisible(string ts, string userId)
    {
        lock (_gate)
        {
            return _database.QueryFirstOrDefault<StoredMessage>(
                $"SELECT {MessageColumns} FROM messages WHERE ts = @ts AND (visible_to IS NULL OR visible_to = @userId)", new { ts, userId });
        }
    }

    /// <summary>Messages for everybody, newest first.</summary>
    /// <param name="channelId">The channel.</param>
    /// <param name="oldest">From this timestamp on, including it; with ten digits before the point.</param>
    /// <param name="before">Only older than this timestamp; null for all.</param>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<StoredMessage> History(string channelId, string oldest, string? before, int count)
    {
        lock (_gate)
        {
            return _database.Query<StoredMessage>(
                $"""
                SELECT {MessageColumns} FROM messages
                WHERE channel_id = @channelId AND visible_to IS NULL
                  AND ts >= @oldest AND (@before IS NULL OR ts < @before)
                ORDER BY ts DESC LIMIT @count
                """,
                new { channelId, oldest, before, count }).AsList();
        }
    }

    /// <summary>The newest messages that this user sees, in the channel and in her direct messages, oldest first.</summary>
    public IReadOnlyList<StoredMessage> Latest(string channelId, string userId, int count)
    {
        lock (_gate)
        {
            return _database.Query<StoredMessage>(
                $"""
                SELECT * FROM (
                    SELECT {MessageColumns} FROM messages WHERE (channel_id = @channelId AND visible_to IS NULL) OR visible_to = @userId
                    ORDER BY ts DESC LIMIT @count)
                ORDER BY Ts
                """,
                new { channelId, userId, count }).AsList();
        }
    }

    /// <summary>What has changed since a revision, for one user, in the order of the changes.</summary>
    public IReadOnlyList<StoredMessage> ChangesAfter(string channelId, string userId, long revision, int count)
    {
        lock (_gate)
        {
            return _database.Query<StoredMessage>(
                $"""
                SELECT {MessageColumns} FROM messages
                WHERE revision > @revision AND ((channel_id = @channelId AND visible_to IS NULL) OR visible_to = @userId)
                ORDER BY revision LIMIT @count
                """,
                new { channelId, userId, revision, count }).AsList();
        }
    }

    public void AddFile(StoredFile file)
    {
        lock (_gate)
        {
            _database.Execute(
                """
                INSERT INTO files (id, name, title, length, upload_key, mime_type, state, ready_at)
                VALUES (@Id, @Name, @Title, @Length, @UploadKey, @MimeType, @State, @ReadyAt)
                """,
                file);
        }
    }

    public StoredFile? FindFile(string id)
    {
        lock (_gate) return _database.QuerySingleOrDefault<StoredFile>($"SELECT {FileColumns} FROM files WHERE id = @id", new { id });
    }

    public byte[]? ReadFile(string id)
    {
        lock (_gate) return _database.QuerySingleOrDefault<byte[]>("SELECT bytes FROM files WHERE id = @id", new { id });
    }

    public void DeleteFile(string id)
    {
        lock (_gate) _database.Execute("DELETE FROM files WHERE id = @id", new { id });
    }

    public void ChangeFile(StoredFile file, byte[]? bytes = null)
    {
        lock (_gate)
        {
            _database.Execute(
                """
                UPDATE files SET title = @Title, mime_type = @MimeType, state = @State, ready_at = @ReadyAt, bytes = coalesce(@bytes, bytes)
                WHERE id = @Id
                """,
                new { file.Title, file.MimeType, file.State, file.ReadyAt, bytes, file.Id });
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            _database.Dispose();
        }
    }

    private void SignalChange()
    {
        _nextChange.SetResult();
        _nextChange = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
