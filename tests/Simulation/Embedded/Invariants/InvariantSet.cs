using Atmosphere.Grains.Faces;
using Atmosphere.Simulation.Story;

namespace Atmosphere.Simulation.Invariants;

/// <summary>All invariants, and when each is looked at: whenever something changes that it speaks of, so that nothing in between is missed.</summary>
internal sealed class InvariantSet
{
    private readonly World _world;
    private readonly AcceptedPressesAreKept _kept;
    private readonly IFaceInvariant[] _faces;
    private readonly IRestInvariant[] _rest;
    private readonly IEndInvariant[] _end;

    public InvariantSet(World world)
    {
        _world = world;
        NoOwnFault = new NoOwnFault(world);
        _kept = new AcceptedPressesAreKept(world);
        Invariant[] all =
        [
            NoOwnFault,
            _kept,
            new VotesComeFromPresses(world),
            new OnlyPeopleCount(world),
            new OneAgreementPerRound(world),
            new AgreementsAreEarned(world),
            new NoDecisionIsOverdue(world),
            new HistoryOnlyGrows(world),
            new NotThemIsRemembered(world),
            new OnlyDefiniteAnswersDecide(world),
            new PhotosAreJudgedRightly(world),
            new AcceptedArrivalsAreKept(world),
            new NobodyExistsTwice(world),
            new FacesAreInTheGalleryOnce(world),
            new OnlyAgreedFacesGetIn(world),
            new NobodyHasTooManyFaces(world),
            new FullMeansFull(world),
            new GalleryEqualsAgreements(world),
            new NoPromptIsPostedTwice(world),
            new ChannelIsNotFlooded(world),
            new NamesAreNeverBlank(world),
            new PromptsShowTheState(world),
            new PromptsAreFinished(world),
            new RefusedVotersAreTold(world),
            new ChannelPlacesAreRight(world),
            new FollowersFollow(world),
            new OnlySeenFollowersAreEnrolled(world),
            new CatalogueEqualsStates(world),
            new AuditHoldsEveryDecision(world),
            new PicturesAreKeptUntilDropped(world),
            new StreamsAreEmpty(world),
            new NoReminderIsKept(world),
            new EveryChangeIsTrained(world),
            new NobodyIsNamedAgainstHerWord(world),
            new OnlyTheNamedAreAsked(world),
            new OwnQuestionsShowTheState(world),
            new NothingIsLeftOfTheForgotten(world),
            new ForgottenFacesHaveNoPictures(world),
            new TheForgottenStayForgotten(world),
        ];
        _faces = [.. all.OfType<IFaceInvariant>()];
        _rest = [.. all.OfType<IRestInvariant>()];
        _end = [.. all.OfType<IEndInvariant>()];
        var people = all.OfType<IPersonInvariant>().ToArray();
        var photos = all.OfType<IPhotoInvariant>().ToArray();
        var galleries = all.OfType<IGalleryInvariant>().ToArray();
        var messages = all.OfType<IMessageInvariant>().ToArray();

        world.States.FaceWritten = OnFace;
        world.States.PersonWritten = (id, before, after) => Array.ForEach(people, invariant => invariant.OnPerson(id, before, after));
        world.States.PhotoWritten = (id, _, after) => Array.ForEach(photos, invariant => invariant.OnPhoto(id, after));
        var woken = new WhoOwesIsWoken(world);
        world.States.OwingWritten = woken.Check;
        world.Disk.ReminderChanged = key => woken.Check(key.GrainType, key.GrainKey);
        world.Gallery.Changed = () => Array.ForEach(galleries, invariant => invariant.OnGallery());
        world.Gallery.Unknown = sight => world.Truth.Unknown.Add(sight.Number);
        world.Gallery.Known = (sight, personId) => world.Truth.Known.Add((sight.Number, personId));
        world.Gallery.Suggested = (sight, personId) => world.Truth.Suggested.Add((sight.Number, personId));
        world.Gallery.Full = key => world.Truth.RefusedAsFull.Add(key);
        world.Workspace.Changed = message => Array.ForEach(messages, invariant => invariant.OnMessage(message));
    }

    public NoOwnFault NoOwnFault { get; }

    /// <summary>Somebody was told what became of a press.</summary>
    public void OnAnswered(Press press)
    {
        if (_world.States.Faces.TryGetValue(press.FaceId, out var face)) _kept.Check(press.FaceId, face);
    }

    public void AtRest() => Array.ForEach(_rest, invariant => invariant.AtRest());

    public void AtEnd() => Array.ForEach(_end, invariant => invariant.AtEnd());

    private void OnFace(string faceId, FaceState before, FaceState after)
    {
        var fresh = _world.Histories.Take(faceId, after);
        if (_world.Trace.Keeps)
        {
            foreach (var happened in fresh) _world.Trace.Note($"{_world.Names.Face(faceId)}: {happened.GetType().Name}{About(happened)}");
        }

        foreach (var invariant in _faces) invariant.OnFace(faceId, before, after, fresh);
    }

    private static string About(FaceEvent happened) => happened switch
    {
        AgreementReached agreed => $" on {agreed.PersonId} in round {agreed.Round}",
        VoteCast cast => $" by {cast.VoterId} for {cast.Choice.Kind} {cast.Choice.PersonId}",
        AskingStarted { Suggestion: { } suggestion } => $", perhaps {suggestion.PersonId}",
        SuggestionRejected rejected => $" of {rejected.PersonId}",
        PersonAsked asked => $": {asked.PersonId}",
        PersonVetoed vetoed => $" by {vetoed.PersonId}",
        VoteVerified verified => $" of {verified.VoterId}",
        VoteRefused refused => $" of {refused.VoterId}",
        VoteTakenBack taken => $" by {taken.VoterId}",
        FaceIdentified identified => $" as {identified.PersonId}",
        FollowingStarted following => $" of {following.LeadFaceId}",
        FollowerJoined joined => $": {joined.FaceId}",
        FollowerTurnedAway away => $": {away.FaceId} by {away.ByUserId}",
        SheetTaken taken => $": {taken.Sheet.Status} {taken.Sheet.PersonId}, round {taken.Sheet.Round}{(taken.Sheet.Leave ? ", leave" : "")}",
        FaceWasTagged tagged => $" as {tagged.PersonId}{(tagged.Enrolled ? "" : ", not enrolled")}",
        EnrolmentRefused refused => $": {refused.Code}",
        FaceFoundUnusable unusable => $": {unusable.Reason}",
        PromptShown shown => $", round {shown.Round}",
        _ => "",
    };
}
