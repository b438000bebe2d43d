using System.Collections.Immutable;
using Atmosphere.Simulation.Outside;

namespace Atmosphere.Simulation.Knowledge;

/// <summary>What is so, whatever the product thinks.</summary>
internal sealed class Truth
{
    /// <summary>Who is on each face, by face id.</summary>
    public Dictionary<string, Sight> Faces { get; } = [];

    /// <summary>What is on each photo, by photo id; null when it is no picture.</summary>
    public Dictionary<string, ImmutableArray<Sight>?> Photos { get; } = [];

    /// <summary>Faces whose sender has been told that they are accepted.</summary>
    public SortedSet<string> AcceptedFaces { get; } = new(StringComparer.Ordinal);

    /// <summary>Stream keys of events that no grain can handle.</summary>
    public SortedSet<string> AcceptedGarbage { get; } = new(StringComparer.Ordinal);

    /// <summary>Photos whose sender has been told so.</summary>
    public SortedSet<string> AcceptedPhotos { get; } = new(StringComparer.Ordinal);

    /// <summary>The numbers of the faces of which the recogniser has said that it does not know them.</summary>
    public HashSet<int> Unknown { get; } = [];

    /// <summary>For whom the recogniser has taken a face: its number, and the person.</summary>
    public HashSet<(int Number, string? PersonId)> Known { get; } = [];

    /// <summary>For whom it might be taken: its number, and the person.</summary>
    public HashSet<(int Number, string? PersonId)> Suggested { get; } = [];

    /// <summary>How often an operator was told that the training begins.</summary>
    public int TrainingsPromised { get; set; }

    /// <summary>Whoever has ever asked to be forgotten.</summary>
    public SortedSet<string> AskedToBeForgotten { get; } = new(StringComparer.Ordinal);

    /// <summary>Those of them who have not said since that they want to be known again.</summary>
    public SortedSet<string> Forgotten { get; } = new(StringComparer.Ordinal);

    /// <summary>Face keys that the recogniser has refused because the person was full.</summary>
    public HashSet<string> RefusedAsFull { get; } = new(StringComparer.Ordinal);
}
