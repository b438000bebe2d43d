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
    internal void Words_are_known_in_any_spelling(string text, CommandWord expected) => CommandWords.Read(text).ShouldBe((expected, true));

    [Theory]
    [InlineData("statuses")]
    [InlineData("train everybody")]
    [InlineData("what do you know about <@U0OMERCOHEN>")]
    [InlineData("?")]
    [InlineData("\u0000")]
    public void Anything_else_gets_help(string text) => CommandWords.Read(text).Word.ShouldBe(CommandWord.Help);

    [Fact]
    public void A_word_that_is_not_known_is_told_from_a_call_for_help() => CommandWords.Read("forget everything").IsKnown.ShouldBeFalse();
}
