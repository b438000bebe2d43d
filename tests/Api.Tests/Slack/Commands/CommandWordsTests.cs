using Atmosphere.Api.Slack.Commands;

namespace Atmosphere.Api.Tests.Slack.Commands;

public sealed class CommandWordsTests
{
    [Theory]
    [InlineData("", CommandWord.Help)]
    [InlineData("help", CommandWord.Help)]
    [InlineData("status", CommandWord.Status)]
    [InlineData("  STATUS ", CommandWord.Status)]
    [InlineData("who is waiting", CommandWord.WhoIsWaiting)]
    [InlineData("Who  is\u00A0waiting?", CommandWord.WhoIsWaiting)]
    [InlineData("who’s waiting?", CommandWord.WhoIsWaiting)]
    [InlineData("train now!", CommandWord.TrainNow)]
    [InlineData("what do you know about me?", CommandWord.WhatDoYouKnowAboutMe)]
    internal void Words_are_known_in_any_spelling(string text, CommandWord expected) => CommandWords.Read(text).ShouldBe(new CommandWish(expected));

    [Theory]
    [InlineData("statuses")]
    [InlineData("train everybody")]
    [InlineData("what do you know about <@U0OMERCOHEN>")]
    [InlineData("?")]
    [InlineData("\u0000")]
    public void Anything_else_gets_help(string text) => CommandWords.Read(text).Word.ShouldBe(CommandWord.Help);

    [Fact]
    public void A_word_that_is_not_known_is_told_from_a_call_for_help() => CommandWords.Read("forget everything").IsKnown.ShouldBeFalse();

    [Theory]
    [InlineData("forget <@U0NOASHAPIRO|noa>", CommandWord.ForgetThem, "U0NOASHAPIRO")]
    [InlineData("Forget  <@U0NOASHAPIRO>!", CommandWord.ForgetThem, "U0NOASHAPIRO")]
    [InlineData("forget <@W0NOASHAPIRO|Noa Shapiro> for good", CommandWord.ForgetThemForGood, "W0NOASHAPIRO")]
    [InlineData("forget U0NOASHAPIRO", CommandWord.ForgetThem, "U0NOASHAPIRO")]
    [InlineData("FORGET U0NOASHAPIRO FOR GOOD.", CommandWord.ForgetThemForGood, "U0NOASHAPIRO")]
    [InlineData("forget @noa", CommandWord.ForgetThem, null)]
    [InlineData("forget @Noa Shapiro for good", CommandWord.ForgetThemForGood, null)]
    [InlineData("forget <@C0123456789|faces>", CommandWord.ForgetThem, null)]
    [InlineData("forget <@|> for good", CommandWord.ForgetThemForGood, null)]
    internal void Somebody_is_told_by_mention_or_id_and_by_nothing_else(string text, CommandWord expected, string? personId) =>
        CommandWords.Read(text).ShouldBe(new CommandWish(expected, PersonId: personId));

    [Theory]
    [InlineData("forget <@U0NOASHAPIRO> <@U0OMERCOHEN>")]
    [InlineData("forget u0noashapiro")]
    [InlineData("forget <@U0NOASHAPIRO> for good or bad")]
    [InlineData("don't forget <@U0NOASHAPIRO>")]
    public void Whoever_is_not_clearly_named_is_not_forgotten(string text) => CommandWords.Read(text).ShouldBe(new CommandWish(CommandWord.Help, IsKnown: false));
}
