using Atmosphere.Grains.Owing;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>Finds the step that performs an effect.</summary>
internal sealed class FaceSteps(
    IdentifyFaceStep identify,
    PromptStep prompt,
    VerifyVoteStep verify,
    TellVoterStep tell,
    StoreFaceTagSqlStep store,
    SendFaceForTrainingStep send,
    WithdrawFaceStep withdraw,
    ReleaseSlotStep release,
    FindOthersStep findOthers,
    FollowLeadStep follow,
    TellFollowerStep tellFollower,
    LeaveOthersStep leave,
    TellDenialsStep denials,
    DropOldPicturesStep dropOld,
    AskPersonStep ask,
    ForgettingSteps forgetting,
    CheckReferenceStep reference,
    TellWebhookStep webhook)
{
    public Task<EffectResult<FaceCommand>> PerformAsync(
        string faceId, FaceState face, FaceEffect effect, EffectAttempt attempt, CancellationToken cancellationToken) => effect switch
        {
            IdentifyFace => identify.PerformAsync(faceId, face, attempt, cancellationToken),
            PromptEffect => prompt.PerformAsync(faceId, face, attempt, cancellationToken),
            VerifyVote verifyVote => verify.PerformAsync(face, verifyVote, attempt, cancellationToken),
            TellVoter tellVoter => tell.PerformAsync(tellVoter, cancellationToken),
            StoreFaceTagSql => store.PerformAsync(faceId, face, attempt, cancellationToken),
            SendFaceForTraining => send.PerformAsync(faceId, face),
            WithdrawFace withdrawFace => withdraw.PerformAsync(faceId, withdrawFace),
            ReleaseSlot => release.PerformAsync(faceId, face),
            FindOthers => findOthers.PerformAsync(faceId, face, attempt, cancellationToken),
            FollowLead => follow.PerformAsync(faceId, face),
            TellFollower follower => tellFollower.PerformAsync(faceId, face, follower),
            LeaveOthers => leave.PerformAsync(faceId),
            TellDenials => denials.PerformAsync(faceId, face),
            AskPerson askPerson => ask.PerformAsync(faceId, face, askPerson, attempt, cancellationToken),
            DropOldPictures => dropOld.PerformAsync(faceId, cancellationToken),
            DeletePictures => forgetting.DeletePicturesAsync(faceId, face, cancellationToken),
            DeleteSlackFiles => forgetting.DeleteSlackFilesAsync(face, attempt, cancellationToken),
            TellPhoto => forgetting.TellPhotoAsync(faceId, face),
            ForgetAmongStrangers => forgetting.ForgetStrangerAsync(faceId),
            CheckReference => reference.PerformAsync(faceId, face, attempt, cancellationToken),
            TellWebhook message => webhook.PerformAsync(faceId, message),
            _ => throw new ArgumentOutOfRangeException(nameof(effect), effect.GetType().Name, "No step for this effect."),
        };
}
