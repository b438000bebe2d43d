using Atmosphere.Slack.Messages;

namespace Atmosphere.Slack.Tests.Messages;

public sealed class MrkdwnTests
{
    [Theory]
    [InlineData("Dana Levi", "Dana Levi")]
    [InlineData("  Dana  ", "Dana")]
    [InlineData("<!channel>", "&lt;!channel&gt;")]
    [InlineData("Tom & Jerry", "Tom &amp; Jerry")]
    [InlineData("a\nb\tc", "a b c")]
    [InlineData("\u202Eevil\u202C", "evil")]
    [InlineData("👩‍💻", "👩‍💻")]
    public void A_name_is_text_on_one_line(string name, string shown) => Mrkdwn.Name(name, "U0DANALEVI").ShouldBe(shown);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u200B\u200D")]
    [InlineData("\u3164")]
    [InlineData("\n\r\t")]
    public void A_name_with_nothing_to_see_becomes_the_mention(string name) => Mrkdwn.Name(name, "U0DANALEVI").ShouldBe("<@U0DANALEVI>");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("<script>")]
    public void Without_a_name_and_a_user_it_is_somebody(string? userId) => Mrkdwn.Name("", userId).ShouldBe("somebody");

    [Fact]
    public void A_long_name_is_cut_between_characters()
    {
        var shown = Mrkdwn.PlainName(string.Concat(Enumerable.Repeat("😀", 100)));
        shown.Length.ShouldBeLessThanOrEqualTo(Mrkdwn.LongestName);
        shown.ShouldEndWith("😀…");
    }

    [Theory]
    [InlineData("<@U0DANALEVI> & <!channel>", "<@U0DANALEVI> &amp; &lt;!channel&gt;")]
    [InlineData("<@u0dana> <@> <@U0DANA", "&lt;@u0dana&gt; &lt;@&gt; &lt;@U0DANA")]
    [InlineData("<@U1><@U2>", "<@U1><@U2>")]
    [InlineData("<<@U1>", "&lt;<@U1>")]
    [InlineData("plain", "plain")]
    public void Only_mentions_keep_their_meaning(string text, string escaped) => Mrkdwn.EscapeKeepingMentions(text).ShouldBe(escaped);
}
