using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Api.Intake.Folder;

/// <summary>
/// Takes what lies in the watched folder, a file at a time. A file is taken when its size and its time have not changed for a while;
/// one that is taken twice, since a crash came before the move, is the same photo.
/// </summary>
internal sealed class FolderSweep(WatchedFolder folder, PhotoIntake intake, IGrainFactory grains, TimeProvider time)
{
    /// <summary>Who writes into a file for this long without its changing has finished, or should have.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(4);

    /// <summary>An empty file is mostly one that nobody has begun to write yet.</summary>
    public static readonly TimeSpan EmptySettled = TimeSpan.FromMinutes(1);

    /// <summary>Pause before a file that could not be read or moved is tried again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Photos of the folder that wait to be cut. The rest waits in the folder, where it costs nothing.</summary>
    public const int MostWaiting = 16;

    private readonly Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);
    private readonly Queue<string> _waiting = new();

    /// <summary>Files that can't be read or moved.</summary>
    public int Stuck => _seen.Values.Count(seen => seen.NotBefore is not null);

    /// <summary>Looks once, and takes what can be taken.</summary>
    /// <exception cref="IOException">The folder can't be read, or the photo can't be stored: nothing was lost, look again later.</exception>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var files = folder.Files().ToList();
        var names = files.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _seen.Keys.Where(name => !names.Contains(name)).ToList()) _seen.Remove(gone);

        foreach (var file in files.Where(IsReady).OrderBy(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal))
        {
            if (await IsBehindAsync()) return;
            await TakeAsync(file.Name, _seen[file.Name].Stamp, cancellationToken);
        }
    }

    private bool IsReady(FileInfo file)
    {
        if (!file.Exists) return false; // taken away since it was listed
        var (now, stamp) = (time.GetUtcNow(), new Stamp(file.Length, file.LastWriteTimeUtc));
        if (!_seen.TryGetValue(file.Name, out var seen) || seen.Stamp != stamp) _seen[file.Name] = seen = new(stamp, now, null);
        return now - seen.Since >= (stamp.Length == 0 ? EmptySettled : Settled) && !(seen.NotBefore > now);
    }

    /// <summary>Photos are admitted no faster than they are cut.</summary>
    private async Task<bool> IsBehindAsync()
    {
        while (_waiting.Count >= MostWaiting)
        {
            if ((await grains.GetGrain<IPhotoGrain>(_waiting.Peek()).GetView()).Status == PhotoStatus.Waiting) return true;
            _waiting.Dequeue();
        }

        return false;
    }

    private async Task TakeAsync(string name, Stamp stamp, CancellationToken cancellationToken)
    {
        var refusal = Refuse(stamp.Length);
        byte[]? bytes = null;
        if (refusal is null)
        {
            if (!Try(name, await ReadAsync(name, stamp, cancellationToken), out bytes)) return;
            refusal = PhotoIntake.Refuse(bytes)?.Reason;
        }

        if (refusal is null)
        {
            _waiting.Enqueue(await intake.AcceptAsync(folder.Camera, bytes!, cancellationToken));
            Move(name, () => folder.MoveToAccepted(name));
        }
        else
        {
            Move(name, () => folder.MoveToRefused(name, refusal));
        }
    }

    /// <summary>What a size alone says. Nothing empty is opened: what is no file at all, such as a pipe, has no size.</summary>
    private static string? Refuse(long length) => length switch
    {
        0 => "The file is empty.",
        > IntakeLimits.LargestUpload => $"A photo is at most {IntakeLimits.LargestUpload / 1024 / 1024} MB.",
        _ => null,
    };

    /// <returns>The bytes; or whether it is still being written (or gone, or a link by now), or can't be read.</returns>
    private async Task<(byte[]? Bytes, bool IsStuck)> ReadAsync(string name, Stamp stamp, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder.Path, name);
        try
        {
            await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous });
            if (!IsStill(path, file, stamp)) return (null, false);
            var bytes = await BoundedBody.ReadAsync(file, stamp.Length, IntakeLimits.LargestUpload, cancellationToken);
            return (IsStill(path, file, stamp) ? bytes : null, false);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, true);
        }
    }

    /// <summary>What was opened is what was seen, and what lies there is no link to elsewhere.</summary>
    private static bool IsStill(string path, FileStream file, Stamp stamp)
    {
        var there = new FileInfo(path);
        return there.Exists && there.LinkTarget is null && new Stamp(there.Length, there.LastWriteTimeUtc) == stamp
            && new Stamp(RandomAccess.GetLength(file.SafeFileHandle), File.GetLastWriteTimeUtc(file.SafeFileHandle)) == stamp;
    }

    private bool Try(string name, (byte[]? Bytes, bool IsStuck) read, out byte[]? bytes)
    {
        bytes = read.Bytes;
        if (read.IsStuck) Postpone(name);
        else if (bytes is null) _seen.Remove(name);
        return bytes is not null;
    }

    private void Move(string name, Action move)
    {
        try
        {
            move();
            _seen.Remove(name);
        }
        catch (FileNotFoundException)
        {
            _seen.Remove(name); // somebody has taken it away
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Postpone(name);
        }
    }

    private void Postpone(string name) => _seen[name] = _seen[name] with { NotBefore = time.GetUtcNow() + Pause };

    private sealed record Stamp(long Length, DateTime ChangedAt);

    private sealed record Seen(Stamp Stamp, DateTimeOffset Since, DateTimeOffset? NotBefore);
}
