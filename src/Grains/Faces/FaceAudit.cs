using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Faces;

/// <summary>Which events of a face are decisions, and how the audit tells them. What only the recogniser or Slack did is not among them. Pure.</summary>
internal static class FaceAudit
{
    public static bool IsDecision(FaceEvent happened) => Of("", new() { Event = happened }).Any();

    public static IEnumerable<AuditEntry> Of(string faceId, RecordedFaceEvent recorded)
    {
        return recorded.Event switch
        {
            VoteCast cast => [Entry("vote-cast", cast.VoterId, cast.Choice.PersonId, InWords(cast.Choice.Kind))],
            VoteTakenBack taken => [Entry("vote-taken-back", taken.VoterId)],
            VoteRefused refused => [Entry("vote-refused", Actors.Rule, refused.VoterId)],
            IdentificationDisputed disputed => [Entry("identification-disputed", disputed.ByUserId, disputed.PersonId)],
            FollowerTurnedAway { ByUserId: { } userId } away => [Entry("picture-split-off", userId, detail: away.FaceId)],
            FaceReopened reopened => [Entry("face-reopened", reopened.ByUserId)],

            AgreementReached agreed => [Entry("agreement-reached", Actors.Rule, agreed.PersonId)],
            SuggestionRejected rejected => [Entry("suggestion-rejected", Actors.Rule, rejected.PersonId)],
            FaceDismissed dismissed => [Entry("face-dismissed", Actors.Rule, detail: InWords(dismissed.Why))],
            FaceDisputed => [Entry("face-disputed", Actors.Rule)],
            FaceWasTagged tagged => [Entry("face-tagged", Actors.Rule, tagged.PersonId, tagged.Enrolled ? "enrolled" : "not-enrolled")],
            EnrolmentRefused refused => [Entry("enrolment-refused", Actors.Rule, refused.PersonId)],

            PersonAsked asked => [Entry("person-asked", Actors.Rule, asked.PersonId)],
            PersonVetoed vetoed => [Entry("person-vetoed", vetoed.PersonId, vetoed.PersonId)],
            FaceForgotten => [Entry("face-forgotten", Actors.Rule)],
            PicturesDropped => [Entry("pictures-deleted", Actors.Rule, detail: "retention")],

            TagUndone { WasEnrolled: true } undone =>
                [Entry("tag-undone", undone.ByUserId, undone.PersonId), Entry("enrolment-withdrawn", undone.ByUserId, undone.PersonId)],
            TagUndone undone => [Entry("tag-undone", undone.ByUserId, undone.PersonId)],

            ReferenceConfirmed confirmed => [Entry("reference-confirmed", confirmed.By ?? Actors.OperatorKey, confirmed.PersonId)],
            ReferenceTakenBack taken => [Entry("reference-taken-back", taken.ByUserId, taken.PersonId)],

            // The tag was undone, or the question asked again, where the votes are: at the face that this one is decided with.
            FollowedBack { PersonId: { } personId } => [Entry("enrolment-withdrawn", Actors.Rule, personId)],

            _ => (IEnumerable<AuditEntry>)[],
        };

        AuditEntry Entry(string action, string actor, string? about = null, string detail = "") => new()
        {
            Source = $"face/{faceId}",
            Index = recorded.Sequence,
            At = recorded.Event.At,
            Action = action,
            Actor = actor,
            About = about,
            Detail = detail,
        };
    }

    private static string InWords(VoteKind kind) => kind switch
    {
        VoteKind.Person => "person",
        VoteKind.NotAFace => "not-a-face",
        VoteKind.NobodyWeKnow => "nobody-we-know",
        VoteKind.NotThem => "not-them",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The audit has no word for a vote of this kind."),
    };
}
