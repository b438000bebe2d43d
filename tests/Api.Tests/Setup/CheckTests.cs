using System.Collections.Immutable;
using Atmosphere.Api.Setup;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Training;
using Atmosphere.Recognition.Hosting;
using Atmosphere.Slack;
using Atmosphere.Slack.SocketMode;
using Atmosphere.Slack.WebApi;

namespace Atmosphere.Api.Tests.Setup;

/// <summary>What the checks make of what they find.</summary>
public sealed class CheckTests
{
    private static readonly SocketModeReport NotUsed = new(false, false, true, "Not used.");
    private static readonly SocketModeReport Open = new(true, true, true, "Open.");
    private static readonly SocketModeReport Down = new(true, false, false, "Slack does not accept Slack:AppToken.");

    [Fact]
    public void Missing_scopes_are_named()
    {
        var judged = SlackTokenCheck.Judge(Token([.. SlackScopes.OfBot.Except(["files:write", "commands"])]));
        judged.State.ShouldBe(CheckState.Bad);
        judged.Found.ShouldBe("The token lacks the scopes commands, files:write.");
        judged.Advice.ShouldContain("install the app again");
    }

    [Fact]
    public void More_scopes_than_needed_are_good() => SlackTokenCheck.Judge(Token([.. SlackScopes.OfBot, "admin"])).State.ShouldBe(CheckState.Good);

    [Fact]
    public void Scopes_that_are_not_told_are_no_reason_for_alarm() => SlackTokenCheck.Judge(Token(null)).State.ShouldBe(CheckState.Note);

    [Fact]
    public void Token_that_is_refused_is_told_with_an_example()
    {
        var judged = SlackTokenCheck.Judge(Outcome<TokenScopes>.Misconfigured("invalid_auth", "Slack does not accept Slack:BotToken."));
        (judged.State, judged.Found).ShouldBe((CheckState.Bad, "Slack does not accept Slack:BotToken."));
        judged.Advice.ShouldContain("xoxb-");
    }

    [Theory]
    [InlineData(true, false, CheckState.Good, "")]
    [InlineData(false, false, CheckState.Bad, "/invite")]
    [InlineData(true, true, CheckState.Bad, "archive")]
    internal void Channel_is_judged_by_membership_and_archive(bool isMember, bool isArchived, CheckState state, string advice)
    {
        var judged = SlackChannelCheck.Judge("C1", Outcome<ChannelFacts>.Done(new() { IsMember = isMember, IsArchived = isArchived }));
        judged.State.ShouldBe(state);
        judged.Advice.ShouldContain(advice);
    }

    [Fact]
    public void Channel_that_is_not_there_or_private_says_both() =>
        SlackChannelCheck.Judge("C0123456789", Outcome<ChannelFacts>.Misconfigured("channel_not_found", "x")).Advice.ShouldContain("C0123456789");

    [Fact]
    public void Presses_are_sure_only_when_one_has_come()
    {
        WayInCheck.Judge(Open, null, false).State.ShouldBe(CheckState.Note);
        WayInCheck.Judge(Open, false, false).State.ShouldBe(CheckState.Waiting);
        WayInCheck.Judge(Open, true, false).State.ShouldBe(CheckState.Good);
        WayInCheck.Judge(NotUsed, null, true).State.ShouldBe(CheckState.Note);
        WayInCheck.Judge(NotUsed, false, true).Advice.ShouldContain("Slack:SigningSecret");
        WayInCheck.Judge(NotUsed, true, true).State.ShouldBe(CheckState.Good);
        var down = WayInCheck.Judge(Down, false, false);
        (down.State, down.Found).ShouldBe((CheckState.Bad, Down.Message));
    }

    [Fact]
    public void Press_of_an_earlier_test_is_not_that_of_this_one()
    {
        var test = new PressTest();
        test.IsPressed.ShouldBeNull();
        test.Begin("first");
        test.Begin("second");
        test.Press("first").ShouldBeFalse();
        test.IsPressed.ShouldBe(false);
        test.Press("second").ShouldBeTrue();
        test.Press("second").ShouldBeTrue();
        test.IsPressed.ShouldBe(true);
    }

    [Fact]
    public void Recogniser_has_to_find_somebody()
    {
        RecogniserCheck.Judge(Outcome<ImmutableArray<DetectedFace>>.Done([new DetectedFace()])).Found.ShouldBe("It found 1 face on the sample photo.");
        RecogniserCheck.Judge(Outcome<ImmutableArray<DetectedFace>>.Done([])).Advice.ShouldContain("Recognition:Endpoint");
        RecogniserCheck.Judge(Outcome<ImmutableArray<DetectedFace>>.Misconfigured("401", "The key is wrong.")).Advice.ShouldContain("Recognition:Key");
        RecogniserCheck.Judge(Outcome<ImmutableArray<DetectedFace>>.Unavailable("timeout", "It did not answer.")).State.ShouldBe(CheckState.Bad);
    }

    [Fact]
    public void Clock_is_told_in_the_zone_of_the_training()
    {
        var noon = new DateTimeOffset(2026, 7, 2, 12, 0, 0, TimeSpan.Zero);
        TimeZoneCheck.Judge(new() { TimeZone = "Europe/Helsinki" }, noon).Found.ShouldContain("15:00 there now");
        TimeZoneCheck.Judge(new TrainingOptions(), noon).State.ShouldBe(CheckState.Note);
        TimeZoneCheck.Judge(new() { TimeZone = "Mars/Olympus" }, noon).State.ShouldBe(CheckState.Bad);
    }

    [Theory]
    [InlineData(DiskCheck.TooLittle - 1, CheckState.Bad)]
    [InlineData(DiskCheck.TooLittle, CheckState.Note)]
    [InlineData(DiskCheck.Little, CheckState.Good)]
    internal void Disk_is_judged_by_its_room(long free, CheckState state) => DiskCheck.Judge("/data", free).State.ShouldBe(state);

    [Theory]
    [InlineData(FaceServicePhase.Ready, CheckState.Good)]
    [InlineData(FaceServicePhase.Elsewhere, CheckState.Good)]
    [InlineData(FaceServicePhase.NodeMissing, CheckState.Bad)]
    [InlineData(FaceServicePhase.InstallFailed, CheckState.Bad)]
    [InlineData(FaceServicePhase.Installing, CheckState.Waiting)]
    [InlineData(FaceServicePhase.Restarting, CheckState.Waiting)]
    internal void Node_is_judged_by_the_face_services_phase(FaceServicePhase phase, CheckState state) =>
        NodeCheck.Judge(new() { Phase = phase, Message = "Words." }, "20.19.2").State.ShouldBe(state);

    private static Outcome<TokenScopes> Token(ImmutableHashSet<string>? scopes) => Outcome<TokenScopes>.Done(new() { Scopes = scopes });
}
