using System.Collections.Immutable;

namespace Atmosphere.Grains.Photos;

/// <summary>Every decision about a photo. Pure.</summary>
internal static class PhotoDecider
{
    public static ImmutableArray<PhotoEvent> Decide(PhotoState photo, PhotoCommand command) => (command, photo.Status) switch
    {
        (AcceptPhoto accept, PhotoStatus.Unknown) => [new PhotoAccepted(accept.CameraId, accept.ReferenceOf, accept.ReferenceBy) { At = accept.At }],
        (NotePhotoCut { Faces.IsEmpty: true } cut, PhotoStatus.Waiting) => [new PhotoHasNoFace { At = cut.At }],
        (NotePhotoCut cut, PhotoStatus.Waiting) => [new PhotoCut(cut.Faces) { At = cut.At }],
        (NotePhotoUnusable unusable, PhotoStatus.Waiting) => [new PhotoFoundUnusable(unusable.Reason, unusable.FacesFound) { At = unusable.At }],
        (DropPicture drop, _) => CanDrop(photo, drop) ? [new PictureDropped { At = drop.At }] : [],
        (ForgetFaceOfPhoto forget, _) => photo.Owed.Slots.ContainsKey(new AnswerForgottenFace { FaceId = forget.FaceId }.Slot) ? [] : [new PhotoLostFace(forget.FaceId) { At = forget.At }],
        (AcceptPhoto or NotePhotoCut or NotePhotoUnusable or PhotoTick, _) => [],
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No decision for this command."),
    };

    /// <summary>Whether the prepared photo has served. Nothing that is still to happen needs it: faces are identified, asked about and enrolled by their own pictures.</summary>
    public static bool CanDrop(PhotoState photo, DropPicture drop) => photo is { Status: PhotoStatus.Faces, PictureGoneAt: null } && photo.AcceptedAt < drop.Before;

    /// <summary>The state after an event, with the effects that it owes.</summary>
    public static PhotoState Evolve(PhotoState photo, PhotoEvent happened)
    {
        var next = Apply(photo, happened);
        return photo.Status == PhotoStatus.Waiting && next.Status != PhotoStatus.Waiting ? next with { Owed = next.Owed.Owe(new DropUpload(), happened.At) } : next;
    }

    private static PhotoState Apply(PhotoState photo, PhotoEvent happened) => happened switch
    {
        PhotoAccepted accepted => photo with
        {
            Status = PhotoStatus.Waiting,
            CameraId = accepted.CameraId,
            ReferenceOf = accepted.ReferenceOf,
            ReferenceBy = accepted.ReferenceBy,
            AcceptedAt = accepted.At,
            Owed = photo.Owed.Owe(new CutPhoto(), accepted.At),
        },
        PhotoCut cut => photo with
        {
            Status = PhotoStatus.Faces,
            Faces = cut.Faces,
            Owed = cut.Faces.Aggregate(photo.Owed, (owed, face) => owed.Owe(new StartFace { FaceId = face.FaceId }, cut.At)),
        },
        PhotoLostFace lost => Lose(photo, lost),
        PhotoHasNoFace => photo with { Status = PhotoStatus.NoFace },
        PictureDropped dropped => photo with { PictureGoneAt = dropped.At, Owed = photo.Owed.Owe(new DeletePicture(), dropped.At) },

        // Refused, a reference photo says nothing about anybody: no face of it is kept by which somebody who asks to be forgotten could be found.
        PhotoFoundUnusable unusable => photo with { Status = PhotoStatus.Unusable, Reason = unusable.Reason, FacesFound = unusable.FacesFound, ReferenceOf = null, ReferenceBy = null },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "No evolution for this event."),
    };

    /// <summary>The prepared photo goes with its last face, and with it whose reference it was; as long as others are on it, it stays.</summary>
    private static PhotoState Lose(PhotoState photo, PhotoLostFace lost)
    {
        var next = photo with { Faces = photo.Faces.RemoveAll(face => face.FaceId == lost.FaceId) };
        var isLast = !photo.Faces.IsEmpty && next.Faces.IsEmpty;
        var owed = isLast ? next.Owed.Owe(new DropPhoto(), lost.At) : next.Owed;
        return next with { ReferenceOf = isLast ? null : next.ReferenceOf, ReferenceBy = isLast ? null : next.ReferenceBy, Owed = owed.Owe(new AnswerForgottenFace { FaceId = lost.FaceId }, lost.At) };
    }
}
