using System.Collections.Immutable;
using Atmosphere.Grains.Faces.Steps;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.Faces;

/// <summary>The shell around <see cref="FaceDecider"/>.</summary>
[ImplicitStreamSubscription(WellKnownNames.Streams.ImagesInDb)]
[ImplicitStreamSubscription(WellKnownNames.Streams.FaceTrainingSent)]
[ImplicitStreamSubscription(WellKnownNames.Streams.FaceCleanup)]
[ImplicitStreamSubscription(WellKnownNames.Streams.FaceFollows)]
[ImplicitStreamSubscription(WellKnownNames.Streams.PersonForgotten)]
internal sealed class FaceGrain(
    [PersistentState(WellKnownNames.States.Face, WellKnownNames.Storage)] IPersistentState<FaceState> store,
    OwingServices services,
    FaceRules rules,
    FaceSteps steps)
    : OwingGrain<FaceState, FaceCommand, FaceEvent, FaceEffect>(store, services), IFaceGrain, IStreamSubscriptionObserver
{
    public Task Accept(FaceArrived face) => HandleAsync(new AcceptFace { At = Time.GetUtcNow(), Face = face });

    public async Task<PressVerdict> Press(FacePress press)
    {
        var verdict = FaceDecider.Judge(State, press);
        await HandleAsync(press);
        return verdict;
    }

    public async Task<bool> Follow(LeadSheet sheet)
    {
        if (!FaceDecider.CanTake(State, sheet)) return false;
        await HandleAsync(new TakeSheet { At = Time.GetUtcNow(), Sheet = sheet });
        return true;
    }

    public async Task<bool> DropPictures(DateTimeOffset before)
    {
        var command = new DropPictures { At = Time.GetUtcNow(), Before = before };
        var goes = FaceDecider.CanDrop(State, command);
        await HandleAsync(command);
        return goes;
    }

    public Task PhotoForgot() => HandleAsync(new NotePhotoForgot { At = Time.GetUtcNow() });

    public Task EffectDone(EffectReport<FaceCommand> report) => SettleAsync(report);

    public Task<FaceView> GetView() => Task.FromResult(new FaceView
    {
        FaceId = Key,
        Status = State.Status,
        Source = State.Source,
        Round = State.Round,
        PersonId = State.PersonId,
        Confidence = State.Confidence,
        Enrolled = State.Enrolled,
        Votes = State.Votes,
        Excluded = [.. State.Excluded],
        Prompt = State.Prompt,
        ExpiresAt = State.ExpiresAt,
        Reason = State.Reason,
        ChangedAt = State.ChangedAt,
        Owed = ViewOwed(),
        Suggestion = State.Suggestion,
        LeadFaceId = State.LeadFaceId,
        Followers = [.. State.Together.Followers.Select(follower => follower.FaceId)],
        PicturesGoneAt = State.PicturesGoneAt,
    });

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory)
    {
        var stream = handleFactory.StreamId;
        return stream.GetNamespace() switch
        {
            WellKnownNames.Streams.ImagesInDb => Subscribe<FaceArrived>(Accept),
            WellKnownNames.Streams.FaceTrainingSent => Subscribe<FaceTrainingSent>(sent => HandleAsync(
                new NoteEnrolment { At = Time.GetUtcNow(), Round = sent.Round, PersonId = sent.PersonId, Enrolled = sent.Enrolled })),
            WellKnownNames.Streams.FaceCleanup => Subscribe<FaceCleanup>(cleanup => HandleAsync(
                new NoteEnrolmentRefused { At = Time.GetUtcNow(), Round = cleanup.Round, PersonId = cleanup.PersonId, Code = cleanup.Code })),
            WellKnownNames.Streams.FaceFollows => Subscribe<FaceFollows>(follows => HandleAsync(
                new AcceptFollower { At = Time.GetUtcNow(), FaceId = follows.FaceId })),
            WellKnownNames.Streams.PersonForgotten => Subscribe<PersonForgotten>(forgotten => HandleAsync(
                new ForgetPerson { At = Time.GetUtcNow(), PersonId = forgotten.PersonId })),
            var other => throw new InvalidOperationException($"FaceGrain does not know the stream namespace '{other}'."),
        };

        Task Subscribe<TEvent>(Func<TEvent, Task> accept)
            where TEvent : IStreamEvent =>
            handleFactory.Create<TEvent>().ResumeAsync(new StreamHandler<TEvent>(stream, GrainFactory, Time, accept));
    }

    protected override ImmutableArray<FaceEvent> Decide(FaceState state, FaceCommand command) => FaceDecider.Decide(state, command, rules);

    protected override FaceState Evolve(FaceState state, FaceEvent happened) => FaceDecider.Evolve(state, happened, rules);

    protected override FaceCommand Tick(DateTimeOffset now) => new FaceTick { At = now };

    protected override Task<EffectResult<FaceCommand>> PerformAsync(FaceState snapshot, FaceEffect effect, EffectAttempt attempt, CancellationToken cancellationToken) =>
        steps.PerformAsync(Key, snapshot, effect, attempt, cancellationToken);

    protected override Task ReportAsync(EffectReport<FaceCommand> report) => GrainFactory.GetGrain<IFaceGrain>(Key).EffectDone(report);
}
