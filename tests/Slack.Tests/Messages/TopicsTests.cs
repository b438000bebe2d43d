using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atmosphere.Practice.BlockKit;
using Atmosphere.Slack.Messages;

namespace Atmosphere.Slack.Tests.Messages;

public sealed class TopicsTests
{
    [Fact]
    public void A_reply_is_for_who_asked_only()
    {
        var reply = JsonNode.Parse(Topics.Reply([new("Status", "Fine."), new("Waiting", "Nobody.")]))!;
        reply["response_type"]!.ToString().ShouldBe("ephemeral");
        reply["text"]!.ToString().ShouldBe("*Status*\nFine.\n\n*Waiting*\nNobody.");
        BlockKitValidator.Check(reply["blocks"], _ => false).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_too_long_for_Slack_is_cut()
    {
        ImmutableArray<Topic> topics = [new("Long", new string('x', 10_000)), new("Long", new string('x', 10_000))];
        var reply = JsonNode.Parse(Topics.Reply(topics))!;
        reply["text"]!.ToString().Length.ShouldBe(SlackLimits.MessageText);
        BlockKitValidator.Check(reply["blocks"], _ => false).ShouldBeEmpty();
    }

    [Fact]
    public void Only_a_home_of_somebody_who_may_train_has_the_button()
    {
        Topics.Home([new("Status", "Fine.")], mayTrain: false).Blocks.ShouldAllBe(block => block is SectionBlock);
        Topics.Home([new("Status", "Fine.")], mayTrain: true).Blocks[^1].ShouldBeOfType<ActionsBlock>();
    }

    [Theory]
    [InlineData(HomeWish.ForgetMe, ActionIds.ForgetMe)]
    [InlineData(HomeWish.RememberMe, ActionIds.RememberMe)]
    public void Being_forgotten_is_a_button_that_asks_first_and_being_remembered_one_that_does_not(HomeWish wish, string actionId)
    {
        var buttons = Topics.Home([new("Status", "Fine.")], mayTrain: false, wish).Blocks[^1].ShouldBeOfType<ActionsBlock>();
        var button = buttons.Elements.ShouldHaveSingleItem().ShouldBeOfType<ButtonElement>();
        button.ActionId.ShouldBe(actionId);
        (button.Confirm is not null).ShouldBe(wish == HomeWish.ForgetMe);
        BlockKitValidator.Check(JsonSerializer.SerializeToNode<ImmutableArray<Block>>([buttons], SlackJson.Options), _ => false).ShouldBeEmpty();
    }
}
