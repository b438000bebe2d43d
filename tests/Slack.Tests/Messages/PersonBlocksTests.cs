using System.Text.Json;
using Atmosphere.Grains.Ports;
using Atmosphere.Slack.Messages;

namespace Atmosphere.Slack.Tests.Messages;

/// <summary>"Is this you?"</summary>
public sealed class PersonBlocksTests
{
    private const string FaceId = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    [Theory]
    [InlineData(PersonQuestionKind.Open, new[] { ActionIds.Yes, ActionIds.No })]
    [InlineData(PersonQuestionKind.Named, new[] { ActionIds.No })]
    [InlineData(PersonQuestionKind.SaidYes, new string[0])]
    [InlineData(PersonQuestionKind.SaidNo, new string[0])]
    [InlineData(PersonQuestionKind.Closed, new string[0])]
    public void Only_what_can_still_be_said_has_a_button(PersonQuestionKind kind, string[] actions)
    {
        var message = PersonBlocks.Render(Question(kind));

        var buttons = message.Blocks.OfType<ActionsBlock>().SelectMany(block => block.Elements).Cast<ButtonElement>().ToList();
        buttons.Select(button => button.ActionId).ShouldBe(actions);
        buttons.ShouldAllBe(button => button.Value == $"v1|{FaceId}|2|U0ANN");
        message.Text.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void The_picture_is_shown_when_there_is_one()
    {
        Json(Question(PersonQuestionKind.Open) with { CropFileId = "F0123456789" }).ShouldContain("F0123456789");
        Json(Question(PersonQuestionKind.Open)).ShouldNotContain("slack_file");
    }

    [Fact]
    public void A_person_that_is_no_user_id_is_refused() => Should.Throw<ArgumentException>(() => PersonBlocks.Render(Question(PersonQuestionKind.Open) with { PersonId = "<!channel>" }));

    private static string Json(PersonQuestion question) => JsonSerializer.Serialize(PersonBlocks.Render(question), SlackJson.Options);

    private static PersonQuestion Question(PersonQuestionKind kind) => new() { FaceId = FaceId, Round = 2, PersonId = "U0ANN", Kind = kind };
}
