using Atmosphere.Grains.Faces;
using Atmosphere.Simulation.Story;

namespace Atmosphere.Simulation.Knowledge;

/// <summary>Every press that was ever made, whether or not it was delivered or answered.</summary>
internal sealed class PressLog
{
    private readonly Dictionary<string, List<Press>> _byFace = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Press> _byTs = new(StringComparer.Ordinal);

    public void Add(Press press)
    {
        if (!_byFace.TryGetValue(press.FaceId, out var presses)) _byFace[press.FaceId] = presses = [];
        presses.Add(press);
        _byTs[press.Command.ActionTs] = press;
    }

    public IReadOnlyList<Press> On(string faceId) => _byFace.TryGetValue(faceId, out var presses) ? presses : [];

    /// <summary>The press that a vote on a face comes from, or null.</summary>
    public Press? Of(string faceId, int round, string voterId, Vote vote) =>
        _byTs.TryGetValue(vote.ActionTs, out var press) && press.FaceId == faceId && press.Command.Round == round && press.Command.UserId == voterId ? press : null;
}
