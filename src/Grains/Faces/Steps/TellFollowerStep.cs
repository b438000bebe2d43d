using Atmosphere.Grains.Owing;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>Tells a follower how the voting stands: it has that on disk when the call returns.</summary>
internal sealed class TellFollowerStep(IGrainFactory grains)
{
    private static readonly TimeSpan GalleryPatience = TimeSpan.FromSeconds(5);

    public async Task<EffectResult<FaceCommand>> PerformAsync(string faceId, FaceState face, TellFollower effect)
    {
        var sheet = new LeadSheet
        {
            LeadFaceId = faceId,
            Version = face.Version,
            Round = face.Round,
            Status = face.Status,
            PersonId = face.PersonId,
            Dismissal = face.Dismissal ?? VoteKind.NotAFace,
            Votes = face.Votes.RemoveRange(face.Votes.Where(vote => vote.Value.Standing != VoteStanding.Verified).Select(vote => vote.Key)),
            IsShown = face.HasShown(effect.FaceId),
            Leave = !face.Together.Followers.Exists(follower => follower.FaceId == effect.FaceId),
        };
        return await grains.GetGrain<IFaceGrain>(effect.FaceId).Follow(sheet)
            ? EffectResult<FaceCommand>.Done
            : new EffectResult<FaceCommand>.Wait(GalleryPatience, "waits until the gallery has answered for a face of the same person");
    }
}
