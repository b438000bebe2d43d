using Atmosphere.Grains.Faces;
using Atmosphere.Slack.Interactions;
using FaceVoteChoice = Atmosphere.Grains.Faces.VoteChoice;
using PressedVoteChoice = Atmosphere.Slack.Interactions.VoteChoice;
using PressedVoteTakenBack = Atmosphere.Slack.Interactions.VoteTakenBack;

namespace Atmosphere.Api.Slack;

/// <summary>From what was pressed in Slack to what a face is told, and from its verdict to a sentence. Pure.</summary>
internal static class Presses
{
    public static FacePress ToCommand(FaceInteraction pressed, DateTimeOffset now) => pressed switch
    {
        VotePressed vote => new CastVote { At = now, Round = vote.Face.Round, UserId = vote.UserId, ActionTs = vote.ActionTs, Choice = Choice(vote) },
        PressedVoteTakenBack => new TakeBackVote { At = now, Round = pressed.Face.Round, UserId = pressed.UserId, ActionTs = pressed.ActionTs },
        Atmosphere.Slack.Interactions.IdentificationDisputed =>
            new DisputeIdentification { At = now, Round = pressed.Face.Round, UserId = pressed.UserId, ActionTs = pressed.ActionTs },
        FaceSplitOff split => new SplitFollower { At = now, Round = split.Face.Round, UserId = split.UserId, ActionTs = split.ActionTs, FollowerId = split.OtherFaceId },
        Atmosphere.Slack.Interactions.FaceReopened => new ReopenFace { At = now, Round = pressed.Face.Round, UserId = pressed.UserId, ActionTs = pressed.ActionTs },
        Atmosphere.Slack.Interactions.TagUndone => new UndoTag { At = now, Round = pressed.Face.Round, UserId = pressed.UserId, ActionTs = pressed.ActionTs },
        _ => throw new ArgumentOutOfRangeException(nameof(pressed), pressed.GetType().Name, "No command for this press."),
    };

    /// <summary>Why nothing came of it, or null when there is nothing to say.</summary>
    public static string? Refusal(PressVerdict verdict) => verdict switch
    {
        PressVerdict.Accepted or PressVerdict.Repeated => null,
        PressVerdict.Closed => "That came too late: the voting on this face is closed, or has begun anew. Nothing was changed.",
        PressVerdict.Vetoed => "The person you picked says that this is somebody else. Nothing was changed.",
        PressVerdict.PicturesGone => "The pictures of this face were deleted, since nobody answered for so long: it can't be asked about again. Nothing was changed.",
        PressVerdict.UnknownFace => "Atmosphere does not know this face (any more). Nothing was changed.",
        PressVerdict.NothingToTakeBack => "You have no vote on this face, so there is nothing to take back.",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "No words for this verdict."),
    };

    private static FaceVoteChoice Choice(VotePressed vote) => vote.Choice switch
    {
        PressedVoteChoice.Person => FaceVoteChoice.Person(vote.PersonId!),
        PressedVoteChoice.NotAFace => FaceVoteChoice.NotAFace,
        PressedVoteChoice.NotThem => FaceVoteChoice.NotThem(vote.PersonId!),
        PressedVoteChoice.NobodyWeKnow => FaceVoteChoice.NobodyWeKnow,
        _ => throw new ArgumentOutOfRangeException(nameof(vote), vote.Choice, "No choice for this press."),
    };
}
