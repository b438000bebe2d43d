using System.Text.Json;

namespace Atmosphere.Slack.Interactions;

/// <summary>
/// Reads the body of an interaction request. Verify the signature first: see <see cref="Signing.SlackSignature"/>.
/// Every body gives an answer; none makes it throw.
/// </summary>
public static class InteractionParser
{
    /// <summary>The largest body that is looked at, in bytes. Real ones, with the message inside, are some 10 kB.</summary>
    public const int LargestBody = 1024 * 1024;

    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 64 };

    /// <param name="body">The form body with its one field <c>payload</c>.</param>
    public static Interaction Parse(ReadOnlySpan<byte> body)
    {
        if (body.Length > LargestBody) return new Malformed { Reason = "The body is larger than 1 MB." };
        if (FormBody.ReadSingle(body, "payload") is not { } payload) return new Malformed { Reason = "The form has no single field 'payload'." };
        return ParsePayload(payload);
    }

    /// <summary>Reads the payload itself: what Socket Mode delivers without a form around it.</summary>
    public static Interaction ParsePayload(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > LargestBody) return new Malformed { Reason = "The payload is larger than 1 MB." };
        try
        {
            using var document = JsonDocument.Parse(payload, Bounded);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return new Malformed { Reason = "The payload is not JSON." };
        }
    }

    private static Interaction Read(JsonElement payload)
    {
        if (payload.Text("type") is not { } type) return new Malformed { Reason = "The payload has no type." };
        if (type != "block_actions") return new Irrelevant { Reason = "Not a block_actions payload." };

        var userId = payload.Member("user").Text("id");
        if (!SlackIds.IsUser(userId)) return new Malformed { Reason = "user.id is not a user id." };
        if (payload.Member("actions") is not { ValueKind: JsonValueKind.Array } actions || actions.GetArrayLength() == 0)
            return new Malformed { Reason = "There are no actions." };

        // One press is one request; Slack has never been seen to batch, and its own examples hold one action.
        var action = actions[0];
        var container = payload.Member("container");
        var channelId = payload.Member("channel").Text("id") ?? container.Text("channel_id");
        var messageTs = container.Text("message_ts") ?? payload.Member("message").Text("ts");
        var actionTs = action.Text("action_ts");
        var teamId = payload.Member("team").Text("id") ?? payload.Member("user").Text("team_id") ?? "";

        var read = ReadAction(action);
        if (read is not (FaceInteraction or SetupPressed)) return read with { UserId = userId! };
        if (!SlackIds.IsChannel(channelId)) return new Malformed { Reason = "channel.id is not a channel id.", UserId = userId! };
        if (!SlackIds.IsTs(messageTs)) return new Malformed { Reason = "container.message_ts is not a timestamp.", UserId = userId! };
        if (!SlackIds.IsTs(actionTs)) return new Malformed { Reason = "action_ts is not a timestamp.", UserId = userId! };
        if (teamId.Length > 0 && !SlackIds.IsTeam(teamId)) return new Malformed { Reason = "team.id is not a team id.", UserId = userId! };
        return read with { UserId = userId!, ChannelId = channelId!, MessageTs = messageTs!, ActionTs = actionTs!, TeamId = teamId };
    }

    private static Interaction ReadAction(JsonElement action) => (action.Text("type"), action.Text("action_id")) switch
    {
        (null, _) or (_, null) => new Malformed { Reason = "The action has no type or no action_id." },
        ("users_select", ActionIds.TaggedPerson) => ReadPicker(action),
        ("button", ActionIds.NotAFace) => About(action, new VotePressed { Choice = VoteChoice.NotAFace }),
        ("button", ActionIds.NobodyWeKnow) => About(action, new VotePressed { Choice = VoteChoice.NobodyWeKnow }),
        ("button", ActionIds.Yes) => AboutSomebody(action, VoteChoice.Person),
        ("button", ActionIds.No) => AboutSomebody(action, VoteChoice.NotThem),
        ("button", ActionIds.SomebodyElse) => FaceRef.TryParseAboutFace(action.Text("value"), out var face, out var other)
            ? new FaceSplitOff { Face = face, OtherFaceId = other }
            : new Malformed { Reason = "The button's value does not name two faces and a round." },
        ("button", ActionIds.AskAgain) => About(action, new FaceReopened()),
        ("button", ActionIds.TakeBack) => About(action, new VoteTakenBack()),
        ("button", ActionIds.WrongIdentification) => About(action, new IdentificationDisputed()),
        ("button", ActionIds.UndoTag) => About(action, new TagUndone()),
        ("button", ActionIds.TrainNow) => new TrainingAsked(),
        ("button", ActionIds.ForgetMe) => new ForgettingAsked(),
        ("button", ActionIds.RememberMe) => new RememberingAsked(),
        ("button", ActionIds.SetupPressed) => Guid.TryParseExact(action.Text("value"), "D", out var test)
            ? new SetupPressed { TestId = test.ToString("D") }
            : new Malformed { Reason = "The button's value does not name a test." },
        _ => new Irrelevant { Reason = "Not an action of ours." },
    };

    private static Interaction ReadPicker(JsonElement action)
    {
        if (!FaceRef.TryParseBlockId(action.Text("block_id"), out var face))
            return new Malformed { Reason = "block_id does not name a face and a round." };
        var selected = action.Member("selected_user");
        if (selected.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return new VoteTakenBack { Face = face };
        return action.Text("selected_user") is { } personId && SlackIds.IsUser(personId)
            ? new VotePressed { Face = face, Choice = VoteChoice.Person, PersonId = personId }
            : new Malformed { Reason = "selected_user is not a user id." };
    }

    private static Interaction AboutSomebody(JsonElement action, VoteChoice choice) =>
        FaceRef.TryParseAbout(action.Text("value"), out var face, out var personId)
            ? new VotePressed { Face = face, Choice = choice, PersonId = personId }
            : new Malformed { Reason = "The button's value does not name a face, a round and a person." };

    private static Interaction About(JsonElement action, FaceInteraction pressed)
    {
        if (!FaceRef.TryParse(action.Text("value"), out var face))
            return new Malformed { Reason = "The button's value does not name a face and a round." };
        FaceInteraction about = pressed with { Face = face };
        return about;
    }
}
