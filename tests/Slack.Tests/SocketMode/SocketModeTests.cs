using System.Text.Json.Nodes;
using Atmosphere.Practice;
using Atmosphere.Practice.Api;
using Atmosphere.Practice.Pressing;
using Atmosphere.Slack.Interactions;
using Atmosphere.Slack.SocketMode;
using Atmosphere.Slack.Tests.Support;

namespace Atmosphere.Slack.Tests.SocketMode;

/// <summary>Socket Mode against the stand-in, over a WebSocket on this machine.</summary>
public sealed class SocketModeTests
{
    private static readonly TimeSpan Answer = new SocketPatience().Answer;

    private static readonly JsonObject Command = new()
    {
        ["command"] = "/atmosphere",
        ["text"] = "help",
        ["user_id"] = Samples.Dana,
        ["channel_id"] = PracticeWorkspace.ChannelId,
        ["team_id"] = PracticeWorkspace.TeamId,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_an_app_token_nothing_is_opened()
    {
        await using var host = await PracticeHost.StartAsync();
        host.Socket.IsUsed.ShouldBeFalse();
        host.Sockets.Opened.ShouldBe(0);
    }

    [Fact]
    public async Task A_press_comes_as_it_would_over_HTTP_and_is_acknowledged()
    {
        await using var host = await ConnectedAsync();
        (await PressAsync(host)).ShouldNotBeNull().Count.ShouldBe(1);
        host.Callbacks.Came.ShouldHaveSingleItem().ShouldBe(InteractionParser.Parse(InteractionPayload.ToFormBody(Press())));
        host.Presses.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_press_on_the_practice_page_goes_over_the_socket_while_there_is_one()
    {
        await using var host = await ConnectedAsync();
        var posted = await host.PostAsync(Samples.Prompt(Grains.Ports.PromptKind.Question));
        var block = JsonNode.Parse(host.Store.FindMessage(posted.ChannelId, posted.Ts)!.Blocks!)!.AsArray().Single(part => part!["type"]!.ToString() == "actions")!["block_id"]!.ToString();
        var pressed = await host.Get<Presser>().PressAsync(Samples.Dana, posted.Ts, block, ActionIds.NotAFace, null, Token);
        pressed.Problem.ShouldBe("");
        host.Callbacks.Came.ShouldHaveSingleItem().ShouldBeOfType<VotePressed>().Choice.ShouldBe(VoteChoice.NotAFace);
        host.Verdicts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_commands_answer_travels_with_the_acknowledgement()
    {
        await using var host = await ConnectedAsync();
        host.Callbacks.Answer = _ => Task.FromResult(CallbackAnswer.With("""{"text":"here"}"""u8.ToArray()));
        (await host.Sockets.SendAsync("slash_commands", Command, Token))!["payload"]!["text"]!.ToString().ShouldBe("here");
        host.Callbacks.Came.ShouldHaveSingleItem().ShouldBeOfType<CommandGiven>().Text.ShouldBe("help");
    }

    [Fact]
    public async Task An_event_is_acknowledged_without_an_answer()
    {
        await using var host = await ConnectedAsync();
        host.Callbacks.Answer = _ => Task.FromResult(CallbackAnswer.With("""{"text":"here"}"""u8.ToArray()));
        var happened = new JsonObject { ["type"] = "event_callback", ["event"] = new JsonObject { ["type"] = "app_home_opened", ["user"] = Samples.Dana, ["tab"] = "home" } };
        (await host.Sockets.SendAsync("events_api", happened, Token)).ShouldNotBeNull().ContainsKey("payload").ShouldBeFalse();
        host.Callbacks.Came.ShouldHaveSingleItem().ShouldBeOfType<HomeOpened>().UserId.ShouldBe(Samples.Dana);
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("throttled")]
    [InlineData("fault")]
    public async Task What_HTTP_would_not_answer_with_200_is_not_acknowledged_and_the_connection_stays(string how)
    {
        await using var host = await ConnectedAsync();
        host.Callbacks.Answer = _ => how switch
        {
            "refused" => Task.FromResult(CallbackAnswer.Malformed),
            "throttled" => Task.FromResult(CallbackAnswer.TooMany(TimeSpan.FromSeconds(1))),
            _ => throw new IOException("The disk is full."),
        };
        (await host.WhileTimePasses(PressAsync(host))).ShouldBeNull();
        host.Callbacks.Answer = _ => Task.FromResult(CallbackAnswer.Taken);
        (await PressAsync(host)).ShouldNotBeNull();
        host.Sockets.Opened.ShouldBe(1);
    }

    [Fact]
    public async Task A_press_that_takes_too_long_holds_up_no_other()
    {
        await using var host = await ConnectedAsync();
        var gate = new TaskCompletionSource<CallbackAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Callbacks.Answer = _ => gate.Task;
        var slow = PressAsync(host);
        await Eventually.Holds(() => host.Callbacks.Came.Count == 1, "the slow one has come");
        host.Callbacks.Answer = _ => Task.FromResult(CallbackAnswer.Taken);
        (await PressAsync(host)).ShouldNotBeNull();
        host.Time.Advance(Answer);
        (await slow).ShouldBeNull();
        gate.SetResult(CallbackAnswer.Taken);
    }

    [Fact]
    public async Task During_a_refresh_two_connections_overlap_and_both_are_answered()
    {
        await using var host = await ConnectedAsync();
        host.Time.Advance(SocketPlan.Steady);
        var old = host.Sockets.Open[0];
        host.Sockets.Greets = false;
        await old.AskToDisconnectAsync("warning", Token);
        await Eventually.Holds(() => host.Sockets.Open.Count == 2, "the second connection is there, not greeted yet");
        (await old.SendAsync("slash_commands", Command, Token)).ShouldNotBeNull("the old one serves");

        await host.Sockets.Open[1].SendTextAsync("""{"type":"hello"}""", Token);
        (await host.Sockets.Open[1].SendAsync("slash_commands", Command, Token)).ShouldNotBeNull("the new one serves");
        (await old.SendAsync("slash_commands", Command, Token)).ShouldNotBeNull("the old one serves until it is closed");
        await host.WhileTimePassesUntil(() => host.Sockets.Open.Count == 1, "the old one is closed");
        host.Sockets.Open.ShouldNotContain(old);
        host.Socket.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public async Task An_envelope_that_comes_over_both_connections_is_handled_as_often_and_acknowledged_on_each()
    {
        await using var host = await ConnectedAsync();
        host.Time.Advance(SocketPlan.Steady);
        await host.Sockets.Open[0].AskToDisconnectAsync("refresh_requested", Token);
        await Eventually.Holds(() => host.Sockets.Open.Count == 2, "the second connection is there");
        var both = host.Sockets.Open;
        foreach (var socket in both) (await socket.SendAsync("interactive", InteractionPayload.ToJson(Press()), Token, envelopeId: "e-1")).ShouldNotBeNull();
        host.Callbacks.Came.Distinct().ShouldHaveSingleItem().ShouldBeOfType<VotePressed>(); // the same action_ts: a vote like any repeat
    }

    [Fact]
    public async Task A_connection_that_breaks_is_replaced()
    {
        await using var host = await ConnectedAsync();
        host.Sockets.Open[0].Break();
        await host.WhileTimePassesUntil(() => host.Sockets.Opened == 2 && host.Socket.IsOpen, "there is a new one");
        (await PressAsync(host)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_connection_without_a_hello_is_given_up()
    {
        await using var host = await PracticeHost.StartAsync(socket: true);
        await Eventually.Holds(() => host.Sockets.Open.Count == 1, "connected");
        await ConnectedAsync(host);
        host.Sockets.Greets = false;
        host.Sockets.Open[0].Break();
        await host.WhileTimePassesUntil(() => host.Sockets.Opened == 2, "there is one that is not greeted");
        host.Sockets.Greets = true;
        await host.WhileTimePassesUntil(() => host.Sockets.Opened == 3 && host.Socket.IsOpen, "it was given up");
    }

    [Fact]
    public async Task A_silent_connection_is_given_up()
    {
        await using var host = await PracticeHost.StartAsync(socket: true, patience: new() { Ping = TimeSpan.FromMilliseconds(20), Pong = TimeSpan.FromMilliseconds(200) });
        await ConnectedAsync(host);
        host.Sockets.Reads = false;
        host.Sockets.Open[0].Break();
        await host.WhileTimePassesUntil(() => host.Sockets.Opened == 2, "there is one that answers no ping");
        host.Sockets.Reads = true;
        await host.WhileTimePassesUntil(() => host.Sockets.Opened == 3 && host.Socket.IsOpen, "it was given up");
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("""{"type":"interactive","envelope_id":"e-1"}""")]
    public async Task Nonsense_over_the_socket_does_no_harm(string text)
    {
        await using var host = await ConnectedAsync();
        await host.Sockets.Open[0].SendTextAsync(text, Token);
        (await PressAsync(host)).ShouldNotBeNull();
        host.Sockets.Opened.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_that_is_too_large_ends_the_connection_and_not_the_process()
    {
        await using var host = await ConnectedAsync();
        var socket = host.Sockets.Open[0];
        await socket.SendTextAsync(new string(' ', SocketLink.LargestMessage + 1), Token);
        await host.WhileTimePassesUntil(() => host.Sockets.Opened == 2 && host.Socket.IsOpen, "there is a new one");
    }

    [Fact]
    public async Task An_app_token_that_Slack_refuses_is_told_in_words()
    {
        await using var host = await PracticeHost.StartAsync(socket: true, configure: options => options.AppToken = "xapp-wrong");
        await Eventually.Holds(() => !host.Socket.IsWell, "it is told");
        host.Socket.Message.ShouldContain("Slack does not accept Slack:AppToken.");
        host.Socket.Message.ShouldContain("connections:write");
        host.Socket.Message.ShouldNotContain("xapp-wrong");
    }

    [Theory]
    [InlineData("missing_scope", "connections:write")]
    [InlineData("not_allowed_token_type", "xapp-")]
    [InlineData("forbidden_team", "administrators")]
    public async Task What_an_operator_has_to_mend_is_told_and_mended_by_itself_afterwards(string code, string words)
    {
        await using var host = await PracticeHost.StartAsync(socket: true);
        await ConnectedAsync(host);
        host.Faults.Next("apps.connections.open", new PracticeFault.Error(code));
        host.Sockets.Open[0].Break();
        await host.WhileTimePassesUntil(() => !host.Socket.IsWell, "it is told");
        host.Socket.Message.ShouldContain(words);
        await host.WhileTimePassesUntil(() => host.Socket.IsOpen, "it is tried again");
    }

    [Fact]
    public async Task Socket_Mode_that_is_switched_off_is_told()
    {
        await using var host = await ConnectedAsync();
        host.Faults.Next("apps.connections.open", new PracticeFault.Status(500), times: 3);
        await host.Sockets.Open[0].AskToDisconnectAsync("link_disabled", Token);
        await Eventually.Holds(() => !host.Socket.IsWell, "it is told");
        host.Socket.Message.ShouldContain("switched off");
        await host.WhileTimePassesUntil(() => host.Socket.IsOpen, "it is tried again");
    }

    [Fact]
    public async Task A_stop_waits_for_the_answer_that_is_on_its_way()
    {
        var host = await ConnectedAsync();
        var gate = new TaskCompletionSource<CallbackAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Callbacks.Answer = _ => gate.Task;
        var pressed = PressAsync(host);
        await Eventually.Holds(() => host.Callbacks.Came.Count == 1, "it has come");
        var stop = host.StopAsync();
        gate.SetResult(CallbackAnswer.Taken);
        (await pressed).ShouldNotBeNull();
        await stop;
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_tickets_address_works_once_and_invented_ones_never()
    {
        await using var host = await PracticeHost.StartAsync(socket: true);
        await ConnectedAsync(host);
        using var invented = await host.Http.GetAsync(new Uri("/practice/socket?ticket=0123", UriKind.Relative), Token);
        invented.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nothing_of_a_payload_and_no_token_reaches_the_log()
    {
        await using var host = await ConnectedAsync();
        await host.Sockets.Open[0].SendTextAsync("""{"type":"secret-name"}""", Token);
        host.Callbacks.Answer = _ => Task.FromResult(CallbackAnswer.Malformed);
        await host.WhileTimePasses(host.Sockets.SendAsync("slash_commands", Command, Token));
        var log = string.Join('\n', host.Log.Lines);
        log.ShouldContain("its type is not known", Case.Insensitive);
        log.ShouldNotContain("secret-name");
        log.ShouldNotContain(Samples.Dana);
        log.ShouldNotContain("ticket=");
        log.ShouldNotContain(host.Options.AppToken);
    }

    private static Task<PracticeHost> ConnectedAsync() => ConnectedAsync(null);

    private static async Task<PracticeHost> ConnectedAsync(PracticeHost? host)
    {
        host ??= await PracticeHost.StartAsync(socket: true);
        await Eventually.Holds(() => host.Socket.IsOpen, "connected");
        return host;
    }

    private static Press Press() => new()
    {
        UserId = Samples.Dana,
        MessageTs = "1712345678.000100",
        BlockId = FaceRef.Of(Samples.FaceId, 1).ToBlockId("answers", "0a1b2c3d"),
        ActionId = ActionIds.NotAFace,
        Value = FaceRef.Of(Samples.FaceId, 1).ToString(),
        ActionTs = "1712345679.000100",
    };

    private static Task<JsonObject?> PressAsync(PracticeHost host) => host.Sockets.SendAsync("interactive", InteractionPayload.ToJson(Press()), Token);
}
