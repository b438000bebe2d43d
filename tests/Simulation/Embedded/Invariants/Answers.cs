using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;
using Atmosphere.Simulation.Outside;

namespace Atmosphere.Simulation.Invariants;

/// <summary>A service that is throttling, slow, busy or failing decides nothing: a face is unknown or unusable when the recogniser has said so.</summary>
internal sealed class OnlyDefiniteAnswersDecide(World world) : Invariant(world), IFaceInvariant
{
    public void OnFace(string faceId, FaceState before, FaceState after, IReadOnlyList<FaceEvent> fresh)
    {
        var sight = World.Truth.Faces[faceId];
        var isSmall = Math.Min(sight.Box.Width, sight.Box.Height) < Settings.MinimumSide;
        foreach (var happened in fresh)
        {
            var isTrue = happened switch
            {
                AskingStarted { Suggestion: { } suggestion } => World.Truth.Suggested.Contains((sight.Number, suggestion.PersonId)),
                AskingStarted => World.Truth.Unknown.Contains(sight.Number) || WasTakenForSomebodyGone(sight.Number) || WasTakenForSomebodyDenied(sight.Number),
                FaceIdentified identified => World.Truth.Known.Contains((sight.Number, identified.PersonId)),
                FaceFoundUnusable => sight.Look is Look.NoFace or Look.Unreadable || (isSmall && (World.Truth.Unknown.Contains(sight.Number) || WasTakenForSomebodyDenied(sight.Number))),
                EnrolmentRefused => sight.Look == Look.Blurred,
                _ => true,
            };
            if (!isTrue) Fail($"{Name(faceId)} ({sight.Look}): {happened}");
        }
    }

    /// <summary>Of another face that it took for them, people have said that it is somebody else.</summary>
    private bool WasTakenForSomebodyDenied(int number) => World.Truth.Known.Any(taken => taken.Number == number && taken.PersonId is { } personId && World.Histories.All.Any(happened => happened switch
    {
        IdentificationDisputed disputed => disputed.PersonId == personId,
        SuggestionRejected rejected => rejected.PersonId == personId,
        TagUndone undone => undone.PersonId == personId,
        _ => false,
    }));

    /// <summary>The model knows somebody until a training without her, and the gallery does not any more.</summary>
    private bool WasTakenForSomebodyGone(int number) =>
        World.Truth.Known.Concat(World.Truth.Suggested).Any(taken => taken.Number == number && (taken.PersonId is null || World.Truth.AskedToBeForgotten.Contains(taken.PersonId)));
}

/// <summary>The same for photos: only one that is no picture, or that the recogniser refuses, is unusable, and every face on one is found.</summary>
internal sealed class PhotosAreJudgedRightly(World world) : Invariant(world), IPhotoInvariant
{
    public void OnPhoto(string photoId, PhotoState after)
    {
        var sights = World.Truth.Photos[photoId];
        var isUsable = sights is not null && sights.Value.All(sight => sight.Look != Look.Unreadable);
        var faces = sights?.Count(sight => sight.Look != Look.NoFace) ?? 0;
        var isTrue = after.Status switch
        {
            PhotoStatus.Waiting => true,
            PhotoStatus.Unusable => !isUsable,
            PhotoStatus.NoFace => isUsable && faces == 0,
            PhotoStatus.Faces => isUsable && faces == after.Faces.Count + Forgotten(photoId, after),
            _ => false,
        };
        if (!isTrue) Fail($"photo {photoId[..8]} with {faces} faces became {after.Status}: {after.Reason}");
    }

    private int Forgotten(string photoId, PhotoState photo) => World.States.Faces.Count(face =>
        face.Value is { Status: FaceStatus.Forgotten, Source: { } source } && source.PhotoId == photoId && !photo.Faces.Exists(kept => kept.FaceId == face.Key));
}

/// <summary>Accepted means kept, also for faces and photos; and an upload that has served is gone.</summary>
internal sealed class AcceptedArrivalsAreKept(World world) : Invariant(world), IRestInvariant
{
    public void AtRest()
    {
        foreach (var faceId in World.Truth.AcceptedFaces.Where(faceId => !World.States.Faces.ContainsKey(faceId))) Fail($"{Name(faceId)} was accepted, and is gone");
        foreach (var photoId in World.Truth.AcceptedPhotos)
        {
            if (!World.States.Photos.TryGetValue(photoId, out var photo) || photo.Status is PhotoStatus.Unknown or PhotoStatus.Waiting)
            {
                Fail($"photo {photoId[..8]} was accepted, and is not done");
                continue;
            }

            if (World.Shelf[CropKeys.Upload(photoId)] is not null) Fail($"the upload of photo {photoId[..8]} is still there");
            foreach (var face in photo.Faces.Where(face => !World.States.Faces.ContainsKey(face.FaceId))) Fail($"a face of photo {photoId[..8]} was not started: {face.FaceId}");
        }
    }
}
