using System.Text.Json;
using Atmosphere.Recognition.Hosting;
using Atmosphere.Silo.Hosting;

namespace Atmosphere.Api.Access;

/// <summary>
/// The file with the keys' hashes. Other processes on the same folder may change it: every look asks whether it is still the one that
/// was read, and every change is made on what the file holds, under a lock that all processes share.
/// </summary>
internal sealed partial class AccessFile
{
    /// <summary>Two changes within a tick of the file system's clock look alike: what is younger than this is read at every look.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private Reading _last;

    /// <exception cref="SettingException">It does not hold the hashes.</exception>
    public AccessFile(string path, TimeProvider time, ILogger log)
    {
        (_path, _time, _log) = (path, time, log);
        var stamp = StampOf(path);
        _last = new(Read(path), stamp, IsSettled(stamp));
    }

    /// <summary>What the file holds now. When it is gone, or was damaged by hand, what it held before: nobody is locked out by that, and nobody let in.</summary>
    public StoredKeys Current
    {
        get
        {
            lock (_gate)
            {
                var stamp = StampOf(_path);
                if (stamp is null || (stamp == _last.Stamp && _last.IsSettled)) return _last.Keys;
                var settled = IsSettled(stamp);
                try
                {
                    _last = new(Read(_path), stamp, settled);
                }
                catch (Exception fault) when (fault is SettingException or IOException or UnauthorizedAccessException)
                {
                    if (stamp != _last.Stamp) LogUnreadable(fault);
                    _last = _last with { Stamp = stamp, IsSettled = settled };
                }

                return _last.Keys;
            }
        }
    }

    public static byte[] Serialize(StoredKeys keys) => JsonSerializer.SerializeToUtf8Bytes(keys);

    /// <summary>Decides on what the file holds, and has the outcome on disk when it returns.</summary>
    /// <param name="decide">Gives the very same keys back when nothing is to be changed.</param>
    /// <param name="record">Puts on record what was decided to change, before it is.</param>
    /// <param name="cancellationToken">Ends the waiting for other processes.</param>
    /// <exception cref="SettingException">The file is gone or damaged; nothing was changed.</exception>
    /// <exception cref="TimeoutException">Another process holds the lock; nothing was changed.</exception>
    public async Task<T> ChangeAsync<T>(Func<StoredKeys, (StoredKeys Next, T Answer)> decide, Func<Task> record, CancellationToken cancellationToken)
    {
        using var held = await LockAsync(cancellationToken);
        var before = Read(_path);
        var (next, answer) = decide(before);
        if (ReferenceEquals(next, before)) return answer;
        await record();
        SecretFile.Replace(_path, Serialize(next));
        lock (_gate) _last = new(next, null, false);
        return answer;
    }

    /// <summary>Its own lock file, which stays: that of a first start goes with its holder.</summary>
    private async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        var begun = _time.GetTimestamp();
        while (true)
        {
            if (FileLock.TryTake(_path + ".changes") is { } held) return held;
            if (_time.GetElapsedTime(begun) >= LongestWait) throw new TimeoutException("The keys are being changed by another process.");
            await Task.Delay(Pause, _time, cancellationToken);
        }
    }

    private bool IsSettled(Stamp? stamp) => stamp is not null && _time.GetUtcNow() - stamp.ChangedAt > Settled;

    private static Stamp? StampOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new(new DateTimeOffset(file.LastWriteTimeUtc), file.Length) : null;
    }

    private static StoredKeys Read(string path)
    {
        try
        {
            if (JsonSerializer.Deserialize<StoredKeys>(File.ReadAllBytes(path)) is { OperatorKey.Length: > 0, Cameras.IsDefault: false } stored) return stored;
        }
        catch (JsonException damage)
        {
            throw Damaged(path, damage);
        }
        catch (FileNotFoundException gone)
        {
            throw Damaged(path, gone);
        }

        throw Damaged(path, null);
    }

    private static SettingException Damaged(string path, Exception? damage) =>
        new($"{path} does not hold the keys' hashes; restore it, or delete it to get new keys at the next start.", damage);

    [LoggerMessage(Level = LogLevel.Error, Message = "The file with the keys' hashes was changed and can't be read; the keys from before go on counting")]
    private partial void LogUnreadable(Exception fault);

    private sealed record Stamp(DateTimeOffset ChangedAt, long Length);

    private sealed record Reading(StoredKeys Keys, Stamp? Stamp, bool IsSettled);
}
