using Atmosphere.Grains.Faces;

namespace Atmosphere.Simulation.Story;

/// <summary>A button that somebody has pressed. Delivered again, it is the same press.</summary>
internal sealed record Press(string FaceId, FacePress Command)
{
    /// <summary>The product has said "accepted": from then on it has to be kept.</summary>
    public bool IsAccepted { get; set; }

    public string Describe(Outside.Names names) => $"{Command.UserId} on {names.Face(FaceId)}, round {Command.Round}: " + Command switch
    {
        CastVote { Choice: { Kind: VoteKind.NotThem, PersonId: { } person } } => $"it is not {person}",
        CastVote { Choice: { PersonId: { } person } } => $"it is {person}",
        CastVote vote => vote.Choice.Kind.ToString(),
        DisputeIdentification => "that's not them",
        var other => other.GetType().Name,
    };
}
