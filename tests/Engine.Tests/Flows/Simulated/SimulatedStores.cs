using System.Collections.Concurrent;
using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Engine.Tests.Flows.Simulated;

/// <summary>Pictures in memory.</summary>
public sealed class MemoryCropStore : ICropStore
{
    private readonly ConcurrentDictionary<string, byte[]> _pictures = new(StringComparer.Ordinal);

    public IEnumerable<string> Keys => _pictures.Keys;

    public Task SaveAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _pictures[key] = bytes.ToArray();
        return Task.CompletedTask;
    }

    public Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) => Task.FromResult(_pictures.GetValueOrDefault(key));

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        _pictures.TryRemove(key, out _);
        return Task.CompletedTask;
    }
}

/// <summary>Cuts pictures that say what is on them.</summary>
public sealed class SimulatedCropper : ICropper
{
    public Faults Faults { get; } = new();

    public Task<Outcome<PreparedPhoto>> PrepareAsync(ReadOnlyMemory<byte> upload, CancellationToken cancellationToken) => Faults.AnswerAsync(
        nameof(PrepareAsync),
        () => upload.Span.StartsWith("no picture"u8)
            ? Outcome<PreparedPhoto>.Refused("InvalidImage", "This is not a picture.")
            : Outcome<PreparedPhoto>.Done(new() { Jpeg = upload, Width = 2000, Height = 1000 }),
        cancellationToken);

    public Task<Outcome<ImmutableArray<CutFace>>> CutAsync(ReadOnlyMemory<byte> photo, ImmutableArray<PixelBox> boxes, CancellationToken cancellationToken) => Faults.AnswerAsync(
        nameof(CutAsync),
        () => Outcome<ImmutableArray<CutFace>>.Done([.. boxes.Select(box => Cut(Picture.Read(photo), box))]),
        cancellationToken);

    private static CutFace Cut(Picture photo, PixelBox box)
    {
        var who = photo.Faces.First(face => face.Box == box).Who;
        var inZoomIn = box with { Left = 50, Top = 50 };
        return new() { Crop = new Picture([(who, box with { Left = 0, Top = 0 })]).Bytes(), ZoomIn = new Picture([(who, inZoomIn)]).Bytes(), FaceInZoomIn = inZoomIn };
    }
}

/// <summary>The read model in memory: an older version never wins, known events are skipped.</summary>
public sealed class MemoryCatalogue(MemoryAudit audit) : ICatalogue, IOldPictures
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FaceRecord> _faces = [];
    private readonly Dictionary<string, SortedDictionary<long, FaceEventRecord>> _events = [];
    private readonly Dictionary<string, PersonRecord> _people = [];
    private readonly HashSet<string> _droppedPhotos = [];

    /// <summary>The database is down.</summary>
    public bool IsDown { get; set; }

    public FaceRecord? Face(string faceId)
    {
        lock (_gate) return _faces.GetValueOrDefault(faceId);
    }

    public PersonRecord? Person(string personId)
    {
        lock (_gate) return _people.GetValueOrDefault(personId);
    }

    public IReadOnlyList<FaceEventRecord> Events(string faceId)
    {
        lock (_gate) return _events.TryGetValue(faceId, out var events) ? [.. events.Values] : [];
    }

    public Task StoreFaceAsync(FaceRecord face, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (IsDown) throw new TimeoutException("The database does not answer, on order.");
            if (!_events.TryGetValue(face.FaceId, out var events)) events = _events[face.FaceId] = [];
            if (!_faces.TryGetValue(face.FaceId, out var known) || known.Version <= face.Version)
            {
                _faces[face.FaceId] = face;
                if (face.IsForgotten) events.Clear();
            }

            foreach (var sequence in events.Where(e => face.Forgets.Any(userId => Names(e.Value, userId))).Select(e => e.Key).ToList()) events.Remove(sequence);
            foreach (var happened in face.Events) events.TryAdd(happened.Sequence, happened);
        }

        return audit.AppendAsync(face.Audit, cancellationToken);
    }

    public Task<ImmutableArray<OldPicture>> PhotosAsync(DateTimeOffset before, string after, int count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Page(
                _faces.Values.GroupBy(face => face.PhotoId, StringComparer.Ordinal)
                    .Where(photo => !_droppedPhotos.Contains(photo.Key) && photo.All(face => face.Status is not ("Detected" or "Asking" or "Agreed" or "Following")))
                    .Select(photo => new OldPicture { Id = photo.Key, Since = photo.Max(face => face.DetectedAt) }),
                before, after, count);
        }
    }

    public Task<ImmutableArray<OldPicture>> FacesAsync(DateTimeOffset before, string after, int count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Page(
                _faces.Values.Where(face => face is { PicturesGone: false, Status: "Dismissed" or "Expired" }).Select(face => new OldPicture { Id = face.FaceId, Since = face.ChangedAt }),
                before, after, count);
        }
    }

    public Task NotePhotosAsync(ImmutableArray<string> photoIds, DateTimeOffset at, CancellationToken cancellationToken)
    {
        lock (_gate) _droppedPhotos.UnionWith(photoIds);
        return Task.CompletedTask;
    }

    private static Task<ImmutableArray<OldPicture>> Page(IEnumerable<OldPicture> pictures, DateTimeOffset before, string after, int count) => Task.FromResult<ImmutableArray<OldPicture>>(
        [.. pictures.Where(picture => picture.Since < before && string.CompareOrdinal(picture.Id, after) > 0).OrderBy(picture => picture.Id, StringComparer.Ordinal).Take(count)]);

    /// <summary>Whether anything in it names the user.</summary>
    public bool Mentions(string userId)
    {
        lock (_gate)
        {
            return _people.ContainsKey(userId) || FindNaming(userId).Any()
                || _faces.Values.Any(face => face.PersonId == userId || face.Tags.Any(tag => tag.VoterId == userId || tag.Choice.EndsWith(userId, StringComparison.Ordinal)));
        }
    }

    public Task ForgetPersonAsync(string personId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (IsDown) throw new TimeoutException("The database does not answer, on order.");
            _people.Remove(personId);
        }

        return Task.CompletedTask;
    }

    public Task<ImmutableArray<NamingFace>> FindNamingAsync(string userId, int count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (IsDown) throw new TimeoutException("The database does not answer, on order.");
            return Task.FromResult(FindNaming(userId).Take(count).ToImmutableArray());
        }
    }

    private IEnumerable<NamingFace> FindNaming(string userId) => _faces.Values.OrderBy(face => face.FaceId, StringComparer.Ordinal).Select(face => new NamingFace
    {
        FaceId = face.FaceId,
        IsTheirs = face.PersonId == userId,
        VotesAbout = face.Tags.Count(tag => tag.VoterId != userId && (tag.Choice == userId || tag.Choice == $"not:{userId}")),
        VotesBy = face.Tags.Count(tag => tag.VoterId == userId),
    }).Where(naming => naming.IsTheirs || naming.VotesAbout + naming.VotesBy > 0 || _events[naming.FaceId].Values.Any(e => Names(e, userId)));

    private static bool Names(FaceEventRecord happened, string userId) => happened.Body.Contains($"\"{userId}\"", StringComparison.Ordinal);

    public Task StorePersonAsync(PersonRecord person, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (IsDown) throw new TimeoutException("The database does not answer, on order.");
            if (!_people.TryGetValue(person.PersonId, out var known) || known.Version <= person.Version) _people[person.PersonId] = person;
        }

        return Task.CompletedTask;
    }
}

/// <summary>The audit in memory: what is there is never replaced.</summary>
public sealed class MemoryAudit : IAudit
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Source, long Index, string Action), AuditEntry> _entries = [];

    /// <summary>Nothing can be added.</summary>
    public bool IsDown { get; set; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<AuditEntry> Entries
    {
        get
        {
            lock (_gate) return [.. _entries.Values.OrderBy(entry => entry.At).ThenBy(entry => entry.Index)];
        }
    }

    public Task AppendAsync(ImmutableArray<AuditEntry> entries, CancellationToken cancellationToken)
    {
        if (IsDown) throw new TimeoutException("The database does not answer, on order.");
        lock (_gate)
        {
            foreach (var entry in entries) _entries.TryAdd((entry.Source, entry.Index, entry.Action), entry);
        }

        return Task.CompletedTask;
    }

    public Task<int> RemoveBeforeAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var oldest = _entries.Where(entry => entry.Value.At < before).OrderBy(entry => entry.Value.At).Take(most).Select(entry => entry.Key).ToList();
            foreach (var key in oldest) _entries.Remove(key);
            return Task.FromResult(oldest.Count);
        }
    }

    public Task<int> ReplaceUserAsync(string userId, string replacement, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var concerned = _entries.Where(entry => entry.Value.Actor == userId || entry.Value.About == userId).ToList();
            foreach (var (key, entry) in concerned)
                _entries[key] = entry with { Actor = entry.Actor == userId ? replacement : entry.Actor, About = entry.About == userId ? replacement : entry.About };
            return Task.FromResult(concerned.Count);
        }
    }
}
