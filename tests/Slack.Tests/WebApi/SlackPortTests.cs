using System.Text.Json.Nodes;
using Atmosphere.Grains.Ports;
using Atmosphere.Practice;
using Atmosphere.Practice.Api;
using Atmosphere.Practice.Store;
using Atmosphere.Slack.Messages;
using Atmosphere.Slack.Tests.Support;
using Atmosphere.Slack.WebApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Slack.Tests.WebApi;

/// <summary>What every Slack client keeps, against the practice channel and against stranger servers, over HTTP.</summary>
public abstract class SlackPortTests
{
    /// <summary>The client under test.</summary>
    protected abstract SlackClientKind Client { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_prompt_is_posted_with_its_key_in_the_metadata()
    {
        await using var host = await StartAsync();
        var posted = await host.PostAsync(Samples.Prompt(PromptKind.Question) with { Round = 4 });
        var message = host.Store.FindMessage(posted.ChannelId, posted.Ts).ShouldNotBeNull();
        JsonNode.DeepEquals(JsonNode.Parse(message.Metadata!), Samples.Metadata(round: 4)).ShouldBeTrue(message.Metadata);
        message.Text.ShouldContain("Who is this?");
    }

    [Fact]
    public async Task A_post_whose_reply_was_lost_is_found_again()
    {
        await using var host = await StartAsync();
        host.Faults.Next("chat.postMessage", new PracticeFault.LosesTheReply());
        var started = host.Time.GetUtcNow();
        var posted = await host.Slack.PostPromptAsync(PracticeWorkspace.ChannelId, Samples.Prompt(PromptKind.Question), Token);
        posted.Kind.ShouldBe(OutcomeKind.Unavailable);

        var found = await host.Slack.FindPromptAsync(PracticeWorkspace.ChannelId, Samples.FaceId, started, Token);
        found.Kind.ShouldBe(OutcomeKind.Done);
        host.Store.FindMessage(PracticeWorkspace.ChannelId, found.Value!.Ts).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_post_that_never_arrived_is_not_found()
    {
        await using var host = await StartAsync();
        await host.PostAsync(Samples.Prompt(PromptKind.Question) with { FaceId = Samples.OtherFaceId });
        host.Faults.Next("chat.postMessage", new PracticeFault.Status(500));
        (await host.Slack.PostPromptAsync(PracticeWorkspace.ChannelId, Samples.Prompt(PromptKind.Question), Token)).Kind.ShouldBe(OutcomeKind.Unavailable);

        var found = await host.Slack.FindPromptAsync(PracticeWorkspace.ChannelId, Samples.FaceId, host.Time.GetUtcNow(), Token);
        found.Kind.ShouldBe(OutcomeKind.Done);
        found.Value.ShouldBeNull();
    }

    [Fact]
    public async Task Somebody_elses_message_with_our_metadata_is_not_ours()
    {
        await using var host = await StartAsync();
        host.Store.Add(new StoredMessage
        {
            ChannelId = PracticeWorkspace.ChannelId,
            UserId = Samples.Dana,
            Text = "copied",
            Metadata = Samples.Metadata(round: 1).ToJsonString(),
        });
        (await host.Slack.FindPromptAsync(PracticeWorkspace.ChannelId, Samples.FaceId, host.Time.GetUtcNow(), Token)).Value.ShouldBeNull();
    }

    [Fact]
    public async Task A_prompt_is_found_behind_many_pages_of_other_messages()
    {
        await using var host = await StartAsync();
        var started = host.Time.GetUtcNow();
        var posted = await host.PostAsync(Samples.Prompt(PromptKind.Question));
        for (var i = 0; i < 450; i++) host.Store.Add(new StoredMessage { ChannelId = PracticeWorkspace.ChannelId, UserId = Samples.Dana, Text = $"chat {i}" });
        (await host.Slack.FindPromptAsync(PracticeWorkspace.ChannelId, Samples.FaceId, started, Token)).Value.ShouldBe(posted);
    }

    [Fact]
    public async Task A_search_that_would_have_to_guess_says_so()
    {
        await using var host = await StartAsync();
        for (var i = 0; i < 5_001; i++) host.Store.Add(new StoredMessage { ChannelId = PracticeWorkspace.ChannelId, UserId = Samples.Dana, Text = "chat" });
        var found = await host.Slack.FindPromptAsync(PracticeWorkspace.ChannelId, Samples.FaceId, host.Time.GetUtcNow(), Token);
        found.Kind.ShouldBe(OutcomeKind.Unavailable);
        found.Code.ShouldBe("history_too_long");
    }

    [Fact]
    public async Task An_update_replaces_what_is_shown_and_the_round_in_the_metadata()
    {
        await using var host = await StartAsync();
        var posted = await host.PostAsync(Samples.Prompt(PromptKind.Question));
        (await host.Slack.UpdatePromptAsync(posted, Samples.Prompt(PromptKind.Tagged) with { Round = 2 }, Token)).Kind.ShouldBe(OutcomeKind.Done);
        var message = host.Store.FindMessage(posted.ChannelId, posted.Ts)!;
        message.Text.ShouldBe("Tagged as Dana Levi.");
        message.Blocks!.ShouldContain(ActionIds.UndoTag);
        message.Blocks!.ShouldNotContain(ActionIds.TaggedPerson);
        JsonNode.Parse(message.Metadata!)!["event_payload"]!["round"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task A_picture_that_is_deleted_is_gone_and_deleted_again_it_is_no_failure()
    {
        await using var host = await StartAsync();
        var fileId = (await host.UploadAsync()).Value!;
        host.Store.FindFile(fileId).ShouldNotBeNull();
        (await host.Slack.DeletePictureAsync(fileId, Token)).Kind.ShouldBe(OutcomeKind.Done);
        host.Store.FindFile(fileId).ShouldBeNull();
        (await host.Slack.DeletePictureAsync(fileId, Token)).Kind.ShouldBe(OutcomeKind.Done);
    }

    [Fact]
    public async Task A_file_for_one_person_is_seen_by_nobody_else()
    {
        await using var host = await StartAsync();
        var bytes = "{\"votes\":[]}"u8.ToArray();
        (await host.Get<ISlackFiles>().SendFileAsync(Samples.Dana, "known.json", "All of it.", bytes, Token)).Kind.ShouldBe(OutcomeKind.Done);

        host.Store.Latest(PracticeWorkspace.DirectMessageWith(Samples.Dana), Samples.Dana, 10).Select(message => message.VisibleTo).ShouldBe([Samples.Dana, Samples.Dana], "the sentence and the file");
        host.Store.Latest(PracticeWorkspace.DirectMessageWith(Samples.Dana), Samples.Omer, 10).ShouldBeEmpty();
        (await host.Get<ISlackFiles>().SendFileAsync("U0NOBODY", "known.json", "All of it.", bytes, Token)).IsDone.ShouldBeFalse("there is no such person");
    }

    [Fact]
    public async Task An_update_of_a_deleted_message_is_refused()
    {
        await using var host = await StartAsync();
        var gone = new MessageRef { ChannelId = PracticeWorkspace.ChannelId, Ts = "1.000001" };
        var outcome = await host.Slack.UpdatePromptAsync(gone, Samples.Prompt(PromptKind.Tagged), Token);
        (outcome.Kind, outcome.Code).ShouldBe((OutcomeKind.Refused, "message_not_found"));
    }

    [Fact]
    public async Task A_word_to_one_person_is_for_that_person_only_and_calls_nobody()
    {
        await using var host = await StartAsync();
        (await host.Slack.TellAsync(PracticeWorkspace.ChannelId, Samples.Dana, "This is closed, <@U0OMERCOHEN>. <!channel>", Token)).Kind.ShouldBe(OutcomeKind.Done);
        var told = host.Store.Latest(PracticeWorkspace.ChannelId, Samples.Dana, 10).ShouldHaveSingleItem();
        told.Text.ShouldBe("This is closed, <@U0OMERCOHEN>. &lt;!channel&gt;");
        host.Store.Latest(PracticeWorkspace.ChannelId, Samples.Omer, 10).ShouldBeEmpty();
    }

    [Fact]
    public async Task Users_are_described()
    {
        await using var host = await StartAsync();
        (await host.Slack.GetUserAsync(Samples.Dana, Token)).Value.ShouldBe(new SlackUser { UserId = Samples.Dana, DisplayName = "Dana Levi", RealName = "Dana Levi" });
        var noa = (await host.Slack.GetUserAsync("U0NOASHAPIRO", Token)).Value!;
        (noa.DisplayName, noa.RealName).ShouldBe(("", "Noa Shapiro"));
        (await host.Slack.GetUserAsync("U0STANDUPBOT", Token)).Value!.IsBot.ShouldBeTrue();
        (await host.Slack.GetUserAsync("U0LIORKATZ", Token)).Value!.IsDeactivated.ShouldBeTrue();
        (await host.Slack.GetUserAsync("U0NOBODY", Token)).Kind.ShouldBe(OutcomeKind.Refused);
    }

    [Fact]
    public async Task An_uploaded_picture_can_be_shown_when_the_upload_returns()
    {
        await using var host = await StartAsync();
        var uploaded = await host.UploadAsync();
        uploaded.Kind.ShouldBe(OutcomeKind.Done, uploaded.Reason);
        await host.PostAsync(Samples.Prompt(PromptKind.Question) with { CropFileId = uploaded.Value, ZoomInFileId = uploaded.Value });
    }

    [Fact]
    public async Task A_picture_that_is_not_processed_in_time_is_handed_on_and_posting_it_is_busy()
    {
        await using var host = await StartAsync(options => options.FileReadyWithin = TimeSpan.Zero);
        var uploaded = await host.Slack.UploadPictureAsync("face.jpg", "A face", Samples.Jpeg, Token);
        uploaded.Kind.ShouldBe(OutcomeKind.Done);

        var prompt = Samples.Prompt(PromptKind.Question) with { ZoomInFileId = uploaded.Value };
        (await host.Slack.PostPromptAsync(PracticeWorkspace.ChannelId, prompt, Token)).Kind.ShouldBe(OutcomeKind.Busy);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        (await host.Slack.PostPromptAsync(PracticeWorkspace.ChannelId, prompt, Token)).Kind.ShouldBe(OutcomeKind.Done);
    }

    [Fact]
    public async Task Failures_while_waiting_for_a_picture_do_not_lose_it()
    {
        await using var host = await StartAsync();
        host.Faults.Next("files.info", new PracticeFault.Status(500));
        host.Faults.Next("files.info", new PracticeFault.Throttles(TimeSpan.FromSeconds(2)));
        (await host.UploadAsync()).Kind.ShouldBe(OutcomeKind.Done);
    }

    [Theory]
    [InlineData("files.getUploadURLExternal")]
    [InlineData(PracticeFaults.Upload)]
    [InlineData("files.completeUploadExternal")]
    public async Task A_failure_at_any_step_of_an_upload_is_told(string step)
    {
        await using var host = await StartAsync();
        host.Faults.Next(step, new PracticeFault.Status(500));
        (await host.UploadAsync()).Kind.ShouldBe(OutcomeKind.Unavailable);
        host.Faults.Next(step, new PracticeFault.Throttles(TimeSpan.FromSeconds(9)));
        var throttled = await host.UploadAsync();
        (throttled.Kind, throttled.RetryAfter).ShouldBe((OutcomeKind.Throttled, TimeSpan.FromSeconds(9)));
    }

    [Fact]
    public async Task A_missing_scope_for_waiting_is_told()
    {
        await using var host = await StartAsync();
        host.Faults.Next("files.info", new PracticeFault.Error("missing_scope"));
        (await host.UploadAsync()).Kind.ShouldBe(OutcomeKind.Misconfigured);
    }

    public static TheoryData<string, PracticeFault, OutcomeKind> Faults => new()
    {
        { "throttled", new PracticeFault.Throttles(TimeSpan.FromSeconds(5)), OutcomeKind.Throttled },
        { "throttled with 200", new PracticeFault.Error("ratelimited"), OutcomeKind.Throttled },
        { "500", new PracticeFault.Status(500), OutcomeKind.Unavailable },
        { "503", new PracticeFault.Status(503), OutcomeKind.Unavailable },
        { "garbled", new PracticeFault.Garbles(), OutcomeKind.Unavailable },
        { "reply lost", new PracticeFault.LosesTheReply(), OutcomeKind.Unavailable },
        { "fatal_error", new PracticeFault.Error("fatal_error"), OutcomeKind.Unavailable },
        { "invalid_auth", new PracticeFault.Error("invalid_auth"), OutcomeKind.Misconfigured },
        { "msg_too_long", new PracticeFault.Error("msg_too_long"), OutcomeKind.Refused },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_goes_wrong_is_told_apart(string what, PracticeFault fault, OutcomeKind kind)
    {
        await using var host = await StartAsync();
        host.Faults.Next("chat.postMessage", fault);
        var outcome = await host.Slack.PostPromptAsync(PracticeWorkspace.ChannelId, Samples.Prompt(PromptKind.Question), Token);
        outcome.Kind.ShouldBe(kind, what);
        if (fault is PracticeFault.Throttles throttles) outcome.RetryAfter.ShouldBe(throttles.RetryAfter);
    }

    [Fact]
    public async Task A_call_that_hangs_is_given_up_after_the_timeout()
    {
        await using var host = await StartAsync();
        host.Faults.Next("chat.update", new PracticeFault.Hangs());
        var message = new MessageRef { ChannelId = PracticeWorkspace.ChannelId, Ts = "1.000001" };
        var call = host.Slack.UpdatePromptAsync(message, Samples.Prompt(PromptKind.Tagged), Token);
        await Eventually.Holds(() => host.Time.PendingTimers > 0, "the call's timeout runs");
        host.Time.Advance(TimeSpan.FromSeconds(9));
        call.IsCompleted.ShouldBeFalse();
        host.Time.Advance(TimeSpan.FromSeconds(1));
        var outcome = await call;
        (outcome.Kind, outcome.Code).ShouldBe((OutcomeKind.Unavailable, "timeout"));
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_an_exception()
    {
        await using var host = await StartAsync();
        host.Faults.Next("users.info", new PracticeFault.Hangs());
        using var cancelled = new CancellationTokenSource();
        var call = host.Slack.GetUserAsync(Samples.Dana, cancelled.Token);
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_wrong_token_is_the_operators_business()
    {
        await using var host = await StartAsync(options => options.BotToken = "xoxb-another");
        (await host.Slack.GetUserAsync(Samples.Dana, Token)).Kind.ShouldBe(OutcomeKind.Misconfigured);
    }

    [Fact]
    public async Task Another_channel_is_the_operators_business()
    {
        await using var host = await StartAsync();
        (await host.Slack.PostPromptAsync("C0ELSEWHERE", Samples.Prompt(PromptKind.Question), Token)).Code.ShouldBe("channel_not_found");
    }

    [Fact]
    public async Task More_than_a_message_a_second_is_throttled()
    {
        await using var host = await StartAsync();
        var prompt = Samples.Prompt(PromptKind.Question);
        Outcome<MessageRef> last;
        var posted = 0;
        while ((last = await host.Slack.PostPromptAsync(PracticeWorkspace.ChannelId, prompt, Token)).IsDone) (++posted).ShouldBeLessThan(5);
        posted.ShouldBe(2);
        (last.Kind, last.RetryAfter).ShouldBe((OutcomeKind.Throttled, TimeSpan.FromSeconds(1)));
        host.Time.Advance(last.RetryAfter!.Value);
        (await host.Slack.PostPromptAsync(PracticeWorkspace.ChannelId, prompt, Token)).IsDone.ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_there_is_unavailable()
    {
        string address;
        await using (var host = await StartAsync()) address = host.Http.BaseAddress!.ToString();
        await using var services = Connect(address);
        var outcome = await services.GetRequiredService<ISlack>().GetUserAsync(Samples.Dana, Token);
        (outcome.Kind, outcome.Code).ShouldBe((OutcomeKind.Unavailable, "connection"));
    }

    [Theory]
    [InlineData("http://example.com/upload")]
    [InlineData("ftp://127.0.0.1/upload")]
    [InlineData("http://user@127.0.0.1/upload")]
    public async Task A_face_is_not_sent_to_an_address_that_is_not_safe(string uploadAddress)
    {
        await using var server = await StrangeServer.StartAsync(("files.getUploadURLExternal", new JsonObject { ["ok"] = true, ["upload_url"] = uploadAddress, ["file_id"] = "F0123456789" }));
        await using var services = Connect(server.Address);
        var outcome = await services.GetRequiredService<ISlack>().UploadPictureAsync("face.jpg", "A face", Samples.Jpeg, Token);
        (outcome.Kind, outcome.Code).ShouldBe((OutcomeKind.Misconfigured, "unsafe_upload_url"));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var server = await StrangeServer.StartAsync();
        server.Answer("users.info", Results.Redirect("/elsewhere", preserveMethod: true));
        await using var services = Connect(server.Address);
        (await services.GetRequiredService<ISlack>().GetUserAsync(Samples.Dana, Token)).Kind.ShouldBe(OutcomeKind.Misconfigured);
        server.Asked.ShouldBe(["users.info"]);
    }

    [Fact]
    public async Task Throttled_without_a_wait_is_throttled()
    {
        await using var server = await StrangeServer.StartAsync();
        server.Answer("users.info", Results.StatusCode(StatusCodes.Status429TooManyRequests));
        await using var services = Connect(server.Address);
        var outcome = await services.GetRequiredService<ISlack>().GetUserAsync(Samples.Dana, Token);
        (outcome.Kind, outcome.Code, outcome.RetryAfter).ShouldBe((OutcomeKind.Throttled, "http_429", null));
        server.Asked.ShouldBe(["users.info"]);
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        await using var server = await StrangeServer.StartAsync(("users.info", new JsonObject { ["ok"] = false, ["error"] = "missing_scope", ["needed"] = "users:read" }));
        await using var services = Connect(server.Address);
        var outcome = await services.GetRequiredService<ISlack>().GetUserAsync(Samples.Dana, Token);
        outcome.Kind.ShouldBe(OutcomeKind.Misconfigured);
        outcome.Reason.ShouldContain("users:read");
    }

    [Fact]
    public async Task A_yes_without_what_it_promises_is_unavailable()
    {
        var bare = new JsonObject { ["ok"] = true };
        await using var server = await StrangeServer.StartAsync(
            ("users.info", bare), ("chat.postMessage", bare), ("files.getUploadURLExternal", bare), ("auth.test", bare), ("conversations.history", bare));
        await using var services = Connect(server.Address);
        var slack = services.GetRequiredService<ISlack>();
        (await slack.GetUserAsync(Samples.Dana, Token)).Code.ShouldBe("unreadable");
        (await slack.PostPromptAsync("C0123456789", Samples.Prompt(PromptKind.Question), Token)).Code.ShouldBe("unreadable");
        (await slack.UploadPictureAsync("face.jpg", "A face", Samples.Jpeg, Token)).Code.ShouldBe("unreadable");
        (await services.GetRequiredService<ISlackIdentity>().WhoAmIAsync(Token)).Code.ShouldBe("unreadable");
        server.Answer("auth.test", new JsonObject { ["ok"] = true, ["user_id"] = "U0BOT" });
        (await slack.FindPromptAsync("C0123456789", Samples.FaceId, DateTimeOffset.UnixEpoch, Token)).Code.ShouldBe("unreadable");
    }

    [Fact]
    public async Task A_user_is_read_as_it_is_written()
    {
        await using var server = await StrangeServer.StartAsync(("users.info", JsonNode.Parse(
            """{"ok":true,"user":{"id":"U0DANALEVI","deleted":null,"profile":{"display_name":"2026-03-02T03:00:00Z","real_name":null,"fields":[],"never_heard_of":{"a":[]}}}}""")!));
        await using var services = Connect(server.Address);
        var user = await services.GetRequiredService<ISlack>().GetUserAsync(Samples.Dana, Token);
        user.Value.ShouldBe(new SlackUser { UserId = Samples.Dana, DisplayName = "2026-03-02T03:00:00Z" });
    }

    [Fact]
    public async Task Odd_messages_of_others_do_not_hide_ours()
    {
        var metadata = Samples.Metadata(round: 1).ToJsonString();
        await using var server = await StrangeServer.StartAsync(
            ("auth.test", new JsonObject { ["ok"] = true, ["user_id"] = "U0BOT", ["bot_id"] = "B0BOT" }),
            ("conversations.history", JsonNode.Parse("""
                {"ok":true,"messages":[
                  null, 7, [], {}, {"ts":5,"user":{},"metadata":[]},
                  {"type":"message","subtype":"never_heard_of","reply_to":"x","ts":"3.000001","user":"U0SOMEBODY","blocks":[{"type":"hologram","elements":{}}]},
                  {"type":"message","ts":"2.000001","user":"U0SOMEBODY","metadata":{"event_type":"x","event_payload":{"reply_to":"x"}}},
                  {"type":"message","ts":"1.000001","bot_id":"B0BOT","metadata":OURS}
                ]}
                """.Replace("OURS", metadata, StringComparison.Ordinal))!));
        await using var services = Connect(server.Address);
        var found = await services.GetRequiredService<ISlack>().FindPromptAsync("C0123456789", Samples.FaceId, DateTimeOffset.UnixEpoch, Token);
        found.Value.ShouldBe(new MessageRef { ChannelId = "C0123456789", Ts = "1.000001" }, found.Reason);
    }

    [Fact]
    public async Task Neither_token_nor_payload_nor_upload_address_gets_into_the_log()
    {
        await using var server = await StrangeServer.StartAsync();
        server.Answer("files.getUploadURLExternal", new JsonObject { ["ok"] = true, ["upload_url"] = server.Address + "secret-place", ["file_id"] = "F0123456789" });
        server.Answer("users.info", Results.Json(new { ok = false, error = "fatal_error", detail = "Dana Levi" }));
        server.Answer("files.info", new JsonObject { ["ok"] = true, ["file"] = new JsonObject { ["mimetype"] = "image/jpeg" } });
        using var log = new LogLines();
        await using var services = Connect(server.Address, log);
        var slack = services.GetRequiredService<ISlack>();
        await slack.GetUserAsync(Samples.Dana, Token);
        await slack.UploadPictureAsync("dana.jpg", "The face of Dana", Samples.Jpeg, Token);
        await slack.PostPromptAsync("C0123456789", Samples.Prompt(PromptKind.Tagged), Token);
        log.Lines.Count.ShouldBeGreaterThanOrEqualTo(4);
        foreach (var line in log.Lines)
        {
            line.ShouldNotContain("xoxb");
            line.ShouldNotContain("dana", Case.Insensitive);
            line.ShouldNotContain("secret-place");
        }
    }

    [Fact]
    public async Task Who_we_are_is_asked_once()
    {
        await using var host = await StartAsync();
        var identity = host.Get<ISlackIdentity>();
        (await identity.WhoAmIAsync(Token)).Value!.BotId.ShouldBe(PracticeWorkspace.BotId);
        (await identity.WhoAmIAsync(Token)).Value!.Workspace.ShouldBe(new Uri($"https://{PracticeWorkspace.TeamDomain}.slack.com/"));
        host.Faults.Next("auth.test", new PracticeFault.Status(500));
        (await identity.WhoAmIAsync(Token)).IsDone.ShouldBeTrue();
    }

    [Fact]
    public async Task What_the_token_may_do_is_read_from_the_answers_header()
    {
        await using var host = await StartAsync();
        (await host.Get<ISlackSetup>().ReadScopesAsync(Token)).Value!.Scopes!.ShouldBe(SlackScopes.OfBot, ignoreOrder: true);
        host.Faults.Scopes = null;
        (await host.Get<ISlackSetup>().ReadScopesAsync(Token)).Value!.Scopes.ShouldBeNull();
        host.Faults.Next("auth.test", new PracticeFault.Error("token_revoked"));
        (await host.Get<ISlackSetup>().ReadScopesAsync(Token)).Kind.ShouldBe(OutcomeKind.Misconfigured);
    }

    [Fact]
    public async Task Whether_the_bot_is_in_the_channel_is_looked_at_anew_each_time()
    {
        await using var host = await StartAsync();
        var setup = host.Get<ISlackSetup>();
        (await setup.LookAtChannelAsync(PracticeWorkspace.ChannelId, Token)).Value.ShouldBe(new ChannelFacts { IsMember = true });
        host.Faults.IsMember = false;
        (await setup.LookAtChannelAsync(PracticeWorkspace.ChannelId, Token)).Value.ShouldBe(new ChannelFacts());
        (await setup.LookAtChannelAsync("C0123456789", Token)).Code.ShouldBe("channel_not_found");
    }

    [Fact]
    public async Task A_test_message_carries_its_id_and_loses_its_button_in_the_end()
    {
        await using var host = await StartAsync();
        var posted = (await host.Get<ISlackSetup>().PostTestAsync(PracticeWorkspace.ChannelId, Samples.OtherFaceId, Token)).Value!;
        host.Store.FindMessage(posted.ChannelId, posted.Ts)!.Blocks!.ShouldContain(Samples.OtherFaceId);
        host.Store.FindMessage(posted.ChannelId, posted.Ts)!.Metadata.ShouldBeNull();
        (await host.Get<ISlackSetup>().FinishTestAsync(posted, Token)).Kind.ShouldBe(OutcomeKind.Done);
        host.Store.FindMessage(posted.ChannelId, posted.Ts)!.Blocks!.ShouldNotContain(ActionIds.SetupPressed);
    }

    [Fact]
    public async Task A_home_is_shown_to_the_one_person_it_is_for()
    {
        await using var host = await StartAsync();
        var view = Topics.Home([new Topic("Status", "Everything works, <@U0OMERCOHEN> & all.")], mayTrain: true);
        (await host.Get<ISlackHomes>().PublishHomeAsync(Samples.Dana, view, Token)).Kind.ShouldBe(OutcomeKind.Done);
        var shown = JsonNode.Parse(host.Get<PracticeHomes>().Find(Samples.Dana).ShouldNotBeNull())!;
        shown["type"]!.ToString().ShouldBe("home");
        shown["blocks"]![0]!["text"]!["text"]!.ToString().ShouldBe("*Status*\nEverything works, <@U0OMERCOHEN> & all.");
        shown["blocks"]![1]!["elements"]![0]!["action_id"]!.ToString().ShouldBe(ActionIds.TrainNow);
        host.Get<PracticeHomes>().Find(Samples.Omer).ShouldBeNull();
        (await host.Get<ISlackHomes>().PublishHomeAsync("U0NOBODY", view, Token)).Kind.ShouldBe(OutcomeKind.Refused);
    }

    private Task<PracticeHost> StartAsync(Action<SlackOptions>? configure = null) => PracticeHost.StartAsync(configure: options =>
    {
        options.Client = Client;
        configure?.Invoke(options);
    });

    private ServiceProvider Connect(string apiUrl, ILoggerProvider? log = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Slack:BotToken"] = "xoxb-1234-5678",
            ["Slack:SigningSecret"] = "8f742231b10e8888abcd99yyyzzz85a5",
            ["Slack:Channel"] = "C0123456789",
            ["Slack:ApiUrl"] = apiUrl,
            ["Slack:Client"] = Client.ToString(),
        }).Build();
        return new ServiceCollection()
            .AddLogging(logging =>
            {
                logging.SetMinimumLevel(LogLevel.Trace);
                if (log is not null) logging.AddProvider(log);
            })
            .AddSlack(configuration)
            .PostConfigure<HttpClientFactoryOptions>(SlackServices.HttpClientName, options => options.HttpMessageHandlerBuilderActions.Add(
                handler => ((SocketsHttpHandler)handler.PrimaryHandler).UseProxy = false))
            .BuildServiceProvider();
    }
}
