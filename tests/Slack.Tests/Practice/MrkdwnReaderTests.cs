using Atmosphere.Practice.Page;

namespace Atmosphere.Slack.Tests.Practice;

public sealed class MrkdwnReaderTests
{
    [Fact]
    public void Bold_mentions_emoji_and_lines_are_read() =>
        MrkdwnReader.Read(":red_circle: *No <@U1>*\na &amp; b").ShouldBe(
        [
            new Span.Emoji("red_circle"),
            new Span.Words(" ", IsBold: false),
            new Span.Words("No ", IsBold: true),
            new Span.Mention("U1", IsBold: true),
            new Span.LineBreak(),
            new Span.Words("a & b", IsBold: false),
        ]);

    [Theory]
    [InlineData("2 * 3")]
    [InlineData("*open")]
    [InlineData("* space*")]
    [InlineData("12:30:45 ")]
    [InlineData("<b>")]
    [InlineData("<@nobody>")]
    [InlineData(":UPPER:")]
    [InlineData("::")]
    [InlineData("<@")]
    [InlineData("*")]
    [InlineData(":")]
    public void What_means_nothing_stays_as_it_is(string text) =>
        string.Concat(MrkdwnReader.Read(text).Select(span => span is Span.Words words ? words.Text : "?" + span)).ShouldBe(text);

    [Fact]
    public void Escapes_are_undone_once() => MrkdwnReader.Read("&amp;lt;").ShouldBe([new Span.Words("&lt;", IsBold: false)]);
}
