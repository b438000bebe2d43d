using System.Collections.Immutable;
using Atmosphere.Grains.Ports;
using Atmosphere.Simulation.Processes;
using Atmosphere.Simulation.Storage;

namespace Atmosphere.Simulation.Outside;

/// <summary>The catalogue's tables: an older version never wins, known events are skipped.</summary>
internal sealed class CatalogueTables
{
    public Dictionary<string, FaceRecord> Faces { get; } = [];

    public Dictionary<string, SortedDictionary<long, FaceEventRecord>> Events { get; } = [];

    public Dictionary<string, PersonRecord> People { get; } = [];

    public Dictionary<(string Source, long Index, string Action), AuditEntry> Audit { get; } = [];

    public HashSet<string> DroppedPhotos { get; } = new(StringComparer.Ordinal);

    public void Store(FaceRecord face)
    {
        if (!Events.TryGetValue(face.FaceId, out var events)) events = Events[face.FaceId] = [];
        if (!Faces.TryGetValue(face.FaceId, out var known) || known.Version <= face.Version)
        {
            Faces[face.FaceId] = face;
            if (face.IsForgotten) events.Clear();
        }

        foreach (var sequence in events.Where(e => face.Forgets.Any(userId => Names(e.Value, userId))).Select(e => e.Key).ToList()) events.Remove(sequence);
        if (known is null || known.Version <= face.Version || !known.IsForgotten)
        {
            foreach (var happened in face.Events) events.TryAdd(happened.Sequence, happened);
        }

        Store(face.Audit);
    }

    public void Store(ImmutableArray<AuditEntry> entries)
    {
        foreach (var entry in entries) Audit.TryAdd((entry.Source, entry.Index, entry.Action), entry);
    }

    public int ReplaceUser(string userId, string replacement)
    {
        var changed = Audit.Where(entry => entry.Value.Actor == userId || entry.Value.About == userId).ToList();
        foreach (var (key, entry) in changed)
            Audit[key] = entry with { Actor = entry.Actor == userId ? replacement : entry.Actor, About = entry.About == userId ? replacement : entry.About };
        return changed.Count;
    }

    public ImmutableArray<NamingFace> FindNaming(string userId, int count) =>
    [
        .. Faces.Values.OrderBy(face => face.FaceId, StringComparer.Ordinal).Select(face => new NamingFace
        {
            FaceId = face.FaceId,
            IsTheirs = face.PersonId == userId,
            VotesAbout = face.Tags.Count(tag => tag.VoterId != userId && (tag.Choice == userId || tag.Choice == $"not:{userId}")),
            VotesBy = face.Tags.Count(tag => tag.VoterId == userId),
        }).Where(naming => naming.IsTheirs || naming.VotesAbout + naming.VotesBy > 0 || Events[naming.FaceId].Values.Any(e => Names(e, userId))).Take(count),
    ];

    public static bool Names(FaceEventRecord happened, string userId) => happened.Body.Contains($"\"{userId}\"", StringComparison.Ordinal);

    public void Store(PersonRecord person)
    {
        if (!People.TryGetValue(person.PersonId, out var known) || known.Version <= person.Version) People[person.PersonId] = person;
    }
}

/// <summary>One process's way to the catalogue.</summary>
internal sealed class SimulatedCatalogue(CatalogueTables tables, Weather weather, Lifetime life) : ICatalogue, IAudit, IOldPictures
{
    public Task StoreFaceAsync(FaceRecord face, CancellationToken cancellationToken) => WriteAsync(() => tables.Store(face), cancellationToken);

    public Task StorePersonAsync(PersonRecord person, CancellationToken cancellationToken) => WriteAsync(() => tables.Store(person), cancellationToken);

    public Task AppendAsync(ImmutableArray<AuditEntry> entries, CancellationToken cancellationToken) => WriteAsync(() => tables.Store(entries), cancellationToken);

    public async Task<ImmutableArray<OldPicture>> PhotosAsync(DateTimeOffset before, string after, int count, CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        return Page(
            tables.Faces.Values.GroupBy(face => face.PhotoId, StringComparer.Ordinal)
                .Where(photo => !tables.DroppedPhotos.Contains(photo.Key) && photo.All(face => face.Status is not ("Detected" or "Asking" or "Agreed" or "Following")))
                .Select(photo => new OldPicture { Id = photo.Key, Since = photo.Max(face => face.DetectedAt) }),
            before, after, count);
    }

    public async Task<ImmutableArray<OldPicture>> FacesAsync(DateTimeOffset before, string after, int count, CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        return Page(
            // Of any status: a face may be something else by the time it is told, so it has to look itself.
            tables.Faces.Values.Where(face => face is { PicturesGone: false }).Select(face => new OldPicture { Id = face.FaceId, Since = face.ChangedAt }),
            before, after, count);
    }

    public Task NotePhotosAsync(ImmutableArray<string> photoIds, DateTimeOffset at, CancellationToken cancellationToken) =>
        WriteAsync(() => tables.DroppedPhotos.UnionWith(photoIds), cancellationToken);

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await life.Clock.Delay(weather.DiskTakes(), cancellationToken);
        if (weather.CallFails("catalogue can't be read")) throw new SimulatedFaultException("The database does not answer.");
    }

    private static ImmutableArray<OldPicture> Page(IEnumerable<OldPicture> pictures, DateTimeOffset before, string after, int count) =>
        [.. pictures.Where(picture => picture.Since < before && string.CompareOrdinal(picture.Id, after) > 0).OrderBy(picture => picture.Id, StringComparer.Ordinal).Take(count)];

    public Task<int> RemoveBeforeAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody here has set a retention of the audit.");

    public Task<int> ReplaceUserAsync(string userId, string replacement, CancellationToken cancellationToken) =>
        ReplaceAsync(() => tables.ReplaceUser(userId, replacement), cancellationToken);

    public Task ForgetPersonAsync(string personId, CancellationToken cancellationToken) => WriteAsync(() => tables.People.Remove(personId), cancellationToken);

    public async Task<ImmutableArray<NamingFace>> FindNamingAsync(string userId, int count, CancellationToken cancellationToken)
    {
        await life.Clock.Delay(weather.DiskTakes(), cancellationToken);
        if (weather.CallFails("catalogue fails before the read")) throw new SimulatedFaultException("The database does not answer.");
        return tables.FindNaming(userId, count);
    }

    private async Task<int> ReplaceAsync(Func<int> replace, CancellationToken cancellationToken)
    {
        var changed = 0;
        await WriteAsync(() => changed = replace(), cancellationToken);
        return changed;
    }

    private async Task WriteAsync(Action write, CancellationToken cancellationToken)
    {
        await life.Clock.Delay(weather.DiskTakes(), cancellationToken);
        if (weather.CallFails("catalogue fails before the write")) throw new SimulatedFaultException("The database does not answer.");
        write();
        if (weather.CallFails("catalogue fails after the write")) throw new SimulatedFaultException("The database does not answer, and has written.");
    }
}
