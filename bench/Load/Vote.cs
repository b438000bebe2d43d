using Atmosphere.Practice.Pressing;
using Atmosphere.Slack;

namespace Atmosphere.Load;

/// <summary>One press that has to be taken, with the time that Slack gave it: a repeat is the same press.</summary>
internal sealed record Vote(string FaceId, string VoterId, string PersonId, string ActionTs)
{
    public byte[] Body => InteractionPayload.ToFormBody(new()
    {
        UserId = VoterId,
        MessageTs = "1712345678.000100",
        BlockId = FaceRef.Of(FaceId, 1).ToBlockId("answers", "0a1b2c3d"),
        ActionId = ActionIds.TaggedPerson,
        IsPicker = true,
        SelectedUser = PersonId,
        ActionTs = ActionTs,
    });
}
