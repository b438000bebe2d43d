using System.Collections.Immutable;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.People;

namespace Atmosphere.Grains.Tests.People;

/// <summary>A person asks to be forgotten.</summary>
public sealed class RemovalTests
{
    [Fact]
    public void Nothing_but_the_removal_is_owed_from_then_on_and_the_tombstone_comes_first()
    {
        var story = PersonStory.WithEnrolled();
        story.Tell(new NoteProfile { Profile = new() { DisplayName = "ann", FetchedAt = PersonStory.Start } });
        story.Tell(PersonStory.Tagged(2));
        story.Tell(Forget());

        (story.State.Profile, story.State.Faces.Count).ShouldBe((null, 0));
        story.State.Removal!.Receipt.ShouldSatisfyAllConditions(receipt => receipt.GalleryFaces.ShouldBe(1), receipt => receipt.AskedAt.ShouldBe(story.Now), receipt => receipt.By.ShouldBe(ForgottenBy.Operator));
        story.State.Owed.Slots.Values.Select(owed => owed.Effect.GetType()).ShouldBe([typeof(PlaceTombstone), typeof(StorePersonSql), typeof(AuditForgetting)], ignoreOrder: true);

        story.Owes<AuditForgetting>().ShouldHaveSingleItem().Entry.ShouldSatisfyAllConditions(
            entry => entry.Action.ShouldBe(ForgettingAudit.Asked), entry => entry.Actor.ShouldBe("session:0badcafe"), entry => entry.At.ShouldBe(story.Now), entry => entry.About.ShouldBeNull());

        story.Tell(new NoteStonePlaced());
        story.Owes<DeleteGalleryPerson>().ShouldHaveSingleItem();
        story.Owes<ForgetFaces>().ShouldHaveSingleItem();
        story.State.Removal.ShouldNotBeNull().StoneAt.ShouldBe(story.Now, "what is under way from then on can see it");
    }

    [Fact]
    public void Nothing_is_taken_in_any_more()
    {
        var story = Placed();
        PersonCommand[] late =
        [
            PersonStory.Tagged(1), PersonStory.Withdraw(1), PersonStory.Added(1), PersonStory.Refused(1), PersonStory.Removed(1), new PersonTick(), Forget(),
            new NoteGalleryPerson { GalleryPersonId = "gallery-ann" }, new NoteGalleryPersonGone { GalleryPersonId = "gallery-ann" },
            new NoteProfile { Profile = new() { DisplayName = "ann", FetchedAt = PersonStory.Start } },
        ];
        foreach (var command in late) story.Tell(command).ShouldBeEmpty(command.GetType().Name);
    }

    [Fact]
    public void Every_step_repeated_changes_nothing()
    {
        var story = PersonStory.WithEnrolled();
        foreach (var command in Steps())
        {
            story.Tell(command).ShouldNotBeEmpty(command.GetType().Name);
            if (command is not (NoteNamingFaces { Faces.IsEmpty: false } or NoteForgotten)) story.Tell(command).ShouldBeEmpty($"{command.GetType().Name} told twice");
        }

        story.State.IsErased.ShouldBeTrue();
    }

    [Fact]
    public void A_face_is_counted_once_however_often_it_is_found()
    {
        var story = Placed();
        story.Tell(Found(1, 2));
        story.Tell(Found(1, 2));
        story.Tell(Found(2, 3));
        story.State.Removal!.Receipt.ShouldSatisfyAllConditions(receipt => receipt.Faces.ShouldBe(3), receipt => receipt.VotesAbout.ShouldBe(6), receipt => receipt.VotesBy.ShouldBe(3));
        story.State.Removal.Counted.Count.ShouldBe(2, "what is cleared needs no remembering");
    }

    [Fact]
    public void The_last_look_is_owed_when_gallery_faces_and_model_have_forgotten_her_in_whatever_order()
    {
        foreach (var order in (ImmutableArray<int[]>)[[0, 1, 2, 3], [3, 0, 1, 2], [0, 3, 1, 2]])
        {
            PersonCommand[] steps = [new NoteGalleryForgotten(), new NoteTrainingsBefore { Decided = 4 }, new NoteModelForgot(), new NoteNamingFaces()];
            var story = Placed();
            foreach (var step in order)
            {
                story.Owes<FinishForgetting>().ShouldBeEmpty();
                story.Tell(steps[step]);
            }

            story.Owes<FinishForgetting>().ShouldHaveSingleItem();
        }
    }

    [Fact]
    public void What_comes_back_is_removed_again()
    {
        var story = Placed();
        foreach (var command in Steps().Skip(2).SkipLast(1)) story.Tell(command);
        story.SettleAll();
        story.Tell(new NoteFoundAgain { InGallery = true, OnFaces = true });
        story.State.Removal!.ShouldSatisfyAllConditions(
            removal => removal.TrainingsBefore.ShouldBeNull(),
            removal => removal.Receipt.GalleryForgottenAt.ShouldBeNull(),
            removal => removal.Receipt.ModelForgotAt.ShouldBeNull("a training after that has to come"),
            removal => removal.Receipt.FacesForgottenAt.ShouldBeNull());
        story.Owes<DeleteGalleryPerson>().ShouldHaveSingleItem();
        story.Owes<ForgetFaces>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Somebody_who_was_forgotten_before_is_left_in_peace()
    {
        var story = new PersonStory();
        story.Tell(Forget());
        story.Tell(new NoteStonePlaced { WasForgotten = true });
        story.State.IsErased.ShouldBeTrue();
        story.State.Owed.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Late_word_of_somebody_forgotten_is_erased()
    {
        var story = new PersonStory();
        story.Tell(PersonStory.Tagged(1));
        story.Tell(new NoteStoneStands());
        story.State.IsErased.ShouldBeTrue();
    }

    [Fact]
    public void A_tombstone_is_placed_once_renewed_while_it_stands_and_lifted_when_all_is_done()
    {
        var receipt = new ForgettingReceipt { AskedAt = PersonStory.Start };
        var stone = TombstoneDecider.Place(new(), receipt);
        TombstoneDecider.Place(stone, receipt).ShouldBeSameAs(stone);
        TombstoneDecider.Judge(stone).ShouldBe(LiftAnswer.StillRemoving);
        TombstoneDecider.Judge(new()).ShouldBe(LiftAnswer.NotForgotten);

        var finished = TombstoneDecider.Renew(stone, receipt with { FinishedAt = PersonStory.Start });
        TombstoneDecider.Judge(finished).ShouldBe(LiftAnswer.Lifted);
        TombstoneDecider.Place(finished, new() { AskedAt = PersonStory.Start.AddDays(1) }).ShouldBeSameAs(finished, "she is forgotten already");
        TombstoneDecider.IsAnother(finished, new() { AskedAt = PersonStory.Start.AddDays(1) }).ShouldBeTrue();
        TombstoneDecider.Renew(new(), receipt).Receipt.ShouldBeNull("it was lifted");
    }

    private static ForgetThisPerson Forget() => new() { By = ForgottenBy.Operator, Actor = "session:0badcafe" };

    private static PersonStory Placed()
    {
        var story = PersonStory.WithEnrolled();
        story.Tell(Forget());
        story.Tell(new NoteStonePlaced());
        return story;
    }

    private static PersonCommand[] Steps() =>
        [Forget(), new NoteStonePlaced(), Found(1), new NoteNamingFaces(), new NoteGalleryForgotten(), new NoteTrainingsBefore { Decided = 4 }, new NoteModelForgot(), new NoteForgotten()];

    private static NoteNamingFaces Found(params ReadOnlySpan<int> faces)
    {
        var found = ImmutableArray.CreateBuilder<CountedFace>();
        foreach (var face in faces) found.Add(new() { FaceId = PersonStory.Face(face), IsTheirs = true, VotesAbout = 2, VotesBy = 1 });
        return new() { Faces = found.ToImmutable() };
    }
}
