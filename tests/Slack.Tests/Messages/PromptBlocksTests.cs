using System.Text.Json;
using System.Text.Json.Nodes;
using Atmosphere.Grains.Ports;
using Atmosphere.Practice.BlockKit;
using Atmosphere.Slack.Messages;
using Atmosphere.Slack.Tests.Support;

namespace Atmosphere.Slack.Tests.Messages;

public sealed class PromptBlocksTests
{
    private static readonly string HugeName = string.Concat(Enumerable.Repeat("<&>😀", 2_000));

    public static TheoryData<PromptKind> Kinds => [.. Enum.GetValues<PromptKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_prompt_is_good_Block_Kit(PromptKind kind)
    {
        var plain = Samples.Prompt(kind);
        PromptView[] views =
        [
            plain,
            plain with { CropFileId = "F0CROP00001", ZoomInFileId = "F0ZOOM00001", Votes = Samples.Votes(3), Reason = "Too small." },
            plain with { PersonName = "", PersonId = null, Votes = default },
            plain with
            {
                PersonName = HugeName, NotPersonId = Samples.Omer, NotPersonName = HugeName, Reason = HugeName, Votes = Samples.Votes(500),
                Round = int.MaxValue, CropFileId = "F0CROP00001", ZoomInFileId = "F0ZOOM00001", Required = 1_000_000, Confidence = double.NaN,
            },
        ];
        foreach (var view in views)
        {
            var message = PromptBlocks.Render(view);
            BlockKitValidator.Check(Json(message), _ => true).ShouldBeEmpty();
            message.Text.Length.ShouldBeInRange(1, SlackLimits.MessageText);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_view_is_always_the_same_message(PromptKind kind) =>
        Json(PromptBlocks.Render(Samples.Prompt(kind))).ToJsonString().ShouldBe(Json(PromptBlocks.Render(Samples.Prompt(kind))).ToJsonString());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_block_names_the_face_and_the_round(PromptKind kind)
    {
        foreach (var block in PromptBlocks.Render(Samples.Prompt(kind) with { Round = 7, Votes = Samples.Votes(1) }).Blocks)
        {
            FaceRef.TryParseBlockId(block.BlockId, out var face).ShouldBeTrue();
            face.ShouldBe(FaceRef.Of(Samples.FaceId, 7));
        }
    }

    [Theory]
    [InlineData(PromptKind.Identified)]
    [InlineData(PromptKind.Agreed)]
    [InlineData(PromptKind.Tagged)]
    [InlineData(PromptKind.TaggedNotEnrolled)]
    public void A_person_without_a_name_is_mentioned(PromptKind kind)
    {
        var message = PromptBlocks.Render(Samples.Prompt(kind) with { PersonName = " \u200B " });
        message.Text.ShouldContain($"<@{Samples.Dana}>");
        Json(message).ToJsonString(SlackJson.Options).ShouldContain($"<@{Samples.Dana}>");
    }

    [Theory]
    [InlineData(PromptKind.Identified)]
    [InlineData(PromptKind.Agreed)]
    [InlineData(PromptKind.Tagged)]
    [InlineData(PromptKind.TaggedNotEnrolled)]
    [InlineData(PromptKind.Question)]
    public void A_name_can_not_call_the_channel(PromptKind kind)
    {
        var message = PromptBlocks.Render(Samples.Prompt(kind) with { PersonName = "<!channel> & co", NotPersonId = Samples.Omer, NotPersonName = "<!here>" });
        var mrkdwn = Json(message).ToJsonString(SlackJson.Options) + message.Text;
        mrkdwn.ShouldNotContain("*<!");
        mrkdwn.ShouldNotContain("as <!channel>");
        mrkdwn.ShouldContain("&lt;!");
    }

    [Fact]
    public void A_question_offers_people_and_ways_out()
    {
        ActionIdsOf(Samples.Prompt(PromptKind.Question)).ShouldBe([ActionIds.TaggedPerson, ActionIds.NotAFace, ActionIds.NobodyWeKnow]);
        ActionIdsOf(Samples.Prompt(PromptKind.Question) with { Votes = Samples.Votes(1) })
            .ShouldBe([ActionIds.TaggedPerson, ActionIds.NotAFace, ActionIds.NobodyWeKnow, ActionIds.TakeBack]);
    }

    [Theory]
    [InlineData(PromptKind.Identified, ActionIds.WrongIdentification)]
    [InlineData(PromptKind.Tagged, ActionIds.UndoTag)]
    [InlineData(PromptKind.TaggedNotEnrolled, ActionIds.UndoTag)]
    [InlineData(PromptKind.Disputed, ActionIds.AskAgain)]
    [InlineData(PromptKind.Expired, ActionIds.AskAgain)]
    public void A_finished_prompt_offers_its_one_way_back(PromptKind kind, string actionId) => ActionIdsOf(Samples.Prompt(kind)).ShouldBe([actionId]);

    [Theory]
    [InlineData(PromptKind.Agreed)]
    [InlineData(PromptKind.Unusable)]
    [InlineData(PromptKind.Dismissed)]
    public void A_closed_prompt_offers_nothing(PromptKind kind) => ActionIdsOf(Samples.Prompt(kind) with { Votes = Samples.Votes(2) }).ShouldBeEmpty();

    [Theory]
    [InlineData("Dana Levi", "Not Dana?")]
    [InlineData("", "Not this person?")]
    public void The_dispute_asks_by_first_name(string name, string asked) =>
        Elements(Samples.Prompt(PromptKind.Identified) with { PersonName = name }).OfType<ButtonElement>().Single().Text.Text.ShouldBe(asked);

    [Theory]
    [InlineData(0.934, "93 %")]
    [InlineData(0.9999, "99 %")]
    [InlineData(1, "100 %")]
    public void Confidence_is_never_rounded_up(double confidence, string shown) =>
        PromptBlocks.Render(Samples.Prompt(PromptKind.Identified) with { Confidence = confidence }).Text.ShouldContain(shown);

    [Fact]
    public void Votes_are_listed_with_who_says_what_and_how_many_are_needed()
    {
        var shown = VotesText(Samples.Prompt(PromptKind.Question) with
        {
            Votes =
            [
                new ShownVote { VoterId = Samples.Omer, PersonId = Samples.Dana },
                new ShownVote { VoterId = "U0BENADLER", NotAFace = true },
                new ShownVote { VoterId = "U0TALMIZRAHI" },
            ],
        });
        shown.ShouldContain($"<@{Samples.Omer}> says <@{Samples.Dana}>");
        shown.ShouldContain("<@U0BENADLER> says it is not a face");
        shown.ShouldContain("<@U0TALMIZRAHI> says it is nobody we know");
        shown.ShouldContain("2 agreeing votes needed");
    }

    [Fact]
    public void A_suggestion_asks_about_one_person_and_offers_everything_else_after_yes_and_no()
    {
        var view = Samples.Prompt(PromptKind.Suggestion);
        PromptBlocks.Render(view).Text.ShouldBe("Is this Dana Levi?");
        ActionIdsOf(view).ShouldBe([ActionIds.Yes, ActionIds.No, ActionIds.TaggedPerson, ActionIds.NotAFace, ActionIds.NobodyWeKnow]);
        foreach (var button in Elements(view).OfType<ButtonElement>().Take(2))
        {
            FaceRef.TryParseAbout(button.Value, out var face, out var person).ShouldBeTrue();
            (face, person).ShouldBe((FaceRef.Of(Samples.FaceId, 1), Samples.Dana));
        }
    }

    [Theory]
    [InlineData(PromptKind.Question)]
    [InlineData(PromptKind.Suggestion)]
    public void A_burst_shows_its_pictures_each_with_a_way_to_say_that_it_is_somebody_else(PromptKind kind)
    {
        var view = Samples.Prompt(kind) with
        {
            Others = [new ShownFace { FaceId = Samples.OtherFaceId, FileId = "F0OTHER0001" }, new ShownFace { FaceId = "22222222-2222-4333-8444-555555555555" }],
            OtherCount = 7,
        };
        var message = PromptBlocks.Render(view);
        BlockKitValidator.Check(Json(message), _ => true).ShouldBeEmpty();
        Json(message).ToJsonString(SlackJson.Options).ShouldContain("for 8 pictures, which look like the same person. 3 of them are shown.");
        Json(PromptBlocks.Render(view with { OtherCount = 2 })).ToJsonString(SlackJson.Options).ShouldNotContain("are shown", Case.Insensitive, "all are");
        var splits = Elements(view).OfType<ButtonElement>().Where(button => button.ActionId == ActionIds.SomebodyElse).ToList();
        splits.Count.ShouldBe(2);
        FaceRef.TryParseAboutFace(splits[0].Value, out var face, out var other).ShouldBeTrue();
        (face, other).ShouldBe((FaceRef.Of(Samples.FaceId, 1), Samples.OtherFaceId));
    }

    [Theory]
    [InlineData(PromptKind.Tagged)]
    [InlineData(PromptKind.Expired)]
    public void A_finished_burst_shows_one_picture(PromptKind kind) => PromptBlocks.Render(Samples.Prompt(kind) with
    {
        Others = [new ShownFace { FaceId = Samples.OtherFaceId, FileId = "F0OTHER0001" }],
        OtherCount = 1,
    }).Blocks.ShouldNotContain(block => PartOf(block).StartsWith("other", StringComparison.Ordinal));

    [Fact]
    public void Opinions_that_differ_ask_for_one_more_voter()
    {
        var one = Samples.Prompt(PromptKind.Question) with { Votes = [new ShownVote { VoterId = Samples.Omer, PersonId = Samples.Dana }] };
        VotesText(one).ShouldNotContain("Opinions differ");
        var two = one with { Votes = [.. one.Votes, new ShownVote { VoterId = "U0BENADLER", PersonId = Samples.Dana, NotThem = true }] };
        VotesText(two).ShouldContain($"<@U0BENADLER> says it is not <@{Samples.Dana}>");
        VotesText(two).ShouldContain("Opinions differ:* one more voter");
        VotesText(two with { Required = 3 }).ShouldContain("2 more voters");
    }

    [Fact]
    public void A_question_that_has_expired_does_not_say_that_nobody_answered_when_somebody_did()
    {
        var expired = Samples.Prompt(PromptKind.Expired) with { Votes = [] };
        PromptBlocks.Render(expired).Text.ShouldBe("Nobody answered in time.");
        PromptBlocks.Render(expired with { Votes = [new ShownVote { VoterId = Samples.Omer, PersonId = Samples.Dana }] }).Text.ShouldBe("Too few answered in time.");
    }

    [Fact]
    public void A_long_list_of_votes_is_shortened()
    {
        var shown = VotesText(Samples.Prompt(PromptKind.Question) with { Votes = Samples.Votes(PromptBlocks.ListedVotes + 12) });
        shown.ShouldContain("and 12 more");
        shown.Split('\n').Length.ShouldBe(PromptBlocks.ListedVotes + 2);
    }

    [Fact]
    public void After_a_dispute_the_question_says_who_it_is_not() =>
        Json(PromptBlocks.Render(Samples.Prompt(PromptKind.Question) with { NotPersonId = Samples.Dana, NotPersonName = "Dana Levi" }))
            .ToJsonString(SlackJson.Options).ShouldContain("not *Dana Levi*");

    [Fact]
    public void A_changed_part_gets_a_new_block_id_and_the_rest_keeps_theirs()
    {
        var view = Samples.Prompt(PromptKind.Question) with { ZoomInFileId = "F0ZOOM00001" };
        var before = PromptBlocks.Render(view).Blocks.ToDictionary(PartOf, block => block.BlockId);
        var after = PromptBlocks.Render(view with { Votes = Samples.Votes(1) }).Blocks.ToDictionary(PartOf, block => block.BlockId);
        after["votes"].ShouldNotBe(before["votes"]);
        after["answers"].ShouldNotBe(before["answers"]);
        after["zoom-in"].ShouldBe(before["zoom-in"]);
        after["headline"].ShouldBe(before["headline"]);
    }

    [Fact]
    public void A_picker_is_fresh_after_every_vote_even_when_it_offers_the_same()
    {
        // Under the old block id Slack would keep showing a choice that was taken back, and choosing it again would send nothing.
        var view = Samples.Prompt(PromptKind.Question) with { Votes = Samples.Votes(2) };
        AnswersId(view).ShouldNotBe(AnswersId(view with { Votes = Samples.Votes(1) }));

        static string? AnswersId(PromptView view) => PromptBlocks.Render(view).Blocks.Single(block => PartOf(block) == "answers").BlockId;
    }

    [Fact]
    public void A_removed_face_shows_no_name_no_picture_no_vote_and_no_button()
    {
        var view = Samples.Prompt(PromptKind.Forgotten) with { CropFileId = "F0CROP00001", ZoomInFileId = "F0ZOOM00001", Votes = Samples.Votes(2) };
        var json = Json(PromptBlocks.Render(view)).ToJsonString();
        json.ShouldContain("This face was removed");
        json.ShouldNotContain("slack_file");
        json.ShouldNotContain("<@");
        json.ShouldNotContain(view.PersonName);
        Elements(view).ShouldBeEmpty();
    }

    [Fact]
    public void A_kind_that_does_not_exist_is_a_fault() =>
        Should.Throw<ArgumentOutOfRangeException>(() => PromptBlocks.Render(Samples.Prompt((PromptKind)99)));

    private static string PartOf(Block block) => block.BlockId!.Split('|')[3];

    private static string VotesText(PromptView view) =>
        ((SectionBlock)PromptBlocks.Render(view).Blocks.Single(block => PartOf(block) == "votes")).Text.Text;

    private static IEnumerable<Element> Elements(PromptView view) => PromptBlocks.Render(view).Blocks.OfType<ActionsBlock>().SelectMany(block => block.Elements);

    private static string[] ActionIdsOf(PromptView view) =>
        [.. Elements(view).Select(element => element is ButtonElement button ? button.ActionId : ((UsersSelectElement)element).ActionId)];

    private static JsonNode Json(SlackMessage message) => JsonSerializer.SerializeToNode(message.Blocks, SlackJson.Options)!;
}
