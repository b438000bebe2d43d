using Atmosphere.Engine.Tests.Flows.Simulated;
using Atmosphere.Grains;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Streams;
using Atmosphere.Grains.Training;

namespace Atmosphere.Engine.Tests.Flows;

/// <summary>From the agreement to the gallery, to the model, and back out.</summary>
public sealed class EnrolmentFlowTests : FlowTest
{
    [Theory]
    [InlineData(nameof(IRecogniser.AddFaceAsync), Fault.ReplyLost)]
    [InlineData(nameof(IRecogniser.AddFaceAsync), Fault.Throttled)]
    [InlineData(nameof(IRecogniser.AddFaceAsync), Fault.Busy)]
    [InlineData(nameof(IRecogniser.AddFaceAsync), Fault.Unavailable)]
    [InlineData(nameof(IRecogniser.AddFaceAsync), Fault.Misconfigured)]
    [InlineData(nameof(IRecogniser.AddFaceAsync), Fault.Throws)]
    [InlineData(nameof(IRecogniser.CreatePersonAsync), Fault.ReplyLost)]
    [InlineData(nameof(IRecogniser.CreatePersonAsync), Fault.Throttled)]
    [InlineData(nameof(IRecogniser.CreatePersonAsync), Fault.Unavailable)]
    [InlineData(nameof(IRecogniser.FindPersonAsync), Fault.Unavailable)]
    [InlineData(nameof(IRecogniser.EnsureGalleryAsync), Fault.Unavailable)]
    public async Task SendFaceForTraining_whatever_goes_wrong_person_and_face_are_in_the_gallery_once(string method, Fault fault)
    {
        World.Recogniser.Faults.Order(method, fault);

        var faceId = await World.TaggedAsync();
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);

        World.Recogniser.Persons.Values.ShouldHaveSingleItem().Key.ShouldBe(FlowWorld.Ann);
        World.Recogniser.FaceKeys.ShouldBe([$"{faceId}/1"]);
    }

    [Theory]
    [InlineData(nameof(IRecogniser.AddFaceAsync))]
    [InlineData(nameof(IRecogniser.CreatePersonAsync))]
    public async Task SendFaceForTraining_an_answer_that_died_with_the_process_is_looked_up(string method)
    {
        World.Recogniser.Faults.Silence(method);
        var faceId = await World.AskedAsync();
        await World.AgreeAsync(faceId, FlowWorld.Ann);
        await FlowWorld.UntilAsync(() => World.Recogniser.Faults.Calls(method) == 1, "it has happened, but nobody knows");

        await World.Engine.RestartAsync();
        World.Recogniser.Faults.Unsilence(method);
        await World.Person(FlowWorld.Ann).GetView();

        await World.UntilShownAsync(faceId, PromptKind.Tagged);
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);
        World.Recogniser.Persons.Count.ShouldBe(1);
        World.Recogniser.FaceKeys.ShouldBe([$"{faceId}/1"]);
        World.Recogniser.Faults.Calls(method).ShouldBe(1);
    }

    [Fact]
    public async Task SendFaceForTraining_two_faces_of_a_new_person_at_once_create_one_person()
    {
        var first = await World.AskedAsync();
        var second = await World.AskedAsync();
        await Task.WhenAll(World.AgreeAsync(first, FlowWorld.Ann), World.AgreeAsync(second, FlowWorld.Ann));
        await World.UntilShownAsync(first, PromptKind.Tagged);
        await World.UntilShownAsync(second, PromptKind.Tagged);

        World.Recogniser.Faults.Calls(nameof(IRecogniser.CreatePersonAsync)).ShouldBe(1);
        World.Recogniser.FaceKeys.ShouldBe([$"{first}/1", $"{second}/1"], ignoreOrder: true);
    }

    [Fact]
    public async Task SendFaceForTraining_the_agreement_repeated_is_answered_and_changes_nothing()
    {
        var faceId = await World.TaggedAsync();
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);
        var before = await World.Face(faceId).GetView();

        var tagged = new FaceTagged { FaceId = faceId, Round = 1, PersonId = FlowWorld.Ann, FaceInZoomIn = before.Source!.FaceInZoomIn };
        await World.PublishAsync(WellKnownNames.Streams.FaceTagged, FlowWorld.Ann, tagged);
        await World.PublishAsync(WellKnownNames.Streams.FaceTrainingSent, faceId, new FaceTrainingSent { FaceId = faceId, Round = 1, PersonId = FlowWorld.Ann, Enrolled = false });
        await World.PublishAsync(WellKnownNames.Streams.FaceTagged, FlowWorld.Ann, tagged with { FaceId = Guid.NewGuid().ToString() });

        await FlowWorld.UntilAsync(async () => (await World.Person(FlowWorld.Ann).GetView()).Faces.Count == 2, "the event after it has been handled");
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);
        (await World.Face(faceId).GetView()).ChangedAt.ShouldBe(before.ChangedAt);
        World.Recogniser.FaceKeys.ShouldBe([$"{faceId}/1"]);
    }

    [Theory]
    [InlineData(FlowWorld.Ann, "ann")]
    [InlineData(FlowWorld.Ben, "Ben Example")]
    [InlineData(FlowWorld.Nameless, "")]
    public async Task FinalizeTag_says_the_display_name_else_the_real_name_else_leaves_it_to_the_mention(string person, string name)
    {
        var faceId = await World.TaggedAsync(person: person);

        var shown = World.Slack.Shown(faceId)!;
        shown.PersonId.ShouldBe(person);
        shown.PersonName.ShouldBe(name);
        World.Slack.Posts(faceId).ShouldBe(1);
    }

    [Theory]
    [InlineData(Fault.Throttled)]
    [InlineData(Fault.ReplyLost)]
    [InlineData(Fault.Unavailable)]
    public async Task FinalizeTag_a_failed_update_is_made_again(Fault fault)
    {
        var faceId = await World.AskedAsync();
        World.Slack.Faults.Order(nameof(ISlack.UpdatePromptAsync), fault, fault);
        await World.AgreeAsync(faceId, FlowWorld.Ann);

        await World.UntilShownAsync(faceId, PromptKind.Tagged);
        await World.UntilAtRestAsync(faceId);
    }

    [Fact]
    public async Task FinalizeTag_a_message_that_somebody_deleted_is_not_posted_again()
    {
        var faceId = await World.AskedAsync();
        World.Slack.Delete(faceId);
        await World.AgreeAsync(faceId, FlowWorld.Ann);

        await World.UntilAsync(faceId, face => face is { Status: FaceStatus.Tagged, Owed.IsEmpty: true }, "it is tagged all the same");
        World.Slack.Posts(faceId).ShouldBe(0);
    }

    [Fact]
    public async Task CleanupTag_a_picture_that_the_gallery_refuses_for_good_loses_its_votes_and_says_why()
    {
        var faceId = await World.AskedAsync(SimulatedRecogniser.Blurred);
        await World.AgreeAsync(faceId, FlowWorld.Ann);

        await World.UntilShownAsync(faceId, PromptKind.Unusable);
        World.Slack.Shown(faceId)!.Reason.ShouldContain("InvalidImage");
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);
        (await World.Face(faceId).GetView()).Votes.ShouldBeEmpty();
        World.Catalogue.Face(faceId)!.Tags.ShouldBeEmpty();
        World.Recogniser.FaceKeys.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_full_gallery_tags_without_enrolling_and_says_so()
    {
        World.Recogniser.MaxFaces = 1;
        await World.TaggedAsync();

        var second = await World.AskedAsync();
        await World.AgreeAsync(second, FlowWorld.Ann);

        await World.UntilShownAsync(second, PromptKind.TaggedNotEnrolled);
        World.Recogniser.FaceKeys.Count.ShouldBe(1);
    }

    [Fact]
    public async Task EnrichUser_asks_once_for_a_new_person_and_the_catalogue_has_the_name()
    {
        var faceId = await World.TaggedAsync();
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);

        var profile = (await World.Person(FlowWorld.Ann).GetView()).Profile.ShouldNotBeNull();
        profile.Name.ShouldBe("ann");
        World.Catalogue.Person(FlowWorld.Ann)!.RealName.ShouldBe("Ann Example");
    }

    [Fact]
    public async Task Undo_takes_the_face_out_of_the_gallery_and_a_new_agreement_puts_it_in_again()
    {
        var faceId = await World.TaggedAsync();
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);

        (await World.PressAsync(faceId, FlowWorld.Voter(4), new UndoTag())).ShouldBe(PressVerdict.Accepted);
        await World.UntilShownAsync(faceId, PromptKind.Question);
        World.Slack.Shown(faceId)!.NotPersonId.ShouldBe(FlowWorld.Ann);
        await FlowWorld.UntilAsync(() => World.Recogniser.FaceKeys.Count == 0, "the face has left the gallery");
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);

        await World.AgreeAsync(faceId, FlowWorld.Ann);
        await World.UntilShownAsync(faceId, PromptKind.Tagged);
        World.Recogniser.FaceKeys.ShouldBe([$"{faceId}/2"]);
        World.Recogniser.Faults.Calls(nameof(IRecogniser.CreatePersonAsync)).ShouldBe(1);
        World.Slack.Posts(faceId).ShouldBe(1);
    }

    [Fact]
    public async Task Undo_and_a_new_agreement_while_Slack_is_slow_do_not_wait_for_the_patience_of_the_old_agreement()
    {
        var faceId = await World.AskedAsync();
        World.Slack.Faults.Silence(nameof(ISlack.UpdatePromptAsync));
        await World.AgreeAsync(faceId, FlowWorld.Ann);
        await World.UntilAsync(faceId, FaceStatus.Tagged);
        World.Slack.Faults.Silence(nameof(ISlack.GetUserAsync));
        await World.PressAsync(faceId, FlowWorld.Voter(4), new UndoTag());
        await World.VoteAsync(faceId, FlowWorld.Voter(5), FlowWorld.Ann);
        await World.VoteAsync(faceId, FlowWorld.Voter(6), FlowWorld.Ann);

        World.Slack.Faults.Unsilence(nameof(ISlack.UpdatePromptAsync));
        await FlowWorld.UntilAsync(async () => (await World.Person(FlowWorld.Ann).GetView()).Faces[faceId].Status == EnrolmentStatus.Withdrawn, "the face is out");
        World.Slack.Faults.Unsilence(nameof(ISlack.GetUserAsync));

        await World.UntilShownAsync(faceId, PromptKind.Tagged);
        World.Recogniser.FaceKeys.ShouldBe([$"{faceId}/2"]);
    }

    [Theory]
    [InlineData(Fault.ReplyLost)]
    [InlineData(Fault.Throttled)]
    public async Task Undo_a_failed_removal_is_made_again(Fault fault)
    {
        var faceId = await World.TaggedAsync();
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);
        World.Recogniser.Faults.Order(nameof(IRecogniser.DeleteFaceAsync), fault);

        await World.PressAsync(faceId, FlowWorld.Voter(4), new UndoTag());

        await FlowWorld.UntilAsync(() => World.Recogniser.FaceKeys.Count == 0, "the face has left the gallery");
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);
        (await World.Person(FlowWorld.Ann).GetView()).Faces[faceId].Status.ShouldBe(EnrolmentStatus.Withdrawn);
    }

    [Fact]
    public async Task Undo_a_late_repeat_of_the_old_agreement_does_not_bring_the_face_back()
    {
        var faceId = await World.TaggedAsync();
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);
        await World.PressAsync(faceId, FlowWorld.Voter(4), new UndoTag());
        await FlowWorld.UntilAsync(() => World.Recogniser.FaceKeys.Count == 0, "the face has left the gallery");
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);

        var box = (await World.Face(faceId).GetView()).Source!.FaceInZoomIn;
        await World.PublishAsync(WellKnownNames.Streams.FaceTagged, FlowWorld.Ann, new FaceTagged { FaceId = faceId, Round = 1, PersonId = FlowWorld.Ann, FaceInZoomIn = box });
        var other = await World.TaggedAsync();

        World.Recogniser.FaceKeys.ShouldBe([$"{other}/1"]);
    }

    [Fact]
    public async Task Undo_of_one_person_and_agreement_on_another_moves_the_face()
    {
        var faceId = await World.TaggedAsync();
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);
        await World.PressAsync(faceId, FlowWorld.Voter(4), new UndoTag());
        await World.UntilShownAsync(faceId, PromptKind.Question);
        await World.AgreeAsync(faceId, FlowWorld.Ben);
        await World.UntilShownAsync(faceId, PromptKind.Tagged);
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann, FlowWorld.Ben);

        World.Recogniser.Persons.Values.Single(person => person.Key == FlowWorld.Ann).Faces.ShouldBeEmpty();
        World.Recogniser.Persons.Values.Single(person => person.Key == FlowWorld.Ben).Faces.Values.ShouldHaveSingleItem().Key.ShouldBe($"{faceId}/2");
    }

    [Fact]
    public async Task StartTraining_on_demand_trains_and_remembers()
    {
        (await World.Training.TrainNow(Actors.OperatorKey)).ShouldBe(TrainNowAnswer.NothingToLearn);
        await World.TaggedAsync();
        await FlowWorld.UntilAsync(async () => (await World.Training.GetView()).ChangedPeople == 1, "the training knows of the change");

        (await World.Training.TrainNow(Actors.OperatorKey)).ShouldBe(TrainNowAnswer.Started);

        await FlowWorld.UntilAsync(async () => (await World.Training.GetView()) is { Running: null, History.Count: 1 }, "the training is done");
        var training = await World.Training.GetView();
        training.ChangedPeople.ShouldBe(0);
        training.History[0].Phase.ShouldBe(TrainingPhase.Succeeded);
        training.History[0].Cause.ShouldBe(TrainingCause.OnDemand);
    }

    [Fact]
    public async Task StartTraining_at_night_trains_once_when_something_changed()
    {
        await World.Training.EnsureScheduled();
        var night = (await World.Training.GetView()).NextScheduledAt.ShouldNotBeNull();
        await World.TaggedAsync();
        await FlowWorld.UntilAsync(async () => (await World.Training.GetView()).ChangedPeople == 1, "the training knows of the change");

        World.Time.PutForward(night - World.Time.GetUtcNow() + TimeSpan.FromSeconds(1));
        await FlowWorld.TickAsync(World.Training);
        await FlowWorld.TickAsync(World.Training);

        await FlowWorld.UntilAsync(async () => (await World.Training.GetView()) is { Running: null, History.Count: 1 }, "the training is done");
        await FlowWorld.TickAsync(World.Training);
        World.Recogniser.Faults.Calls(nameof(IRecogniser.TrainAsync)).ShouldBe(1);
        (await World.Training.GetView()).History[0].Cause.ShouldBe(TrainingCause.Nightly);
        (await World.Training.GetView()).NextScheduledAt!.Value.ShouldBe(night.AddDays(1), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task StartTraining_whose_answer_was_lost_is_looked_for_and_not_started_twice()
    {
        await World.TaggedAsync();
        await FlowWorld.UntilAsync(async () => (await World.Training.GetView()).ChangedPeople == 1, "the training knows of the change");
        World.Recogniser.Faults.Order(nameof(IRecogniser.TrainAsync), Fault.ReplyLost);

        await World.Training.TrainNow(Actors.OperatorKey);

        await FlowWorld.UntilAsync(async () => (await World.Training.GetView()) is { Running: null, LastSuccessAt: not null }, "the training is done");
        World.Recogniser.Faults.Calls(nameof(IRecogniser.TrainAsync)).ShouldBe(1);
    }

    [Theory]
    [InlineData(nameof(IRecogniser.TrainAsync), Fault.Busy)]
    [InlineData(nameof(IRecogniser.TrainAsync), Fault.Throttled)]
    [InlineData(nameof(IRecogniser.GetTrainingAsync), Fault.Unavailable)]
    public async Task StartTraining_a_busy_or_failing_recogniser_is_asked_again(string method, Fault fault)
    {
        await World.TaggedAsync();
        await FlowWorld.UntilAsync(async () => (await World.Training.GetView()).ChangedPeople == 1, "the training knows of the change");
        World.Recogniser.Faults.Order(method, fault);

        await World.Training.TrainNow(Actors.OperatorKey);

        await FlowWorld.UntilAsync(async () => (await World.Training.GetView()) is { Running: null, LastSuccessAt: not null }, "the training is done");
    }
}
