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

    public void Store(FaceRecord face)
    {
        if (!Faces.TryGetValue(face.FaceId, out var known) || known.Version <= face.Version) Faces[face.FaceId] = face;
        if (!Events.TryGetValue(face.FaceId, out var events)) events = Events[face.FaceId] = [];
        foreach (var happened in face.Events) events.TryAdd(happened.Sequence, happened);
        Store(face.Audit);
    }

    public void Store(ImmutableArray<AuditEntry> entries)
    {
        foreach (var entry in entries) Audit.TryAdd((entry.Source, entry.Index, entry.Action), entry);
    }

    public void Store(PersonRecord person)
    {
        if (!People.TryGetValue(person.PersonId, out var known) || known.Version <= person.Version) People[person.PersonId] = person;
    }
}

/// <summary>One process's way to the catalogue.</summary>
internal sealed class SimulatedCatalogue(CatalogueTables tables, Weather weather, Lifetime life) : ICatalogue, IAudit
{
    public Task StoreFaceAsync(FaceRecord face, CancellationToken cancellationToken) => WriteAsync(() => tables.Store(face), cancellationToken);

    public Task StorePersonAsync(PersonRecord person, CancellationToken cancellationToken) => WriteAsync(() => tables.Store(person), cancellationToken);

    public Task AppendAsync(ImmutableArray<AuditEntry> entries, CancellationToken cancellationToken) => WriteAsync(() => tables.Store(entries), cancellationToken);

    public Task<int> RemoveBeforeAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody here has set a retention of the audit.");

    public Task<int> ReplaceUserAsync(string userId, string replacement, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody here has asked to be forgotten.");

    private async Task WriteAsync(Action write, CancellationToken cancellationToken)
    {
        await life.Clock.Delay(weather.DiskTakes(), cancellationToken);
        if (weather.CallFails("catalogue fails before the write")) throw new SimulatedFaultException("The database does not answer.");
        write();
        if (weather.CallFails("catalogue fails after the write")) throw new SimulatedFaultException("The database does not answer, and has written.");
    }
}
