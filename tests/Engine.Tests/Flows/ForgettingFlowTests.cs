using Atmosphere.Engine.Tests.Flows.Simulated;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Engine.Tests.Flows;

/// <summary>Somebody asks to be forgotten.</summary>
public sealed class ForgettingFlowTests : FlowTest
{
    [Fact]
    public async Task Forgotten_nothing_is_left_of_her_and_the_receipt_says_what_there_was()
    {
        var tagged = await World.TaggedAsync();
        await World.UntilAtRestAsync(tagged, FlowWorld.Ann);
        await World.Training.TrainNow(Actors.OperatorKey);
        await UntilTrainedAsync();
        var asked = await World.AskedAsync("ben");
        await World.VoteAsync(asked, FlowWorld.Ann, FlowWorld.Ben);
        await World.UntilAsync(asked, face => face.Votes[FlowWorld.Ann].Standing == VoteStanding.Verified, "her vote counts");
        await World.UntilAtRestAsync(asked);
        World.Recogniser.Trained.ShouldContain(FlowWorld.Ann);

        await World.Person(FlowWorld.Ann).Forget(ForgottenBy.Herself, FlowWorld.Ann);
        var receipt = await UntilModelForgotAsync(FlowWorld.Ann);

        (receipt.Faces, receipt.VotesAbout, receipt.VotesBy, receipt.GalleryFaces, receipt.By).ShouldBe((1, 2, 1, 1, ForgottenBy.Herself));
        World.Recogniser.Persons.Values.ShouldNotContain(person => person.Key == FlowWorld.Ann);
        World.Recogniser.Trained.ShouldNotContain(FlowWorld.Ann);
        World.Catalogue.Mentions(FlowWorld.Ann).ShouldBeFalse();
        World.Crops.Keys.ShouldNotContain(CropKeys.Crop(tagged));
        World.Crops.Keys.ShouldNotContain(CropKeys.ZoomIn(tagged));
        World.Crops.Keys.ShouldContain(CropKeys.Crop(asked), "it shows somebody else");
        (await World.Face(tagged).GetView()).Votes.ShouldBeEmpty();
        (await World.Face(asked).GetView()).Votes.Keys.ShouldNotContain(FlowWorld.Ann);
        await World.UntilShownAsync(tagged, PromptKind.Forgotten);
        await FlowWorld.UntilAsync(() => World.Slack.Shown(asked)!.Votes.IsEmpty, "the message does not list her vote");
        World.Slack.Shown(tagged)!.PersonId.ShouldBeNull();
        await FlowWorld.UntilAsync(() => World.Slack.Files.Count == 2, "only the pictures of the other face are at Slack");
    }

    [Fact]
    public async Task The_only_person_of_a_gallery_is_forgotten_although_an_empty_gallery_can_not_be_trained()
    {
        await TrainedAsync();
        World.Recogniser.Faults.Order(nameof(IRecogniser.HasFacesAsync), Fault.Unavailable, Fault.Throttled);
        await World.Person(FlowWorld.Ann).Forget(ForgottenBy.Herself, FlowWorld.Ann);
        var receipt = await UntilModelForgotAsync(FlowWorld.Ann);
        receipt.ModelForgotAt.ShouldNotBeNull();
        World.Recogniser.TrainedInVain.ShouldBe(1, "once, and not again and again");
        (await World.Training.GetView()).History[0].ShouldSatisfyAllConditions(last => last.Phase.ShouldBe(TrainingPhase.Succeeded), last => last.Message.ShouldContain("nothing to learn"));

        // What the recogniser keeps of the old model is of no use: a face that it takes for her is nobody's.
        var stranger = (await World.ArriveAsync("ann")).FaceId;
        await World.UntilAsync(stranger, FaceStatus.Asking);
        (await World.Face(stranger).GetView()).PersonId.ShouldBeNull();
    }

    [Fact]
    public async Task As_long_as_others_are_in_the_gallery_a_training_without_her_is_waited_for()
    {
        await TrainedAsync();
        await World.UntilAtRestAsync(await World.TaggedAsync("ben", FlowWorld.Ben), FlowWorld.Ben);
        World.Recogniser.Faults.Break(nameof(IRecogniser.TrainAsync));
        await World.Person(FlowWorld.Ann).Forget(ForgottenBy.Herself, FlowWorld.Ann);
        await FlowWorld.UntilAsync(async () => (await World.Training.GetView()).Owed.Any(owed => owed.Failures > 0), "the training is tried");
        (await ReceiptAsync(FlowWorld.Ann))!.ModelForgotAt.ShouldBeNull();

        World.Recogniser.Faults.Mend(nameof(IRecogniser.TrainAsync));
        await UntilModelForgotAsync(FlowWorld.Ann);
        World.Recogniser.Trained.ShouldBe([FlowWorld.Ben]);
    }

    [Fact]
    public async Task After_the_last_look_her_own_record_is_gone_and_the_receipt_stays()
    {
        var tagged = await World.TaggedAsync();
        await World.UntilAtRestAsync(tagged, FlowWorld.Ann);
        await ForgetAndFinishAsync(FlowWorld.Ann);

        var view = await World.Person(FlowWorld.Ann).GetView();
        (view.Profile, view.GalleryPersonId, view.Forgetting, view.Faces.Count, view.Owed.Length).ShouldBe((null, null, null, 0, 0));
        var receipt = await ReceiptAsync(FlowWorld.Ann);
        receipt!.FinishedAt.ShouldNotBeNull();
        receipt.Faces.ShouldBe(1);
    }

    [Fact]
    public async Task Asked_twice_changes_nothing()
    {
        var first = await World.Person(FlowWorld.Ann).Forget(ForgottenBy.Herself, FlowWorld.Ann);
        (await World.Person(FlowWorld.Ann).Forget(ForgottenBy.Operator, Actors.OperatorKey)).AskedAt.ShouldBe(first.AskedAt);
        await FinishAsync(FlowWorld.Ann);
        var finished = await ReceiptAsync(FlowWorld.Ann);

        await World.Person(FlowWorld.Ann).Forget(ForgottenBy.Operator, Actors.OperatorKey);
        await FlowWorld.UntilAsync(async () => (await World.Person(FlowWorld.Ann).GetView()).Forgetting is null, "the second wish is found to be the first");
        (await ReceiptAsync(FlowWorld.Ann)).ShouldBe(finished);
    }

    [Fact]
    public async Task A_vote_for_somebody_forgotten_is_refused_and_its_voter_told_no_more_than_that()
    {
        await ForgetAndFinishAsync(FlowWorld.Ann);
        var asked = await World.AskedAsync();
        (await World.VoteAsync(asked, FlowWorld.Voter(1), FlowWorld.Ann)).ShouldBe(PressVerdict.Accepted);

        await FlowWorld.UntilAsync(() => World.Slack.Whispers.Contains((FlowWorld.Voter(1), Text)), "the voter is told");
        await World.UntilAsync(asked, face => !face.Votes[FlowWorld.Voter(1)].IsLive && face.Votes[FlowWorld.Voter(1)].Choice.PersonId is null, "the vote is gone");
        await World.UntilAtRestAsync(asked);
        World.Catalogue.Mentions(FlowWorld.Ann).ShouldBeFalse();
        (await World.Person(FlowWorld.Ann).GetView()).Profile.ShouldBeNull("Slack was not asked who she is");
    }

    [Fact]
    public async Task Her_own_votes_do_not_count_until_she_wants_to_be_known_again()
    {
        await ForgetAndFinishAsync(FlowWorld.Ann);
        var asked = await World.AskedAsync("ben");
        await World.VoteAsync(asked, FlowWorld.Ann, FlowWorld.Ben);
        await World.UntilAsync(asked, face => face.Votes.IsEmpty, "her vote is removed");
        await FlowWorld.UntilAsync(() => World.Slack.Whispers.Any(whisper => whisper.UserId == FlowWorld.Ann && whisper.Text.Contains("remember me", StringComparison.Ordinal)), "she is told");

        (await (await Stones.OfAsync(FlowWorld.Ann)).Lift()).ShouldBe(LiftAnswer.Lifted);
        await World.VoteAsync(asked, FlowWorld.Ann, FlowWorld.Ben);
        await World.UntilAsync(asked, face => face.Votes.GetValueOrDefault(FlowWorld.Ann)?.Standing == VoteStanding.Verified, "her vote counts");
        (await (await Stones.OfAsync(FlowWorld.Ann)).Lift()).ShouldBe(LiftAnswer.NotForgotten);
    }

    [Fact]
    public async Task Whoever_wants_to_be_known_again_waits_until_the_removal_has_ended()
    {
        World.Recogniser.Faults.Break(nameof(IRecogniser.TrainAsync));
        var tagged = await World.TaggedAsync();
        await World.UntilAtRestAsync(tagged, FlowWorld.Ann);
        await World.Person(FlowWorld.Ann).Forget(ForgottenBy.Herself, FlowWorld.Ann);
        await FlowWorld.UntilAsync(async () => await ReceiptAsync(FlowWorld.Ann) is not null, "the stone is placed");

        (await (await Stones.OfAsync(FlowWorld.Ann)).Lift()).ShouldBe(LiftAnswer.StillRemoving);
        (await ReceiptAsync(FlowWorld.Ann))!.ModelForgotAt.ShouldBeNull("the recogniser can't be trained");
        World.Recogniser.Faults.Mend(nameof(IRecogniser.TrainAsync));
        (await UntilModelForgotAsync(FlowWorld.Ann)).ModelForgotAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task It_beats_an_agreement_that_is_under_way()
    {
        World.Recogniser.Faults.Break(nameof(IRecogniser.AddFaceAsync));
        var faceId = await World.AskedAsync();
        await World.AgreeAsync(faceId, FlowWorld.Ann);
        await World.UntilAsync(faceId, FaceStatus.Agreed);

        await World.Person(FlowWorld.Ann).Forget(ForgottenBy.Operator, Actors.OperatorKey);
        World.Recogniser.Faults.Mend(nameof(IRecogniser.AddFaceAsync));

        await World.UntilAsync(faceId, FaceStatus.Forgotten);
        await UntilModelForgotAsync(FlowWorld.Ann);
        World.Recogniser.Persons.ShouldBeEmpty();
        await World.UntilShownAsync(faceId, PromptKind.Forgotten);
    }

    [Fact]
    public async Task A_face_that_was_only_recognised_is_hers_too()
    {
        var tagged = await World.TaggedAsync();
        await World.UntilAtRestAsync(tagged, FlowWorld.Ann);
        await World.Training.TrainNow(Actors.OperatorKey);
        await UntilTrainedAsync();
        var recognised = (await World.ArriveAsync("ann")).FaceId;
        await World.UntilShownAsync(recognised, PromptKind.Identified);
        await World.UntilAtRestAsync(recognised);

        await World.Person(FlowWorld.Ann).Forget(ForgottenBy.Herself, FlowWorld.Ann);
        await World.UntilAsync(recognised, FaceStatus.Forgotten);
        (await UntilModelForgotAsync(FlowWorld.Ann)).Faces.ShouldBe(2);
        World.Crops.Keys.ShouldNotContain(CropKeys.Crop(recognised));
    }

    [Fact]
    public async Task A_photo_goes_with_its_last_face_and_not_before()
    {
        var alone = await World.UploadAsync(Picture.Of("ann").Bytes());
        var together = await World.UploadAsync(Picture.Of("ann", "ben").Bytes(), "camera-2");
        var hers = await FaceOfAsync(alone);
        var herOther = await FaceOfAsync(together);
        foreach (var faceId in (string[])[hers, herOther])
        {
            await World.UntilShownAsync(faceId, PromptKind.Question);
            await World.AgreeAsync(faceId, FlowWorld.Ann);
            await World.UntilAsync(faceId, FaceStatus.Tagged);
            await World.UntilAtRestAsync(faceId);
        }

        await World.Person(FlowWorld.Ann).Forget(ForgottenBy.Herself, FlowWorld.Ann);
        await UntilModelForgotAsync(FlowWorld.Ann);

        World.Crops.Keys.ShouldNotContain(CropKeys.Photo(alone));
        World.Crops.Keys.ShouldContain(CropKeys.Photo(together), "ben is on it");
        (await World.Client.GetGrain<IPhotoGrain>(together).GetView()).FaceIds.ShouldNotContain(herOther);
    }

    [Fact]
    public async Task A_forgotten_face_that_is_sent_again_stays_forgotten()
    {
        var arrived = await World.ArriveAsync("ann");
        await World.UntilAsync(arrived.FaceId, face => face.ExpiresAt is not null, "people are asked");
        await World.AgreeAsync(arrived.FaceId, FlowWorld.Ann);
        await World.UntilAsync(arrived.FaceId, FaceStatus.Tagged);
        await World.UntilAtRestAsync(arrived.FaceId);
        await World.Person(FlowWorld.Ann).Forget(ForgottenBy.Herself, FlowWorld.Ann);
        await UntilModelForgotAsync(FlowWorld.Ann);

        await World.Crops.SaveAsync(CropKeys.Crop(arrived.FaceId), new byte[] { 1 }, TestContext.Current.CancellationToken);
        await World.Face(arrived.FaceId).Accept(arrived);
        await FlowWorld.UntilAsync(() => !World.Crops.Keys.Contains(CropKeys.Crop(arrived.FaceId)), "its picture is deleted again");
        (await World.Face(arrived.FaceId).GetView()).Status.ShouldBe(FaceStatus.Forgotten);
    }

    [Fact]
    public async Task Nothing_is_lost_when_every_service_fails_on_the_way()
    {
        var tagged = await World.TaggedAsync();
        await World.UntilAtRestAsync(tagged, FlowWorld.Ann);
        World.Recogniser.Faults.Order(nameof(IRecogniser.DeletePersonAsync), Fault.ReplyLost, Fault.Busy, Fault.Throttled);
        World.Recogniser.Faults.Order(nameof(IRecogniser.FindPersonAsync), Fault.Unavailable);
        World.Slack.Faults.Order(nameof(ISlack.DeletePictureAsync), Fault.ReplyLost, Fault.Unavailable);
        World.Slack.Faults.Order(nameof(ISlack.UpdatePromptAsync), Fault.Unavailable);
        World.Catalogue.IsDown = true;
        await World.Person(FlowWorld.Ann).Forget(ForgottenBy.Herself, FlowWorld.Ann);
        await FlowWorld.UntilAsync(async () => await ReceiptAsync(FlowWorld.Ann) is { GalleryForgottenAt: not null }, "the gallery has let go of her");
        World.Catalogue.IsDown = false;

        await UntilModelForgotAsync(FlowWorld.Ann);
        await World.UntilShownAsync(tagged, PromptKind.Forgotten);
        await FlowWorld.UntilAsync(() => World.Slack.Files.IsEmpty, "Slack has no picture of her");
        World.Catalogue.Mentions(FlowWorld.Ann).ShouldBeFalse();
    }

    [Fact]
    public async Task Late_word_of_her_leaves_nothing()
    {
        await ForgetAndFinishAsync(FlowWorld.Ann);

        await World.Person(FlowWorld.Ann).LearnProfile(new() { DisplayName = "ann", FetchedAt = World.Time.GetUtcNow() });
        await FlowWorld.UntilAsync(async () => (await World.Person(FlowWorld.Ann).GetView()).Profile is null, "her name is gone again");
        await World.Person(FlowWorld.Ann).Withdraw(Guid.NewGuid().ToString(), 1);
        await FlowWorld.UntilAsync(async () => (await World.Person(FlowWorld.Ann).GetView()).Faces.IsEmpty, "so is the face");
        World.Catalogue.Mentions(FlowWorld.Ann).ShouldBeFalse();
        World.Recogniser.Persons.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ForgottenBy.Herself, FlowWorld.Ann)]
    [InlineData(ForgottenBy.Operator, FlowWorld.Ben)]
    [InlineData(ForgottenBy.Operator, "session:0badcafe")]
    public async Task The_audit_says_who_wished_it_and_never_whose_id_it_was(ForgottenBy by, string actor)
    {
        var tagged = await World.TaggedAsync();
        await World.UntilAtRestAsync(tagged, FlowWorld.Ann);
        await World.Person(FlowWorld.Ann).Forget(by, actor);
        await FlowWorld.UntilAsync(() => World.Audit.Entries.Any(entry => entry.Action == ForgettingAudit.Asked), "the wish is in the audit");
        var pseudonym = await Stones.PseudonymAsync(FlowWorld.Ann);
        var asked = World.Audit.Entries.Single(entry => entry.Action == ForgettingAudit.Asked);
        (asked.Actor, asked.About, asked.Source).ShouldBe((by == ForgottenBy.Herself ? pseudonym : actor, pseudonym, $"person/{pseudonym}"), "from the beginning");

        await FinishAsync(FlowWorld.Ann);
        World.Audit.Entries.Count(entry => entry.Action == ForgettingAudit.Asked).ShouldBe(1);
        World.Audit.Entries.Single(entry => entry.Action == ForgettingAudit.Done).ShouldSatisfyAllConditions(done => done.About.ShouldBe(pseudonym), done => done.Actor.ShouldBe(Actors.Rule));
        World.Audit.Entries.ShouldNotContain(entry => entry.Actor == FlowWorld.Ann || entry.About == FlowWorld.Ann || entry.Source.Contains(FlowWorld.Ann, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Her_record_stays_until_the_audit_has_the_wish()
    {
        World.Audit.IsDown = true;
        await World.Person(FlowWorld.Ann).Forget(ForgottenBy.Herself, FlowWorld.Ann);
        await UntilModelForgotAsync(FlowWorld.Ann);
        World.Time.PutForward(TimeSpan.FromHours(1));
        await FlowWorld.TickAsync(World.Person(FlowWorld.Ann));
        await FlowWorld.UntilAsync(async () => (await World.Person(FlowWorld.Ann).GetView()).Owed.Any(owed => owed.Slot == AuditForgetting.AuditSlot && owed.Failures > 0), "the audit is tried");
        (await ReceiptAsync(FlowWorld.Ann))!.FinishedAt.ShouldBeNull();

        World.Audit.IsDown = false;
        await FinishAsync(FlowWorld.Ann);
        World.Audit.Entries.ShouldContain(entry => entry.Action == ForgettingAudit.Asked);
    }

    private const string Text = "Your vote does not count: the person you picked can't be tagged.";

    private Tombstones Stones => new(World.Client);

    private async Task<ForgettingReceipt?> ReceiptAsync(string personId) => await (await Stones.OfAsync(personId)).GetReceipt();

    private async Task TrainedAsync()
    {
        var tagged = await World.TaggedAsync();
        await World.UntilAtRestAsync(tagged, FlowWorld.Ann);
        await World.Training.TrainNow(Actors.OperatorKey);
        await UntilTrainedAsync();
    }

    private Task UntilTrainedAsync() => FlowWorld.UntilAsync(async () => (await World.Training.GetView()) is { Running: null, Succeeded: > 0 }, "the training has ended");

    private async Task<ForgettingReceipt> UntilModelForgotAsync(string personId)
    {
        ForgettingReceipt? receipt = null;
        await FlowWorld.UntilAsync(
            async () => (receipt = await ReceiptAsync(personId)) is { ModelForgotAt: not null, FacesForgottenAt: not null, GalleryForgottenAt: not null }, "the model has forgotten her");
        return receipt!;
    }

    private async Task ForgetAndFinishAsync(string personId)
    {
        await World.Person(personId).Forget(ForgottenBy.Herself, personId);
        await FinishAsync(personId);
    }

    private async Task FinishAsync(string personId)
    {
        await UntilModelForgotAsync(personId);
        await FlowWorld.UntilAsync(
            async () =>
            {
                // Again and again: the step may just have looked at the clock, and a wait counts from the clock after the leap.
                World.Time.PutForward(TimeSpan.FromHours(1));
                await FlowWorld.TickAsync(World.Person(personId));
                return await ReceiptAsync(personId) is { FinishedAt: not null } && (await World.Person(personId).GetView()).Forgetting is null;
            },
            "the last look was taken");
    }

    private async Task<string> FaceOfAsync(string photoId)
    {
        await FlowWorld.UntilAsync(async () => (await World.Client.GetGrain<IPhotoGrain>(photoId).GetView()).Status == PhotoStatus.Faces, "the photo is cut");
        return (await World.Client.GetGrain<IPhotoGrain>(photoId).GetView()).FaceIds[0];
    }
}
