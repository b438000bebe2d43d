using Atmosphere.Grains.Webhooks;

namespace Atmosphere.Grains.Faces;

/// <summary>What of a face's history other systems are told. Pure.</summary>
internal static class Announcement
{
    /// <param name="before">The face before the event.</param>
    /// <param name="face">The face after the event.</param>
    /// <param name="happened">The event.</param>
    /// <returns>Null when nobody outside is told.</returns>
    public static WebhookMessage? Of(FaceState before, FaceState face, FaceEvent happened) => happened switch
    {
        FaceIdentified identified => About(face, happened) with { Kind = WebhookKind.PersonIdentified, PersonId = identified.PersonId, Confidence = identified.Confidence },
        FaceWasTagged tagged => About(face, happened) with { Kind = WebhookKind.FaceTagged, PersonId = tagged.PersonId, Enrolled = tagged.Enrolled, ByOperator = face.ReferenceOf is not null },

        // Who was told a name has to be told when it does not hold any more.
        IdentificationDisputed disputed => Untagged(face, happened, UntagReason.NotThem) with { PersonId = disputed.PersonId },
        TagUndone undone => Untagged(face, happened, UntagReason.Undone) with { PersonId = undone.PersonId },
        ReferenceTakenBack taken => Untagged(face, happened, UntagReason.Undone) with { PersonId = taken.PersonId },
        FollowedBack { PersonId: { } personId } when IsTold(before) => Untagged(face, happened, UntagReason.Undone) with { PersonId = personId },
        FaceForgotten when IsTold(before) => Untagged(face, happened, UntagReason.Forgotten),
        _ => null,
    };

    private static bool IsTold(FaceState face) => face.Status is FaceStatus.Identified or FaceStatus.Tagged;

    private static WebhookMessage Untagged(FaceState face, FaceEvent happened, UntagReason reason) => About(face, happened) with { Kind = WebhookKind.FaceUntagged, Reason = reason };

    private static WebhookMessage About(FaceState face, FaceEvent happened) => new()
    {
        Id = $"msg_{face.Source!.FaceId}_{face.Events}",
        At = happened.At,
        FaceId = face.Source.FaceId,
        PhotoId = face.Source.PhotoId,
        CameraId = face.Source.CameraId,
        TakenAt = face.Source.TakenAt,
        Round = face.Round,
    };
}
