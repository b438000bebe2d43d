using System.Diagnostics;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Engine.Tests.Flows;

public sealed class VotingFlowTests : FlowTest
{
    [Fact]
    public async Task Fifty_voters_at_the_same_moment_make_one_agreement_one_enrolment_and_one_message()
    {
        var faceId = await World.AskedAsync();

        var verdicts = await Task.WhenAll(Enumerable.Range(0, FlowWorld.Voters).Select(voter => World.VoteAsync(faceId, FlowWorld.Voter(voter), FlowWorld.Ann)));

        verdicts.ShouldAllBe(verdict => verdict == PressVerdict.Accepted || verdict == PressVerdict.Closed);
        verdicts.Count(verdict => verdict == PressVerdict.Accepted).ShouldBeGreaterThanOrEqualTo(2);
        await World.UntilShownAsync(faceId, PromptKind.Tagged);
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);
        World.Catalogue.Events(faceId).Count(happened => happened.Kind == "agreement-reached").ShouldBe(1);
        World.Recogniser.FaceKeys.ShouldBe([$"{faceId}/1"]);
        World.Recogniser.Persons.Values.Select(person => person.Key).ShouldBe([FlowWorld.Ann]);
        World.Slack.Posts(faceId).ShouldBe(1);
    }

    [Fact]
    public async Task Storm_of_votes_changes_the_prompt_once_a_second_and_the_newest_is_shown()
    {
        var faceId = await World.AskedAsync();
        await World.UntilAtRestAsync(faceId);
        var (before, watch) = (World.Slack.Updates, Stopwatch.StartNew());

        for (var time = 0; time < 60; time++) await World.VoteAsync(faceId, FlowWorld.Voter(1), time % 2 == 0 ? FlowWorld.Ben : FlowWorld.Ann);

        await FlowWorld.UntilAsync(() => World.Slack.Shown(faceId) is { Votes: [{ PersonId: FlowWorld.Ann }] }, "the last vote is shown");
        await World.UntilAtRestAsync(faceId);
        (World.Slack.Updates - before).ShouldBeLessThanOrEqualTo((int)watch.Elapsed.TotalSeconds + 2);
    }

    [Fact]
    public async Task FaceTag_vote_is_on_disk_before_the_answer()
    {
        var faceId = await World.AskedAsync();
        World.Slack.Faults.Break(nameof(ISlack.GetUserAsync));
        (await World.VoteAsync(faceId, FlowWorld.Voter(1), FlowWorld.Ann)).ShouldBe(PressVerdict.Accepted);

        await World.Engine.RestartAsync();

        (await World.Face(faceId).GetView()).Votes.ShouldContainKey(FlowWorld.Voter(1));
        World.Slack.Faults.Mend(nameof(ISlack.GetUserAsync));
        await World.UntilAsync(faceId, face => face.Votes[FlowWorld.Voter(1)].Standing == VoteStanding.Verified, "its consequences happen after the restart");
    }

    [Fact]
    public async Task FaceTag_a_vote_that_could_not_be_written_is_an_error_and_does_not_count()
    {
        var faceId = await World.AskedAsync();
        await World.UntilAtRestAsync(faceId);
        World.Engine.FailNextWrite(World.Face(faceId));

        await Should.ThrowAsync<Exception>(() => World.VoteAsync(faceId, FlowWorld.Voter(1), FlowWorld.Ann));

        (await World.Face(faceId).GetView()).Votes.ShouldBeEmpty();
        await World.AgreeAsync(faceId, FlowWorld.Ann);
        await World.UntilShownAsync(faceId, PromptKind.Tagged);
    }

    [Fact]
    public async Task An_effect_whose_outcome_could_not_be_written_is_looked_up_at_once_by_the_next_activation()
    {
        World.Slack.Faults.Silence(nameof(ISlack.PostPromptAsync));
        var faceId = (await World.ArriveAsync("ann")).FaceId;
        await FlowWorld.UntilAsync(() => World.Slack.Posts(faceId) == 1, "it is posted, but nobody knows");
        World.Engine.FailNextWrite(World.Face(faceId));

        World.Slack.Faults.Unsilence(nameof(ISlack.PostPromptAsync));

        // A call of the dying activation to itself would wait for its own end: until calls time out, after 30 s.
        await Eventually.Holds(async () => (await World.Face(faceId).GetView()) is { ExpiresAt: not null, Owed.IsEmpty: true }, "the message is found", TimeSpan.FromSeconds(10));
        World.Slack.Posts(faceId).ShouldBe(1);
    }

    [Fact]
    public async Task FaceTag_the_prompt_shows_who_voted_for_whom_and_that_a_vote_was_taken_back()
    {
        var faceId = await World.AskedAsync();
        await World.VoteAsync(faceId, FlowWorld.Voter(1), FlowWorld.Ann);
        await World.VoteAsync(faceId, FlowWorld.Voter(2), VoteChoice.NotAFace);
        await FlowWorld.UntilAsync(() => World.Slack.Shown(faceId)!.Votes.Length == 2, "both votes are shown");
        World.Slack.Shown(faceId)!.Votes[0].PersonId.ShouldBe(FlowWorld.Ann);
        World.Slack.Shown(faceId)!.Votes[1].NotAFace.ShouldBeTrue();

        (await World.PressAsync(faceId, FlowWorld.Voter(1), new TakeBackVote())).ShouldBe(PressVerdict.Accepted);

        await FlowWorld.UntilAsync(() => World.Slack.Shown(faceId)!.Votes.Length == 1, "one vote is left");
    }

    [Theory]
    [InlineData(FlowWorld.Bot, FlowWorld.Ann, "bots can't vote")]
    [InlineData(FlowWorld.Gone, FlowWorld.Ann, "your account is deactivated")]
    [InlineData("U0NOBODY", FlowWorld.Ann, "does not know your account")]
    [InlineData("U0V1", FlowWorld.Bot, "you picked a bot")]
    [InlineData("U0V1", FlowWorld.Gone, "is deactivated")]
    [InlineData("U0V1", "U0NOBODY", "does not know the person")]
    public async Task Bots_and_deactivated_users_can_neither_vote_nor_be_tagged_and_the_voter_is_told(string voter, string person, string told)
    {
        var faceId = await World.AskedAsync();
        await World.VoteAsync(faceId, FlowWorld.Voter(9), person);
        await World.VoteAsync(faceId, voter, person);

        await FlowWorld.UntilAsync(() => World.Slack.Whispers.Any(whisper => whisper.UserId == voter && whisper.Text.Contains(told)), $"{voter} is told");
        await World.UntilAtRestAsync(faceId);
        var face = await World.Face(faceId).GetView();
        face.Status.ShouldBe(FaceStatus.Asking);
        face.Votes[voter].Standing.ShouldBe(VoteStanding.Refused);
        World.Slack.Shown(faceId)!.Votes.ShouldNotContain(vote => vote.VoterId == voter);
    }

    [Fact]
    public async Task Slack_being_down_refuses_no_vote()
    {
        var faceId = await World.AskedAsync();
        foreach (var method in (string[])[nameof(ISlack.GetUserAsync), nameof(ISlack.UpdatePromptAsync), nameof(ISlack.TellAsync)]) World.Slack.Faults.Break(method);

        await World.AgreeAsync(faceId, FlowWorld.Ann);
        await FlowWorld.UntilAsync(() => World.Slack.Faults.Calls(nameof(ISlack.GetUserAsync)) >= 2, "Slack was asked about the voters");
        (await World.Face(faceId).GetView()).Votes.Values.ShouldAllBe(vote => vote.Standing == VoteStanding.Unchecked);

        foreach (var method in (string[])[nameof(ISlack.GetUserAsync), nameof(ISlack.UpdatePromptAsync), nameof(ISlack.TellAsync)]) World.Slack.Faults.Mend(method);
        await World.UntilShownAsync(faceId, PromptKind.Tagged);
        World.Slack.Whispers.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_vote_during_every_showing_does_not_keep_the_catalogue_waiting()
    {
        const int enough = 20;
        var faceId = await World.AskedAsync();
        await World.UntilAtRestAsync(faceId);
        var known = World.Catalogue.Events(faceId).Count;
        var showings = 0;
        World.Slack.DuringUpdate = async () =>
        {
            if (World.Catalogue.Events(faceId).Count == known && ++showings < enough) await World.VoteAsync(faceId, FlowWorld.Voter(1), FlowWorld.Ann);
        };

        await World.VoteAsync(faceId, FlowWorld.Voter(1), FlowWorld.Ben);

        await World.UntilAtRestAsync(faceId);
        showings.ShouldBeLessThan(enough);
    }

    [Fact]
    public async Task A_press_on_a_closed_question_changes_nothing()
    {
        var faceId = await World.TaggedAsync();

        (await World.VoteAsync(faceId, FlowWorld.Voter(5), FlowWorld.Ben)).ShouldBe(PressVerdict.Closed);
        (await World.PressAsync(faceId, FlowWorld.Voter(5), new UndoTag { Round = 7 })).ShouldBe(PressVerdict.Closed);
        (await World.PressAsync(Guid.NewGuid().ToString(), FlowWorld.Voter(5), new CastVote { Choice = VoteChoice.NotAFace, Round = 1 })).ShouldBe(PressVerdict.UnknownFace);

        (await World.Face(faceId).GetView()).PersonId.ShouldBe(FlowWorld.Ann);
    }

    [Fact]
    public async Task Not_a_face_twice_closes_the_question_and_frees_the_place()
    {
        var faceId = await World.AskedAsync();
        await World.VoteAsync(faceId, FlowWorld.Voter(1), VoteChoice.NotAFace);
        await World.VoteAsync(faceId, FlowWorld.Voter(2), VoteChoice.NotAFace);

        await World.UntilShownAsync(faceId, PromptKind.Dismissed);
        await World.UntilAtRestAsync(faceId);
        (await World.ChannelGrain.ListOpen()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_question_that_nobody_answers_expires_and_leaves_no_reminder()
    {
        var faceId = await World.AskedAsync();
        await World.UntilAtRestAsync(faceId);
        World.Time.PutForward(TimeSpan.FromDays(7));
        await FlowWorld.TickAsync(World.Face(faceId));

        await World.UntilShownAsync(faceId, PromptKind.Expired);
        await ShouldRestWithoutReminderAsync(faceId);
        (await World.ChannelGrain.ListOpen()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tagged_face_owes_nothing_and_leaves_no_reminder()
    {
        var faceId = await World.TaggedAsync();
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);
        (await World.Engine.HasReminderAsync(World.Face(faceId), "due")).ShouldBeTrue("it looked after what was owed");

        await ShouldRestWithoutReminderAsync(faceId);
    }

    [Fact]
    public async Task StoreFaceTagSql_the_catalogue_has_the_face_its_votes_and_its_history_in_order()
    {
        var faceId = await World.AskedAsync();
        await World.VoteAsync(faceId, FlowWorld.Voter(1), FlowWorld.Ann);
        await World.UntilAsync(faceId, face => face.Votes[FlowWorld.Voter(1)].Standing == VoteStanding.Verified, "the vote is verified");
        await World.UntilAtRestAsync(faceId);
        var tag = World.Catalogue.Face(faceId)!.Tags.ShouldHaveSingleItem();
        (tag.VoterId, tag.Choice, tag.Verified).ShouldBe((FlowWorld.Voter(1), FlowWorld.Ann, true));

        await World.VoteAsync(faceId, FlowWorld.Voter(2), FlowWorld.Ann);
        await World.UntilShownAsync(faceId, PromptKind.Tagged);
        await World.UntilAtRestAsync(faceId);

        World.Catalogue.Face(faceId)!.Status.ShouldBe("Tagged");
        World.Catalogue.Face(faceId)!.PersonId.ShouldBe(FlowWorld.Ann);
        var events = World.Catalogue.Events(faceId);
        events.Select(happened => happened.Sequence).ShouldBe(Enumerable.Range(1, events.Count).Select(number => (long)number));
        events.Select(happened => happened.Kind).ShouldBe(
            ["face-detected", "asking-started", "pictures-uploaded", "prompt-shown", "vote-cast", "vote-verified", "vote-cast", "vote-verified", "agreement-reached", "face-was-tagged"]);
    }

    [Fact]
    public async Task StoreFaceTagSql_a_database_that_is_down_stops_nothing_and_catches_up()
    {
        World.Catalogue.IsDown = true;
        var faceId = await World.TaggedAsync();
        World.Catalogue.Face(faceId).ShouldBeNull();

        World.Catalogue.IsDown = false;

        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);
        World.Catalogue.Face(faceId)!.Status.ShouldBe("Tagged");
        World.Catalogue.Events(faceId)[0].Kind.ShouldBe("face-detected");
        World.Catalogue.Person(FlowWorld.Ann)!.EnrolledFaces.ShouldBe(1);
    }

    private async Task ShouldRestWithoutReminderAsync(string faceId)
    {
        await World.UntilAtRestAsync(faceId);
        World.Time.PutForward(TimeSpan.FromMinutes(3));
        await FlowWorld.TickAsync(World.Face(faceId));
        (await World.Engine.HasReminderAsync(World.Face(faceId), "due")).ShouldBeFalse();
    }
}
