using System.Collections.Immutable;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Photos.Steps;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.Photos;

/// <summary>The shell around <see cref="PhotoDecider"/>.</summary>
[ImplicitStreamSubscription(WellKnownNames.Streams.FaceForgotten)]
internal sealed class PhotoGrain(
    [PersistentState(WellKnownNames.States.Photo, WellKnownNames.Storage)] IPersistentState<PhotoState> store,
    OwingServices services,
    CutPhotoStep cut,
    ICropStore crops)
    : OwingGrain<PhotoState, PhotoCommand, PhotoEvent, PhotoEffect>(store, services), IPhotoGrain, IStreamSubscriptionObserver
{
    public Task Accept(string cameraId) => HandleAsync(new AcceptPhoto { At = Time.GetUtcNow(), CameraId = cameraId });

    public async Task<bool> DropPicture(DateTimeOffset before)
    {
        var command = new DropPicture { At = Time.GetUtcNow(), Before = before };
        var goes = PhotoDecider.CanDrop(State, command);
        await HandleAsync(command);
        return goes;
    }

    public Task AcceptReference(string personId, string actor) =>
        HandleAsync(new AcceptPhoto { At = Time.GetUtcNow(), CameraId = PhotoId.ReferenceCamera, ReferenceOf = personId, ReferenceBy = actor });

    public Task<PhotoView> GetView() => Task.FromResult(new PhotoView
    {
        PhotoId = Key,
        Status = State.Status,
        CameraId = State.CameraId,
        AcceptedAt = State.AcceptedAt,
        FaceIds = [.. State.Faces.Select(face => face.FaceId)],
        Reason = State.Reason,
        Owed = ViewOwed(),
        PictureGoneAt = State.PictureGoneAt,
        ReferenceOf = State.ReferenceOf,
        FacesFound = State.FacesFound,
    });

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<FaceIsForgotten>().ResumeAsync(new StreamHandler<FaceIsForgotten>(
            handleFactory.StreamId, GrainFactory, Time, forgotten => HandleAsync(new ForgetFaceOfPhoto { At = Time.GetUtcNow(), FaceId = forgotten.FaceId })));

    public Task EffectDone(EffectReport<PhotoCommand> report) => SettleAsync(report);

    protected override ImmutableArray<PhotoEvent> Decide(PhotoState state, PhotoCommand command) => PhotoDecider.Decide(state, command);

    protected override PhotoState Evolve(PhotoState state, PhotoEvent happened) => PhotoDecider.Evolve(state, happened);

    protected override PhotoCommand Tick(DateTimeOffset now) => new PhotoTick { At = now };

    protected override Task<EffectResult<PhotoCommand>> PerformAsync(PhotoState snapshot, PhotoEffect effect, EffectAttempt attempt, CancellationToken cancellationToken) =>
        effect switch
        {
            CutPhoto => cut.PerformAsync(Key, snapshot, attempt, cancellationToken),
            StartFace start => StartAsync(snapshot, start),
            DropUpload => DeleteAsync(CropKeys.Upload(Key), cancellationToken),
            DeletePicture => DeleteAsync(CropKeys.Photo(Key), cancellationToken),
            DropPhoto => DropPhotoAsync(cancellationToken),
            AnswerForgottenFace answer => AnswerAsync(snapshot, answer),
            _ => throw new ArgumentOutOfRangeException(nameof(effect), effect.GetType().Name, "No step for this effect."),
        };

    protected override Task ReportAsync(EffectReport<PhotoCommand> report) => GrainFactory.GetGrain<IPhotoGrain>(Key).EffectDone(report);

    private async Task<EffectResult<PhotoCommand>> StartAsync(PhotoState photo, StartFace start)
    {
        // Forgotten meanwhile, so it was started.
        if (photo.Faces.Find(face => face.FaceId == start.FaceId) is { } face) await GrainFactory.GetGrain<IFaceGrain>(start.FaceId).Accept(face);
        return EffectResult<PhotoCommand>.Done;
    }

    private async Task<EffectResult<PhotoCommand>> DeleteAsync(string picture, CancellationToken cancellationToken)
    {
        await crops.DeleteAsync(picture, cancellationToken);
        return EffectResult<PhotoCommand>.Done;
    }

    private async Task<EffectResult<PhotoCommand>> DropPhotoAsync(CancellationToken cancellationToken)
    {
        await crops.DeleteAsync(CropKeys.Photo(Key), cancellationToken);
        await crops.DeleteAsync(CropKeys.Upload(Key), cancellationToken);
        return EffectResult<PhotoCommand>.Done;
    }

    /// <summary>After the photo is gone, when it has to go.</summary>
    private async Task<EffectResult<PhotoCommand>> AnswerAsync(PhotoState photo, AnswerForgottenFace answer)
    {
        if (photo.Owed.Slots.ContainsKey(DropPhoto.PhotoSlot)) return new EffectResult<PhotoCommand>.Wait(TimeSpan.FromSeconds(1), "waits until the photo is deleted");
        await GrainFactory.GetGrain<IFaceGrain>(answer.FaceId).PhotoForgot();
        return EffectResult<PhotoCommand>.Done;
    }
}
