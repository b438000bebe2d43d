using Atmosphere.Grains.Faces;

namespace Atmosphere.Simulation.Knowledge;

/// <summary>Every event of every face, collected from the states as they are written.</summary>
internal sealed class FaceHistories
{
    private readonly SortedDictionary<string, List<FaceEvent>> _events = new(StringComparer.Ordinal);

    /// <summary>How many events there were, by kind.</summary>
    public SortedDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<FaceEvent> Of(string faceId) => _events.TryGetValue(faceId, out var events) ? events : [];

    public IEnumerable<FaceEvent> All => _events.Values.SelectMany(events => events);

    /// <summary>Takes what is new in a state.</summary>
    public IReadOnlyList<FaceEvent> Take(string faceId, FaceState state)
    {
        if (!_events.TryGetValue(faceId, out var events)) _events[faceId] = events = [];
        var fresh = state.Unrecorded.Where(recorded => recorded.Sequence > events.Count).Select(recorded => recorded.Event).ToList();
        events.AddRange(fresh);
        foreach (var happened in fresh) Counts[happened.GetType().Name] = Counts.GetValueOrDefault(happened.GetType().Name) + 1;
        return fresh;
    }
}
