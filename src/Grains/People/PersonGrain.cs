using System.Collections.Immutable;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.People.Steps;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.People;

/// <summary>The shell around <see cref="PersonDecider"/>.</summary>
[ImplicitStreamSubscription(WellKnownNames.Streams.FaceTagged)]
internal sealed class PersonGrain(
    [PersistentState(WellKnownNames.States.Person, WellKnownNames.Storage)] IPersistentState<PersonState> store,
    OwingServices services,
    PersonRules rules,
    PersonSteps steps)
    : OwingGrain<PersonState, PersonCommand, PersonEvent, PersonEffect>(store, services), IPersonGrain, IStreamSubscriptionObserver
{
    public Task Withdraw(string faceId, int round) => HandleAsync(new WithdrawFromGallery { At = Time.GetUtcNow(), FaceId = faceId, Round = round });

    public Task<Profile?> GetProfile() => Task.FromResult(State.Profile);

    public Task LearnProfile(Profile profile) => HandleAsync(new NoteProfile { At = Time.GetUtcNow(), Profile = profile });

    public async Task<ForgettingReceipt> Forget(ForgottenBy by, string actor)
    {
        await HandleAsync(new ForgetThisPerson { At = Time.GetUtcNow(), By = by, Actor = actor });
        return State.Removal!.Receipt;
    }

    public Task EffectDone(EffectReport<PersonCommand> report) => SettleAsync(report);

    public Task<PersonView> GetView() => Task.FromResult(new PersonView
    {
        PersonId = Key,
        Profile = State.Profile,
        GalleryPersonId = State.GalleryPersonId,
        EnrolledFaces = State.EnrolledFaces,
        Faces = State.Faces,
        Owed = ViewOwed(),
        Forgetting = State.Removal?.Receipt,
    });

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<FaceTagged>().ResumeAsync(new StreamHandler<FaceTagged>(
            handleFactory.StreamId, GrainFactory, Time, tagged => HandleAsync(new AcceptTaggedFace { At = Time.GetUtcNow(), Face = tagged })));

    protected override ImmutableArray<PersonEvent> Decide(PersonState state, PersonCommand command) => PersonDecider.Decide(state, command, rules);

    protected override PersonState Evolve(PersonState state, PersonEvent happened) => PersonDecider.Evolve(state, happened);

    protected override PersonCommand Tick(DateTimeOffset now) => new PersonTick { At = now };

    protected override Task<EffectResult<PersonCommand>> PerformAsync(PersonState snapshot, PersonEffect effect, EffectAttempt attempt, CancellationToken cancellationToken) =>
        steps.PerformAsync(Key, snapshot, effect, attempt, cancellationToken);

    protected override Task ReportAsync(EffectReport<PersonCommand> report) => GrainFactory.GetGrain<IPersonGrain>(Key).EffectDone(report);
}
