using System.Collections.Immutable;
using Atmosphere.Grains.Channels;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>
/// Shows the face's state in its one message: RequestTaggingOnSlack, FinalizeIdentified, FinalizeTag and CleanupTag of the original.
/// The first showing uploads the pictures, takes a slot and posts; every later one updates.
/// </summary>
internal sealed class PromptStep(ISlack slack, ICropStore crops, IGrainFactory grains, PersonDirectory people, PromptRules rules, TimeProvider time)
{
    /// <summary>Clocks differ, and a search that begins a little early costs nothing.</summary>
    private static readonly TimeSpan SearchMargin = TimeSpan.FromMinutes(10);

    public async Task<EffectResult<FaceCommand>> PerformAsync(string faceId, FaceState face, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        // What is decided under another face's prompt has nothing to show itself.
        if (face.LeadFaceId is not null) return EffectResult<FaceCommand>.Done;

        // Nor has what nobody was ever asked about, and whose pictures are deleted.
        if (face is { PicturesGoneAt: not null, Prompt: null }) return EffectResult<FaceCommand>.Done;

        // A reference photo is between an operator and the gallery.
        if (face.ReferenceOf is not null) return EffectResult<FaceCommand>.Done;
        if (face.Status == FaceStatus.Asking && face.Together.Followers.Take(FaceState.ShownFollowers).FirstOrDefault(follower => follower.FileId is null) is { } next)
            return await UploadAsync(next, cancellationToken);
        if (face.Prompt is { } posted) return await UpdateAsync(posted, faceId, face, cancellationToken);
        if (face.Status == FaceStatus.Forgotten) return await FindForgottenAsync(faceId, face, attempt, cancellationToken);

        if (face.Pictures is null) return await UploadAsync(faceId, cancellationToken);
        if (await WaitForSlotAsync(faceId, face, alreadyPosted: false) is { } wait) return wait;

        // Only with a place in hand: a thousand faces that wait after a restart must not search the channel over and over.
        if (attempt.LookFirst)
        {
            var found = await slack.FindPromptAsync(rules.Channel, faceId, face.DetectedAt - SearchMargin, cancellationToken);
            if (!found.IsDone) return EffectResult<FaceCommand>.Retry(found);

            // Not settled: what was posted then may be out of date by now, so the next round of the pump updates it.
            if (found.Value is { } message) return new EffectResult<FaceCommand>.Advanced(Shown(message, round: 0));
        }

        var post = await slack.PostPromptAsync(rules.Channel, await RenderAsync(faceId, face, cancellationToken), cancellationToken);
        return post.IsDone
            ? new EffectResult<FaceCommand>.Performed(Shown(post.Value!, face.Round))
            : Failed(post);
    }

    private async Task<EffectResult<FaceCommand>> UpdateAsync(MessageRef message, string faceId, FaceState face, CancellationToken cancellationToken)
    {
        await WaitForSlotAsync(faceId, face, alreadyPosted: true);
        var update = await slack.UpdatePromptAsync(message, await RenderAsync(faceId, face, cancellationToken), cancellationToken);
        if (update.IsDone) return new EffectResult<FaceCommand>.Performed(Shown(message, face.Round));

        // Somebody deleted the message: there is nothing left to show anything in, and asking again would be rude.
        // A question counts as shown all the same, so that it expires and gives its place back.
        return update is { Kind: OutcomeKind.Refused, Code: "message_not_found" }
            ? new EffectResult<FaceCommand>.Performed(Shown(message, face.Round))
            : Failed(update);
    }

    /// <summary>Nothing is posted about a forgotten face; but what an earlier try may have posted must not stay.</summary>
    private async Task<EffectResult<FaceCommand>> FindForgottenAsync(string faceId, FaceState face, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (!attempt.LookFirst) return EffectResult<FaceCommand>.Done;
        var found = await slack.FindPromptAsync(rules.Channel, faceId, face.DetectedAt - SearchMargin, cancellationToken);
        if (!found.IsDone) return EffectResult<FaceCommand>.Retry(found);
        return found.Value is { } message ? new EffectResult<FaceCommand>.Advanced(Shown(message, round: 0)) : EffectResult<FaceCommand>.Done;
    }

    private async Task<EffectResult<FaceCommand>> UploadAsync(string faceId, CancellationToken cancellationToken)
    {
        var crop = await UploadOneAsync(CropKeys.Crop(faceId), "face.jpg", "The face in question", cancellationToken);
        if (!crop.IsDone) return Failed(crop);
        var zoomIn = await UploadOneAsync(CropKeys.ZoomIn(faceId), "zoom-in.jpg", "The face with its surroundings", cancellationToken);
        if (!zoomIn.IsDone) return Failed(zoomIn);
        return new EffectResult<FaceCommand>.Advanced(new NotePicturesUploaded
        {
            At = time.GetUtcNow(),
            Pictures = new() { CropFileId = crop.Value!, ZoomInFileId = zoomIn.Value! },
        });
    }

    private async Task<EffectResult<FaceCommand>> UploadAsync(Follower follower, CancellationToken cancellationToken)
    {
        var crop = await UploadOneAsync(CropKeys.Crop(follower.FaceId), "face.jpg", "Another picture of the same person", cancellationToken);
        return crop.IsDone
            ? new EffectResult<FaceCommand>.Advanced(new NoteFollowerPicture { At = time.GetUtcNow(), FaceId = follower.FaceId, FileId = crop.Value! })
            : Failed(crop);
    }

    private async Task<Outcome<string>> UploadOneAsync(string key, string fileName, string altText, CancellationToken cancellationToken) =>
        await crops.ReadAsync(key, cancellationToken) is { } jpeg
            ? await slack.UploadPictureAsync(fileName, altText, jpeg, cancellationToken)
            : Outcome<string>.Done("");

    private async Task<EffectResult<FaceCommand>?> WaitForSlotAsync(string faceId, FaceState face, bool alreadyPosted)
    {
        var request = new SlotRequest
        {
            FaceId = faceId,
            Asks = face.Status == FaceStatus.Asking,
            AlreadyPosted = alreadyPosted,
            IsSuggested = face.Suggestion is not null,
            Quality = face.Sighting?.Quality ?? FaceQuality.Unknown,
            Side = Math.Min(face.Source!.Rectangle.Width, face.Source.Rectangle.Height),
        };
        var answer = await grains.GetGrain<IChannelGrain>(rules.Channel).TakeSlot(request);
        return answer.Granted ? null : new EffectResult<FaceCommand>.Wait(answer.Wait, "waits for a place in the channel");
    }

    private NotePromptShown Shown(MessageRef message, int round) => new() { At = time.GetUtcNow(), Message = message, Round = round };

    /// <summary>A message that Slack refuses is our bug or a wrong channel: retried seldom, never taken for a decision about the face.</summary>
    private static EffectResult<FaceCommand> Failed<T>(Outcome<T> outcome) => outcome.Kind == OutcomeKind.Refused
        ? new EffectResult<FaceCommand>.Failed(OutcomeKind.Misconfigured, $"{outcome.Code}: {outcome.Reason}", null)
        : EffectResult<FaceCommand>.Retry(outcome);

    private async Task<PromptView> RenderAsync(string faceId, FaceState face, CancellationToken cancellationToken) => new()
    {
        FaceId = faceId,
        Round = face.Round,
        Kind = face.Status switch
        {
            FaceStatus.Identified => PromptKind.Identified,
            FaceStatus.Asking => face.Suggestion is null ? PromptKind.Question : PromptKind.Suggestion,
            FaceStatus.Agreed => PromptKind.Agreed,
            FaceStatus.Tagged => face.Enrolled ? PromptKind.Tagged : PromptKind.TaggedNotEnrolled,
            FaceStatus.Unusable => PromptKind.Unusable,
            FaceStatus.Dismissed => PromptKind.Dismissed,
            FaceStatus.Disputed => PromptKind.Disputed,
            FaceStatus.Expired => PromptKind.Expired,
            FaceStatus.Forgotten => PromptKind.Forgotten,
            var other => throw new InvalidOperationException($"A face that is {other} has nothing to show."),
        },
        CropFileId = NullIfEmpty(face.Pictures?.CropFileId),
        ZoomInFileId = NullIfEmpty(face.Pictures?.ZoomInFileId),
        PersonId = face.PersonId ?? face.Suggestion?.PersonId,
        PersonName = await NameAsync(face.PersonId ?? face.Suggestion?.PersonId, cancellationToken),
        Confidence = face.Confidence ?? face.Suggestion?.Confidence ?? 0,
        Reason = face.Reason,
        NotPersonId = face.NotPersonId,
        NotPersonName = await NameAsync(face.NotPersonId, cancellationToken),
        Votes = ShownVotes(face),
        Required = rules.Required,
        Others =
        [
            .. face.Together.Followers.Take(FaceState.ShownFollowers).Where(follower => follower.FileId is not null && face.Status != FaceStatus.Forgotten)
                .Select(follower => new ShownFace { FaceId = follower.FaceId, FileId = NullIfEmpty(follower.FileId) }),
        ],
        OtherCount = face.Status == FaceStatus.Forgotten ? 0 : face.Together.Followers.Count,
    };

    private async Task<string> NameAsync(string? personId, CancellationToken cancellationToken) =>
        personId is null ? "" : await people.NameAsync(personId, cancellationToken);

    private static ImmutableArray<ShownVote> ShownVotes(FaceState face) =>
    [
        .. face.Votes.Where(entry => entry.Value.IsLive).OrderBy(entry => entry.Value.CastAt).Select(entry => new ShownVote
        {
            VoterId = entry.Key,
            PersonId = entry.Value.Choice.PersonId,
            NotAFace = entry.Value.Choice.Kind == VoteKind.NotAFace,
            NotThem = entry.Value.Choice.Kind == VoteKind.NotThem,
        }),
    ];

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <param name="Channel">Where faces are shown.</param>
/// <param name="Required">Votes needed, as shown.</param>
internal sealed record PromptRules(string Channel, int Required);
