using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Atmosphere.Practice;
using Atmosphere.Practice.Store;
using Atmosphere.Slack.Tests.Support;

namespace Atmosphere.Slack.Tests.Practice;

/// <summary>The stand-in says no where Slack says no.</summary>
public sealed class PracticeApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_token_it_says_not_authed_and_with_a_wrong_one_invalid_auth()
    {
        await using var host = await PracticeHost.StartAsync();
        (await CallAsync(host, "auth.test", [], token: null)).Error.ShouldBe("not_authed");
        (await CallAsync(host, "auth.test", [], token: "xoxb-wrong")).Error.ShouldBe("invalid_auth");
        (await CallAsync(host, "auth.test", [])).Json["ok"]!.GetValue<bool>().ShouldBeTrue();
    }

    public static TheoryData<string, JsonObject, string> Refusals => new()
    {
        { "chat.postMessage", new JsonObject { ["channel"] = "C0OTHER", ["text"] = "x" }, "channel_not_found" },
        { "chat.postMessage", new JsonObject { ["text"] = "x" }, "channel_not_found" },
        { "chat.postMessage", In(new()), "no_text" },
        { "chat.postMessage", In(new() { ["text"] = "" }), "no_text" },
        { "chat.postMessage", In(new() { ["text"] = "x", ["blocks"] = "not json" }), "invalid_blocks_format" },
        { "chat.postMessage", In(new() { ["text"] = "x", ["blocks"] = new JsonObject() }), "invalid_blocks" },
        { "chat.postMessage", In(new() { ["text"] = "x", ["blocks"] = new JsonArray(new JsonObject { ["type"] = "marquee" }) }), "invalid_blocks" },
        { "chat.postMessage", In(new() { ["text"] = "x", ["metadata"] = "no" }), "invalid_metadata_format" },
        { "chat.postMessage", In(new() { ["text"] = "x", ["metadata"] = new JsonObject { ["event_type"] = "x" } }), "invalid_metadata_format" },
        { "chat.postMessage", In(new() { ["text"] = new string('x', 40_001) }), "msg_too_long" },
        { "chat.update", In(new() { ["ts"] = "1.000001", ["text"] = "x" }), "message_not_found" },
        { "chat.postEphemeral", In(new() { ["user"] = "U0NOBODY", ["text"] = "x" }), "user_not_in_channel" },
        { "chat.postEphemeral", In(new() { ["user"] = "U0LIORKATZ", ["text"] = "x" }), "user_not_in_channel" },
        { "files.completeUploadExternal", new JsonObject { ["files"] = new JsonArray(new JsonObject { ["id"] = "F0NOWHERE00" }) }, "file_not_found" },
        { "files.completeUploadExternal", new JsonObject(), "invalid_arguments" },
        { "chat.delete", new JsonObject(), "unknown_method" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task It_refuses_what_Slack_refuses(string method, JsonObject arguments, string error)
    {
        await using var host = await PracticeHost.StartAsync();
        (await CallAsync(host, method, arguments)).Error.ShouldBe(error);
    }

    [Fact]
    public async Task Somebody_elses_message_can_not_be_changed()
    {
        await using var host = await PracticeHost.StartAsync();
        var theirs = host.Store.Add(new StoredMessage { ChannelId = PracticeWorkspace.ChannelId, UserId = Samples.Dana, Text = "Good morning" });
        (await CallAsync(host, "chat.update", In(new() { ["ts"] = theirs.Ts, ["text"] = "x" }))).Error.ShouldBe("cant_update_message");
    }

    [Fact]
    public async Task An_update_longer_than_4000_characters_is_too_long()
    {
        await using var host = await PracticeHost.StartAsync();
        var posted = await CallAsync(host, "chat.postMessage", In(new() { ["text"] = new string('x', 4_001) }));
        var ts = posted.Json["ts"]!.ToString();
        (await CallAsync(host, "chat.update", In(new() { ["ts"] = ts, ["text"] = new string('x', 4_001) }))).Error.ShouldBe("msg_too_long");
    }

    [Fact]
    public async Task Text_alone_removes_the_blocks_and_the_metadata_stays()
    {
        await using var host = await PracticeHost.StartAsync();
        var posted = await host.PostAsync(Samples.Prompt(Grains.Ports.PromptKind.Question));
        (await CallAsync(host, "chat.update", In(new() { ["ts"] = posted.Ts, ["text"] = "plain" }))).Error.ShouldBeNull();
        var message = host.Store.FindMessage(posted.ChannelId, posted.Ts)!;
        message.Blocks.ShouldBeNull();
        message.Metadata.ShouldNotBeNull();
        message.EditedTs.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_form_is_as_good_as_JSON_for_posting()
    {
        await using var host = await PracticeHost.StartAsync();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["channel"] = PracticeWorkspace.ChannelId,
            ["text"] = "hello",
            ["blocks"] = """[{"type":"divider"}]""",
        });
        (await SendAsync(host, "chat.postMessage", form)).Error.ShouldBeNull();
    }

    [Fact]
    public async Task Reading_methods_do_not_read_JSON()
    {
        await using var host = await PracticeHost.StartAsync();
        (await CallAsync(host, "users.info", new JsonObject { ["user"] = Samples.Dana })).Error.ShouldBe("user_not_found");
    }

    [Fact]
    public async Task Metadata_is_in_the_history_for_those_who_ask()
    {
        await using var host = await PracticeHost.StartAsync();
        await host.PostAsync(Samples.Prompt(Grains.Ports.PromptKind.Question));
        (await HistoryAsync(host, withMetadata: false))[0]!["metadata"].ShouldBeNull();
        (await HistoryAsync(host, withMetadata: true))[0]!["metadata"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Private_words_are_not_in_the_history()
    {
        await using var host = await PracticeHost.StartAsync();
        (await CallAsync(host, "chat.postEphemeral", In(new() { ["user"] = Samples.Dana, ["text"] = "psst" }))).Error.ShouldBeNull();
        (await HistoryAsync(host, withMetadata: false)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_upload_address_takes_the_promised_bytes_once_and_no_token()
    {
        await using var host = await PracticeHost.StartAsync();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["filename"] = "a.jpg", ["length"] = "3" });
        var address = (await SendAsync(host, "files.getUploadURLExternal", form)).Json["upload_url"]!.ToString();

        using var withToken = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent([1, 2, 3]) };
        withToken.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Options.BotToken);
        (await host.Http.SendAsync(withToken, Token)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await host.Http.PostAsync(address, new ByteArrayContent([1, 2]), Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "another length");
        (await host.Http.PostAsync(address + "0", new ByteArrayContent([1, 2, 3]), Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "another key");
        (await host.Http.PostAsync(address, new ByteArrayContent([1, 2, 3]), Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Http.PostAsync(address, new ByteArrayContent([1, 2, 3]), Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "a second time");
    }

    [Fact]
    public async Task A_file_that_is_no_picture_can_not_be_shown()
    {
        await using var host = await PracticeHost.StartAsync();
        var text = (await host.UploadAsync([.. "just text"u8])).Value!;
        var reply = await CallAsync(host, "chat.postMessage", In(new()
        {
            ["text"] = "x",
            ["blocks"] = new JsonArray(new JsonObject { ["type"] = "image", ["alt_text"] = "x", ["slack_file"] = new JsonObject { ["id"] = text } }),
        }));
        reply.Error.ShouldBe("invalid_blocks");
        reply.Json["response_metadata"]!["messages"]![0]!.ToString().ShouldContain("invalid slack file");
    }

    [Fact]
    public async Task Everything_survives_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("atmosphere-practice-").FullName;
        try
        {
            string token, secret, ts, file;
            await using (var host = await PracticeHost.StartAsync(folder))
            {
                (token, secret) = (host.Options.BotToken, host.Options.SigningSecrets.Single());
                file = (await host.UploadAsync()).Value!;
                ts = (await host.PostAsync(Samples.Prompt(Grains.Ports.PromptKind.Question) with { ZoomInFileId = file })).Ts;
            }

            await using (var host = await PracticeHost.StartAsync(folder))
            {
                host.Options.BotToken.ShouldBe(token);
                host.Options.SigningSecrets.ShouldBe([secret]);
                host.Store.FindMessage(PracticeWorkspace.ChannelId, ts).ShouldNotBeNull();
                host.Time.Advance(TimeSpan.FromMinutes(1));
                (await host.Http.GetByteArrayAsync($"/practice/files/{file}", Token)).ShouldBe(Samples.Jpeg);
                string.CompareOrdinal((await host.PostAsync(Samples.Prompt(Grains.Ports.PromptKind.Question))).Ts, ts).ShouldBeGreaterThan(0);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static JsonObject In(JsonObject arguments)
    {
        arguments["channel"] = PracticeWorkspace.ChannelId;
        return arguments;
    }

    private static async Task<JsonArray> HistoryAsync(PracticeHost host, bool withMetadata)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["channel"] = PracticeWorkspace.ChannelId,
            ["include_all_metadata"] = withMetadata ? "true" : "false",
        });
        return (await SendAsync(host, "conversations.history", form)).Json["messages"]!.AsArray();
    }

    private static Task<(JsonNode Json, string? Error)> CallAsync(PracticeHost host, string method, JsonObject arguments, string? token = "") =>
        SendAsync(host, method, JsonContent.Create(arguments), token);

    private static async Task<(JsonNode Json, string? Error)> SendAsync(PracticeHost host, string method, HttpContent content, string? token = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/practice/api/{method}") { Content = content };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Length > 0 ? token : host.Options.BotToken);
        using var response = await host.Http.SendAsync(request, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var json = (await response.Content.ReadFromJsonAsync<JsonNode>(Token))!;
        return (json, json["error"]?.ToString());
    }
}
