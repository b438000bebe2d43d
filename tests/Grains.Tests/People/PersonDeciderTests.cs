using Atmosphere.Grains.People;

namespace Atmosphere.Grains.Tests.People;

public sealed class PersonDeciderTests
{
    [Fact]
    public void The_first_face_owes_the_person_the_face_and_the_profile()
    {
        var story = new PersonStory();
        story.Tell(PersonStory.Tagged(1));

        story.Owes<CreateGalleryPerson>().ShouldHaveSingleItem();
        story.Owes<EnrolFace>().ShouldHaveSingleItem().FaceId.ShouldBe(PersonStory.Face(1));
        story.Owes<EnrichUser>().ShouldHaveSingleItem();
        story.Owes<StorePersonSql>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Many_faces_of_a_new_person_owe_one_creation()
    {
        var story = new PersonStory();
        for (var face = 1; face <= 10; face++) story.Tell(PersonStory.Tagged(face));

        story.Owes<CreateGalleryPerson>().ShouldHaveSingleItem();
        story.Owes<EnrolFace>().Count().ShouldBe(10);
    }

    [Fact]
    public void A_known_person_is_not_created_again()
    {
        var story = PersonStory.WithEnrolled();
        story.Tell(PersonStory.Tagged(2));

        story.Owes<CreateGalleryPerson>().ShouldBeEmpty();
        story.Tell(new NoteGalleryPerson { GalleryPersonId = "another" }).ShouldBeEmpty();
        story.State.GalleryPersonId.ShouldBe("gallery-ann");
    }

    [Fact]
    public void A_profile_is_asked_for_again_only_when_stale()
    {
        var story = new PersonStory();
        story.Tell(new NoteProfile { Profile = new() { DisplayName = "Ann", FetchedAt = story.Now } });
        story.Tell(PersonStory.Tagged(1));
        story.Owes<EnrichUser>().ShouldBeEmpty();

        story.Now += TimeSpan.FromDays(1);
        story.Tell(PersonStory.Tagged(2));
        story.Owes<EnrichUser>().ShouldHaveSingleItem();
    }

    [Fact]
    public void An_older_profile_changes_nothing()
    {
        var story = new PersonStory();
        story.Tell(new NoteProfile { Profile = new() { DisplayName = "Ann", FetchedAt = PersonStory.Start.AddHours(2) } });

        story.Tell(new NoteProfile { Profile = new() { DisplayName = "Old", FetchedAt = PersonStory.Start.AddHours(1) } }).ShouldBeEmpty();
        story.State.Profile!.Name.ShouldBe("Ann");
    }

    [Theory]
    [InlineData("Ann", "Ann Example", "Ann")]
    [InlineData("", "Ann Example", "Ann Example")]
    [InlineData("", "", "")]
    public void A_name_is_the_display_name_else_the_real_name(string display, string real, string name) =>
        new Profile { DisplayName = display, RealName = real }.Name.ShouldBe(name);

    [Fact]
    public void A_face_and_round_is_enrolled_once()
    {
        var story = new PersonStory();
        story.Tell(PersonStory.Tagged(1));

        story.Tell(PersonStory.Tagged(1)).ShouldBeEmpty("it is on its way");
    }

    [Fact]
    public void An_added_face_is_answered_and_trained()
    {
        var story = new PersonStory();
        story.Tell(PersonStory.Tagged(1));
        story.Tell(PersonStory.Added(1));

        story.StatusOf(1).ShouldBe(EnrolmentStatus.Enrolled);
        story.Owes<AnswerFace>().ShouldHaveSingleItem();
        story.Owes<AskForTraining>().ShouldHaveSingleItem();
        story.State.GalleryChanges.ShouldBe(1);
        story.State.EnrolledFaces.ShouldBe(1);
    }

    [Theory]
    [InlineData(null, EnrolmentStatus.Enrolled)]
    [InlineData("InvalidImage", EnrolmentStatus.Refused)]
    [InlineData(NoteFaceRefused.QuotaExceeded, EnrolmentStatus.Full)]
    public void A_repeated_agreement_repeats_the_answer_and_changes_nothing_else(string? refusal, EnrolmentStatus status)
    {
        var story = new PersonStory();
        story.Tell(PersonStory.Tagged(1));
        story.Tell(refusal is null ? PersonStory.Added(1) : PersonStory.Refused(1, refusal));
        story.StatusOf(1).ShouldBe(status);
        story.SettleAll();
        var faces = story.State.Faces;

        story.Tell(PersonStory.Tagged(1)).ShouldHaveSingleItem().ShouldBeOfType<AnswerRepeated>();

        story.Owes<AnswerFace>().ShouldHaveSingleItem();
        story.Owes<EnrolFace>().ShouldBeEmpty();
        story.Owes<AskForTraining>().ShouldBeEmpty();
        story.State.Faces.ShouldBeSameAs(faces);
    }

    [Fact]
    public void A_refusal_is_answered_and_leaves_the_gallery_as_it_was()
    {
        var story = new PersonStory();
        story.Tell(PersonStory.Tagged(1));
        story.Tell(PersonStory.Refused(1, "InvalidImageSize"));

        story.State.Faces[PersonStory.Face(1)].Code.ShouldBe("InvalidImageSize");
        story.Owes<AnswerFace>().ShouldHaveSingleItem();
        story.Owes<AskForTraining>().ShouldBeEmpty();
    }

    [Fact]
    public void A_late_report_about_another_round_changes_nothing()
    {
        var story = new PersonStory();
        story.Tell(PersonStory.Tagged(1, round: 2));

        story.Tell(PersonStory.Added(1, round: 1)).ShouldBeEmpty();
        story.Tell(PersonStory.Refused(1, round: 1)).ShouldBeEmpty();
    }

    [Fact]
    public void A_lost_gallery_person_is_created_again_once()
    {
        var story = PersonStory.WithEnrolled();
        story.Tell(new NoteGalleryPersonGone { GalleryPersonId = "gallery-ann" }).ShouldHaveSingleItem();
        story.State.GalleryPersonId.ShouldBeNull();
        story.Owes<CreateGalleryPerson>().ShouldHaveSingleItem();

        story.Tell(new NoteGalleryPersonGone { GalleryPersonId = "gallery-ann" }).ShouldBeEmpty();
        story.Tell(new NoteGalleryPerson { GalleryPersonId = "gallery-ann-2" });
        story.Tell(new NoteGalleryPersonGone { GalleryPersonId = "gallery-ann" }).ShouldBeEmpty("that was the one before");
    }

    [Fact]
    public void A_lost_gallery_person_takes_her_faces_along_and_they_are_enrolled_again()
    {
        var story = PersonStory.WithEnrolled();
        story.Tell(PersonStory.Tagged(2));
        story.Tell(PersonStory.Added(2));
        story.Tell(PersonStory.Withdraw(2));
        story.SettleAll();

        story.Tell(new NoteGalleryPersonGone { GalleryPersonId = "gallery-ann" });

        story.StatusOf(1).ShouldBe(EnrolmentStatus.Wanted);
        story.StatusOf(2).ShouldBe(EnrolmentStatus.Leaving, "an undone face does not come back");
        story.Owes<EnrolFace>().ShouldHaveSingleItem().FaceId.ShouldBe(PersonStory.Face(1));
        story.Tell(new NoteGalleryPerson { GalleryPersonId = "gallery-ann-2" });
        story.Tell(PersonStory.Added(1)).ShouldHaveSingleItem();
        story.StatusOf(1).ShouldBe(EnrolmentStatus.Enrolled);
    }

    [Fact]
    public void A_command_repeated_yields_no_events()
    {
        var seen = new HashSet<Type>();
        var story = new PersonStory();
        Twice(PersonStory.Tagged(1));
        Twice(new NoteGalleryPerson { GalleryPersonId = "gallery-ann" });
        Twice(PersonStory.Added(1));
        Twice(new NoteProfile { Profile = new() { FetchedAt = PersonStory.Start } });
        Twice(new NoteGalleryPersonGone { GalleryPersonId = "gallery-ann" });
        Twice(PersonStory.Withdraw(1));
        Twice(PersonStory.Removed(1));
        story.Tell(PersonStory.Tagged(2));
        Twice(PersonStory.Refused(2));
        story.Tell(new PersonTick()).ShouldBeEmpty();

        Twice(new ForgetThisPerson());
        Twice(new NoteStonePlaced());
        Twice(new NoteNamingFaces());
        Twice(new NoteGalleryForgotten());
        Twice(new NoteTrainingsBefore { Decided = 1 });
        Twice(new NoteModelForgot());
        Twice(new NoteFoundAgain { OnFaces = true });
        story.Tell(new NoteForgotten()).ShouldNotBeEmpty();
        story = new PersonStory();
        story.Tell(PersonStory.Tagged(1));
        story.Tell(new NoteStoneStands()).ShouldNotBeEmpty();

        // After these two the record is deleted, and what is told comes to a grain that knows nothing.
        seen.UnionWith([typeof(NoteForgotten), typeof(NoteStoneStands)]);
        seen.Add(typeof(PersonTick));
        seen.ShouldBe(typeof(PersonCommand).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PersonCommand))), ignoreOrder: true);

        void Twice(PersonCommand command)
        {
            story.Tell(command).ShouldNotBeEmpty();
            story.Tell(command).ShouldBeEmpty(command.GetType().Name);
            seen.Add(command.GetType());
        }
    }
}
