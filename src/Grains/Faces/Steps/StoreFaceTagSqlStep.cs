using System.Text.Json;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Storage;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>
/// The original's StoreFaceTagSql: brings the catalogue's rows to the state of this face. Every change of a face comes by here, so this is
/// where somebody is noticed who asked to be forgotten, whatever late word has named her again.
/// </summary>
internal sealed class StoreFaceTagSqlStep(ICatalogue catalogue, Tombstones stones)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    public async Task<EffectResult<FaceCommand>> PerformAsync(string faceId, FaceState face, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        // Out of the catalogue means forgotten: first the pictures.
        if (face.Owed.Slots.ContainsKey(DeletePictures.PicturesSlot) || face.Owed.Slots.ContainsKey(TellPhoto.PhotoSlot))
            return new EffectResult<FaceCommand>.Wait(Soon, "waits until the pictures are deleted");
        if (await stones.FirstForgottenAsync(Naming.Of(face)) is { } forgotten)
            return new EffectResult<FaceCommand>.Advanced(new ForgetPerson { At = attempt.Now, PersonId = forgotten });

        var source = face.Source!;
        await catalogue.StoreFaceAsync(
            new()
            {
                FaceId = faceId,
                Version = face.Version,
                PhotoId = source.PhotoId,
                CameraId = source.CameraId,
                Status = face.Status.ToString(),
                Round = face.Round,
                PersonId = face.PersonId,
                Confidence = face.Confidence,
                Width = source.Rectangle.Width,
                Height = source.Rectangle.Height,
                DetectedAt = source.TakenAt,
                ChangedAt = face.ChangedAt,
                PicturesGone = face.PicturesGoneAt is not null,
                Tags = [.. face.Votes.Where(entry => entry.Value.IsLive).Select(entry => Tag(entry.Key, entry.Value))],
                Events = [.. Told(face).Select(Event)],
                Audit = [.. face.Unrecorded.SelectMany(recorded => FaceAudit.Of(faceId, recorded))],
                Forgets = [.. face.Forgets],
                IsForgotten = face.Status == FaceStatus.Forgotten,
            },
            cancellationToken);
        return new EffectResult<FaceCommand>.Performed(
            face.Unrecorded is [.., var last] ? new NoteEventsStored { At = attempt.Now, UpTo = last.Sequence, Forgot = [.. face.Forgets] } : null);
    }

    /// <summary>What others decided before a face was forgotten is for the audit only: no event of hers is kept.</summary>
    private static IEnumerable<RecordedFaceEvent> Told(FaceState face) =>
        face.Unrecorded.Exists(recorded => recorded.Event is FaceForgotten) ? face.Unrecorded.SkipWhile(recorded => recorded.Event is not FaceForgotten) : face.Unrecorded;

    private static TagRecord Tag(string voterId, Vote vote) => new()
    {
        VoterId = voterId,
        Choice = vote.Choice.Kind switch
        {
            VoteKind.Person => vote.Choice.PersonId!,
            VoteKind.NotAFace => "not-a-face",
            VoteKind.NobodyWeKnow => "nobody-we-know",
            VoteKind.NotThem => $"not:{vote.Choice.PersonId}",
            var other => throw new InvalidOperationException($"The catalogue has no word for a vote of kind {other}."),
        },
        Verified = vote.Standing == VoteStanding.Verified,
        CastAt = vote.CastAt,
    };

    private static FaceEventRecord Event(RecordedFaceEvent recorded)
    {
        var body = JsonSerializer.SerializeToElement(recorded.Event, GrainJson.Options);
        return new()
        {
            Sequence = recorded.Sequence,
            At = recorded.Event.At,
            Kind = body.GetProperty(GrainJson.TypeProperty).GetString()!,
            Body = body.GetRawText(),
        };
    }
}
