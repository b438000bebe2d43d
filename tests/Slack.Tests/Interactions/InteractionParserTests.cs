using System.Text;
using System.Text.Json.Nodes;
using Atmosphere.Practice.Pressing;
using Atmosphere.Slack.Interactions;
using Atmosphere.Slack.Tests.Support;

namespace Atmosphere.Slack.Tests.Interactions;

public sealed class InteractionParserTests
{
    private static readonly FaceRef Face = FaceRef.Of(Samples.FaceId, 3);

    private static readonly Press PickDana = new()
    {
        UserId = Samples.Omer,
        UserName = "omer",
        MessageTs = "1712345678.000100",
        ActionTs = "1712345999.123456",
        BlockId = Face.ToBlockId("answers", "a1b2c3d4"),
        ActionId = ActionIds.TaggedPerson,
        IsPicker = true,
        SelectedUser = Samples.Dana,
    };

    [Fact]
    public void Choosing_a_person_is_a_vote()
    {
        var vote = Parse(PickDana).ShouldBeOfType<VotePressed>();
        vote.ShouldBe(new VotePressed
        {
            Face = Face,
            Choice = VoteChoice.Person,
            PersonId = Samples.Dana,
            UserId = Samples.Omer,
            ChannelId = "C0PRACTICE",
            MessageTs = "1712345678.000100",
            ActionTs = "1712345999.123456",
            TeamId = "T0PRACTICE",
        });
    }

    [Fact]
    public void A_cleared_picker_takes_the_vote_back() =>
        Parse(PickDana with { SelectedUser = null }).ShouldBeOfType<VoteTakenBack>().Face.ShouldBe(Face);

    [Fact]
    public void A_picker_without_the_field_takes_the_vote_back()
    {
        var payload = InteractionPayload.ToJson(PickDana);
        payload["actions"]![0]!.AsObject().Remove("selected_user").ShouldBeTrue();
        Parse(payload).ShouldBeOfType<VoteTakenBack>();
    }

    [Theory]
    [InlineData(ActionIds.NotAFace, typeof(VotePressed))]
    [InlineData(ActionIds.NobodyWeKnow, typeof(VotePressed))]
    [InlineData(ActionIds.TakeBack, typeof(VoteTakenBack))]
    [InlineData(ActionIds.WrongIdentification, typeof(IdentificationDisputed))]
    [InlineData(ActionIds.UndoTag, typeof(TagUndone))]
    public void Each_button_is_an_interaction_about_the_face_in_its_value(string actionId, Type expected)
    {
        var read = Parse(Button(actionId)).ShouldBeAssignableTo<FaceInteraction>()!;
        read.ShouldBeOfType(expected);
        read.Face.ShouldBe(Face);
        read.UserId.ShouldBe(Samples.Omer);
    }

    [Fact]
    public void Buttons_for_nobody_say_which_nobody()
    {
        Parse(Button(ActionIds.NotAFace)).ShouldBeOfType<VotePressed>().Choice.ShouldBe(VoteChoice.NotAFace);
        Parse(Button(ActionIds.NobodyWeKnow)).ShouldBeOfType<VotePressed>().Choice.ShouldBe(VoteChoice.NobodyWeKnow);
        Parse(Button(ActionIds.NobodyWeKnow)).ShouldBeOfType<VotePressed>().PersonId.ShouldBeNull();
    }

    [Theory]
    [InlineData(ActionIds.Yes, VoteChoice.Person)]
    [InlineData(ActionIds.No, VoteChoice.NotThem)]
    public void Yes_and_no_say_about_whom(string actionId, VoteChoice choice)
    {
        var read = Parse(Button(actionId) with { Value = Face.ToValueAbout(Samples.Dana) }).ShouldBeOfType<VotePressed>();
        (read.Face, read.Choice, read.PersonId).ShouldBe((Face, choice, Samples.Dana));
    }

    [Fact]
    public void Somebody_else_says_on_which_picture()
    {
        var read = Parse(Button(ActionIds.SomebodyElse) with { Value = Face.ToValueAboutFace(Samples.OtherFaceId) }).ShouldBeOfType<FaceSplitOff>();
        (read.Face, read.OtherFaceId).ShouldBe((Face, Samples.OtherFaceId));
        Parse(Button(ActionIds.SomebodyElse) with { Value = $"{Face}|{Samples.Dana}" }).ShouldBeOfType<Malformed>();
        Parse(Button(ActionIds.SomebodyElse) with { Value = Face.ToString() }).ShouldBeOfType<Malformed>();
    }

    [Theory]
    [InlineData("|")]
    [InlineData("|dana")]
    [InlineData("|U0DANALEVI|U0DANALEVI")]
    [InlineData("")]
    public void Yes_about_nobody_is_malformed(string tail) => Parse(Button(ActionIds.Yes) with { Value = Face + tail }).ShouldBeOfType<Malformed>();

    [Fact]
    public void An_organisation_wide_installation_has_no_team()
    {
        var payload = InteractionPayload.ToJson(PickDana);
        payload["team"] = null;
        Parse(payload).ShouldBeOfType<VotePressed>().TeamId.ShouldBe("T0PRACTICE", "from user.team_id");
        payload["user"]!.AsObject().Remove("team_id");
        Parse(payload).ShouldBeOfType<VotePressed>().TeamId.ShouldBe("");
    }

    [Fact]
    public void The_container_names_channel_and_message_when_nothing_else_does()
    {
        var payload = InteractionPayload.ToJson(PickDana);
        payload.Remove("channel");
        payload.Remove("message");
        var vote = Parse(payload).ShouldBeOfType<VotePressed>();
        vote.ChannelId.ShouldBe("C0PRACTICE");
        vote.MessageTs.ShouldBe("1712345678.000100");
    }

    [Theory]
    [InlineData("view_submission")]
    [InlineData("shortcut")]
    [InlineData("message_action")]
    [InlineData("interactive_message")]
    public void Other_kinds_of_payload_are_irrelevant(string type)
    {
        var payload = InteractionPayload.ToJson(PickDana);
        payload["type"] = type;
        Parse(payload).ShouldBeOfType<Irrelevant>();
    }

    [Fact]
    public void A_link_button_is_irrelevant() => Parse(Button("open_photo") with { Value = null }).ShouldBeOfType<Irrelevant>();

    [Fact]
    public void An_action_of_ours_on_another_kind_of_element_is_irrelevant() =>
        Parse(PickDana with { IsPicker = false, Value = Face.ToString() }).ShouldBeOfType<Irrelevant>();

    public static TheoryData<string, Action<JsonObject>> Hostile => new()
    {
        { "no type", p => p.Remove("type") },
        { "type is a number", p => p["type"] = 7 },
        { "no user", p => p.Remove("user") },
        { "user is a text", p => p["user"] = "U0DANALEVI" },
        { "user id in lower case", p => p["user"]!["id"] = "u0danalevi" },
        { "user id with a line break", p => p["user"]!["id"] = "U0DANALEVI\n" },
        { "user id too long", p => p["user"]!["id"] = "U" + new string('A', 21) },
        { "user id of a channel", p => p["user"]!["id"] = "C0PRACTICE" },
        { "no channel", p => { p.Remove("channel"); p["container"]!.AsObject().Remove("channel_id"); } },
        { "channel id with a quote", p => p["channel"]!["id"] = "C0'; DROP" },
        { "message ts is a number", p => { p["container"]!["message_ts"] = 1712345678.0001; p.Remove("message"); } },
        { "message ts with letters", p => p["container"]!["message_ts"] = "yesterday" },
        { "no action ts", p => p["actions"]![0]!.AsObject().Remove("action_ts") },
        { "action ts is null", p => p["actions"]![0]!["action_ts"] = null },
        { "team id of another shape", p => p["team"]!["id"] = "<script>" },
        { "no actions", p => p.Remove("actions") },
        { "empty actions", p => p["actions"] = new JsonArray() },
        { "actions are an object", p => p["actions"] = new JsonObject() },
        { "action is null", p => p["actions"] = new JsonArray((JsonNode?)null) },
        { "action without an id", p => p["actions"]![0]!.AsObject().Remove("action_id") },
        { "block id of another making", p => p["actions"]![0]!["block_id"] = "abc" },
        { "block id without a GUID", p => p["actions"]![0]!["block_id"] = "v1|../../etc|1|answers|00" },
        { "selected user is a list", p => p["actions"]![0]!["selected_user"] = new JsonArray(Samples.Dana) },
        { "selected user is empty", p => p["actions"]![0]!["selected_user"] = "" },
        { "selected user is a name", p => p["actions"]![0]!["selected_user"] = "Dana Levi" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void What_Slack_would_never_send_is_malformed(string what, Action<JsonObject> spoil)
    {
        var payload = InteractionPayload.ToJson(PickDana);
        spoil(payload);
        Parse(payload).ShouldBeOfType<Malformed>(what);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("v1|nonsense|1")]
    public void A_button_whose_value_names_no_face_is_malformed(string? value) =>
        Parse(Button(ActionIds.UndoTag) with { Value = value }).ShouldBeOfType<Malformed>();

    [Theory]
    [InlineData("")]
    [InlineData("payload")]
    [InlineData("payload=")]
    [InlineData("payload=%")]
    [InlineData("payload=%7")]
    [InlineData("payload=%zz")]
    [InlineData("payload=%ff%fe")]
    [InlineData("payload=null")]
    [InlineData("payload=[]")]
    [InlineData("payload={}")]
    [InlineData("payload=%22text%22")]
    [InlineData("payload={}&payload={}")]
    [InlineData("other={}")]
    [InlineData("payload={\"type\":\"\\ud800\"}")]
    [InlineData("payload={\"\\ud800\":1,\"type\":\"block_actions\"}")]
    public void A_body_without_one_readable_payload_is_malformed(string body) =>
        InteractionParser.Parse(Encoding.UTF8.GetBytes(body)).ShouldBeOfType<Malformed>();

    [Fact]
    public void Deep_nesting_is_malformed()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);
        InteractionParser.Parse(Encoding.UTF8.GetBytes($"payload={{\"type\":\"block_actions\",\"x\":{deep}}}")).ShouldBeOfType<Malformed>();
    }

    [Fact]
    public void A_body_over_the_limit_is_not_looked_at()
    {
        var body = InteractionPayload.ToFormBody(PickDana);
        Array.Resize(ref body, InteractionParser.LargestBody + 1);
        InteractionParser.Parse(body).ShouldBeOfType<Malformed>().Reason.ShouldContain("1 MB");
    }

    [Fact]
    public void Other_fields_of_the_form_do_not_matter() =>
        InteractionParser.Parse([.. "a=1&ssl_check=0&"u8, .. InteractionPayload.ToFormBody(PickDana), .. "&b"u8]).ShouldBeOfType<VotePressed>();

    [Fact]
    public void A_plus_is_a_space_and_an_escaped_plus_is_a_plus()
    {
        var payload = InteractionPayload.ToJson(PickDana);
        payload["user"]!["name"] = "Dana + Levi";
        var body = "payload=" + Uri.EscapeDataString(payload.ToJsonString()).Replace("%20", "+", StringComparison.Ordinal);
        InteractionParser.Parse(Encoding.UTF8.GetBytes(body)).ShouldBeOfType<VotePressed>();
    }

    /// <summary>30,000 bodies, each a genuine one with some bytes changed, cut, doubled or swapped, from fixed seeds.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_body_makes_it_throw_or_lets_a_wrong_id_through(int seed)
    {
        var random = new Random(seed);
        byte[][] genuine = [InteractionPayload.ToFormBody(PickDana), .. new[] { ActionIds.UndoTag, ActionIds.TakeBack, ActionIds.NotAFace }.Select(id => InteractionPayload.ToFormBody(Button(id)))];
        for (var i = 0; i < 10_000; i++)
        {
            var body = Mutate(genuine[random.Next(genuine.Length)], random);
            var read = Should.NotThrow(() => InteractionParser.Parse(body), $"seed {seed}, body {i}");
            if (read is not FaceInteraction about) continue;
            SlackIds.IsUser(about.UserId).ShouldBeTrue();
            SlackIds.IsChannel(about.ChannelId).ShouldBeTrue();
            SlackIds.IsTs(about.MessageTs).ShouldBeTrue();
            SlackIds.IsTs(about.ActionTs).ShouldBeTrue();
            Atmosphere.Grains.Faces.FaceIds.IsValid(about.Face.FaceId).ShouldBeTrue();
            about.Face.Round.ShouldBeGreaterThanOrEqualTo(0);
            if (about is VotePressed { Choice: VoteChoice.Person } vote) SlackIds.IsUser(vote.PersonId).ShouldBeTrue();
        }
    }

    private static byte[] Mutate(byte[] genuine, Random random)
    {
        var body = genuine.ToList();
        for (var n = random.Next(1, 5); n > 0 && body.Count > 0; n--)
        {
            var at = random.Next(body.Count);
            switch (random.Next(5))
            {
                case 0: body[at] = (byte)random.Next(256); break;
                case 1: body.RemoveRange(at, Math.Min(random.Next(1, 40), body.Count - at)); break;
                case 2: body.InsertRange(at, body.GetRange(at, Math.Min(random.Next(1, 40), body.Count - at))); break;
                case 3: body.InsertRange(at, Encoding.ASCII.GetBytes(Spice[random.Next(Spice.Length)])); break;
                default: body.RemoveRange(at, body.Count - at); break;
            }
        }

        return [.. body];
    }

    private static readonly string[] Spice = ["%00", "%22", "%5Cud800", "%7B", "%5B%5B%5B", "null", "1e999", "&payload=", "%C3%28", "%EF%BB%BF", "-1", "%5Cu0000"];

    private static Press Button(string actionId) => PickDana with { ActionId = actionId, IsPicker = false, SelectedUser = null, Value = Face.ToString() };

    private static Interaction Parse(Press press) => InteractionParser.Parse(InteractionPayload.ToFormBody(press));

    private static Interaction Parse(JsonObject payload) => InteractionParser.Parse(Encoding.UTF8.GetBytes("payload=" + Uri.EscapeDataString(payload.ToJsonString())));
}
