using System.Collections.Immutable;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Tests.Faces;

/// <summary>A repeated command yields no events: for every command there is, in a state that accepts it.</summary>
public sealed class RepeatTests
{
    private static readonly ImmutableDictionary<Type, Func<(FaceStory Story, FaceCommand Command)>> Accepted =
        new Dictionary<Type, Func<(FaceStory, FaceCommand)>>
        {
            [typeof(AcceptFace)] = () => (new(), new AcceptFace { Face = FaceStory.Arrival() }),
            [typeof(NoteIdentified)] = () => (FaceStory.Detected(), new NoteIdentified { PersonId = FaceStory.Ann, Confidence = 0.9 }),
            [typeof(NoteNotIdentified)] = () => (FaceStory.Detected(), new NoteNotIdentified()),
            [typeof(NoteUnusable)] = () => (FaceStory.Detected(), new NoteUnusable { Reason = "no face" }),
            [typeof(NotePicturesUploaded)] = () => (FaceStory.Detected(), new NotePicturesUploaded { Pictures = new() { CropFileId = "F0" } }),
            [typeof(NotePromptShown)] = () => From(FaceStory.Identified(), story => story.NotThem(), story => story.Shown()),
            [typeof(CastVote)] = () => From(FaceStory.Asked(), story => story.Vote("U0V1", FaceStory.Ann)),
            [typeof(TakeBackVote)] = () => From(FaceStory.Asked(), story => story.Vote("U0V1", FaceStory.Ann), story => story.TakeBack("U0V1")),
            [typeof(DisputeIdentification)] = () => From(FaceStory.Identified(), story => story.NotThem()),
            [typeof(UndoTag)] = () => From(FaceStory.Tagged(), story => story.Undo()),
            [typeof(ReopenFace)] = () =>
            {
                var story = FaceStory.Asked();
                story.Now += TimeSpan.FromDays(8);
                story.Tell(new FaceTick());
                return (story, new ReopenFace { UserId = Actors.OperatorKey, Round = 1 });
            },
            [typeof(NoteReferenceChecked)] = () => From(
                new FaceStory(), _ => new AcceptFace { Face = FaceStory.Arrival() with { ReferenceOf = FaceStory.Ann } }, _ => new NoteReferenceChecked()),
            [typeof(NoteAlone)] = () => From(FaceStory.Detected(), _ => Unknown(), _ => new NoteAlone()),
            [typeof(NoteFollows)] = () => From(FaceStory.Detected(), _ => Unknown(), _ => new NoteFollows { LeadFaceId = Other }),
            [typeof(TakeSheet)] = () => From(
                FaceStory.Detected(), _ => Unknown(), _ => new NoteFollows { LeadFaceId = Other }, _ => new TakeSheet { Sheet = new() { LeadFaceId = Other, Version = 1, Round = 1, Status = FaceStatus.Expired } }),
            [typeof(AcceptFollower)] = () => (Compared(), new AcceptFollower { FaceId = Other }),
            [typeof(NoteFollowerPicture)] = () => From(Compared(), _ => new AcceptFollower { FaceId = Other }, _ => new NoteFollowerPicture { FaceId = Other, FileId = "F0" }),
            [typeof(SplitFollower)] = () => From(Compared(), _ => new AcceptFollower { FaceId = Other }, _ => new SplitFollower { UserId = "U0V1", Round = 1, FollowerId = Other }),
            [typeof(NoteVoteChecked)] = () => From(FaceStory.Asked(), story => story.Vote("U0V1", FaceStory.Ann), story => story.Check("U0V1")),
            [typeof(NoteEnrolment)] = () => From(FaceStory.Agreed(), story => story.Enrolled()),
            [typeof(NoteEnrolmentRefused)] = () => From(FaceStory.Agreed(), story => story.EnrolmentRefused()),
            [typeof(NoteEventsStored)] = () => (FaceStory.Asked(), new NoteEventsStored { UpTo = 2 }),
            [typeof(NotePersonAsked)] = () =>
            {
                var story = FaceStory.Asked(FaceStory.DefaultRules with { AsksThePerson = true });
                story.TellVerifiedVote("U0V1", FaceStory.Ann);
                return (story, new NotePersonAsked { PersonId = FaceStory.Ann, Round = 1, Message = new() { ChannelId = "D0ANN", Ts = "1772442000.000007" } });
            },
            [typeof(DropPictures)] = () =>
            {
                var story = FaceStory.Asked();
                story.Now += TimeSpan.FromDays(8);
                story.Tell(new FaceTick());
                return (story, new DropPictures { Before = story.Now.AddDays(1) });
            },
            [typeof(ForgetPerson)] = () => From(FaceStory.Asked(), story => story.Vote("U0V1", FaceStory.Ann), _ => new ForgetPerson { PersonId = FaceStory.Ann }),
            [typeof(NoteIsForgotten)] = () => (FaceStory.Detected(), new NoteIsForgotten()),
            [typeof(NoteSlackFilesDeleted)] = () => From(
                FaceStory.Tagged(), _ => new NotePicturesUploaded { Pictures = new() { CropFileId = "F0" } }, _ => new ForgetPerson { PersonId = FaceStory.Ann }, _ => new NoteSlackFilesDeleted { FileIds = ["F0"] }),
            [typeof(NotePhotoForgot)] = () => From(FaceStory.Tagged(), _ => new ForgetPerson { PersonId = FaceStory.Ann }, _ => new NotePhotoForgot()),
            [typeof(FaceTick)] = () =>
            {
                var story = FaceStory.Asked();
                story.Now += TimeSpan.FromDays(8);
                return (story, new FaceTick());
            },
        }.ToImmutableDictionary();

    private const string Other = "0a0b0c0d-0000-8000-8000-000000000002";

    private static NoteNotIdentified Unknown() => new() { Sighting = new() { DetectedFaceId = "detected" } };

    private static FaceStory Compared()
    {
        var story = FaceStory.Detected();
        story.Tell(Unknown());
        story.Tell(new NoteAlone());
        return story;
    }

    public static TheoryData<Type> Commands =>
        [.. typeof(FaceCommand).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(FaceCommand)) && !type.IsAbstract)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_repeated_yields_no_events(Type type)
    {
        var (story, command) = Accepted[type]();

        // The story itself tells everything twice.
        story.Tell(command).ShouldNotBeEmpty("else this shows nothing");
    }

    private static (FaceStory Story, FaceCommand Command) From(FaceStory story, params ReadOnlySpan<Func<FaceStory, FaceCommand>> steps)
    {
        foreach (var step in steps[..^1]) story.Tell(step(story));
        return (story, steps[^1](story));
    }
}
