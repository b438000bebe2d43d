namespace Atmosphere.Simulation.Outside;

/// <summary>Short names for a trace: faces are numbered in the order in which they come up.</summary>
internal sealed class Names
{
    private readonly Dictionary<string, string> _faces = [];

    public string Face(string faceId) => _faces.TryGetValue(faceId, out var name) ? name : _faces[faceId] = $"face {_faces.Count + 1}";
}
