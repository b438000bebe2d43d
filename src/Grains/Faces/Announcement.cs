using Atmosphere.Grains.Webhooks;

namespace Atmosphere.Grains.Faces;

/// <summary>What of a face's history other systems are told. Pure.</summary>
internal static class Announcement
{
    /// <param name="face">The face after the event.</param>
    /// <param name="happened">The event.</param>
    /// <returns>Null when nobody outside is told.</returns>
    public static WebhookMessage? Of(FaceState face, FaceEvent happened) => happened switch
    {
        FaceIdentified identified => About(face, happened) with { Kind = WebhookKind.PersonIdentified, PersonId = identified.PersonId, Confidence = identified.Confidence },
        FaceWasTagged tagged => About(face, happened) with { Kind = WebhookKind.FaceTagged, PersonId = tagged.PersonId, Enrolled = tagged.Enrolled, ByOperator = face.ReferenceOf is not null },
        _ => null,
    };

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
