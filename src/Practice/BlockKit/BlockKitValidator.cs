using System.Text.Json.Nodes;
using Atmosphere.Slack;

namespace Atmosphere.Practice.BlockKit;

/// <summary>
/// Slack's rules for blocks, as far as messages use them (docs.slack.dev, "Blocks reference" and "Block elements").
/// What it does not know it refuses, as Slack does.
/// </summary>
internal sealed class BlockKitValidator
{
    /// <summary>Whether a message may show this file now.</summary>
    private readonly Func<string, bool> _isPictureReady;
    private readonly List<string> _problems = [];

    private BlockKitValidator(Func<string, bool> isPictureReady) => _isPictureReady = isPictureReady;

    /// <summary>What is wrong, in Slack's manner: <c>must be more than 0 characters [json-pointer:/blocks/0/text/text]</c>. Empty when nothing is.</summary>
    public static IReadOnlyList<string> Check(JsonNode? blocks, Func<string, bool> isPictureReady)
    {
        var validator = new BlockKitValidator(isPictureReady);
        validator.Message(blocks);
        return validator._problems;
    }

    private void Message(JsonNode? node)
    {
        const string at = "/blocks";
        if (node is not JsonArray blocks)
        {
            Wrong("must be an array", at);
            return;
        }

        if (blocks.Count > SlackLimits.Blocks) Wrong($"no more than {SlackLimits.Blocks} items allowed", at);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < blocks.Count; i++)
        {
            var path = $"{at}/{i}";
            if (blocks[i] is not JsonObject block)
            {
                Wrong("must be an object", path);
                continue;
            }

            if (Text(block, "block_id", path, SlackLimits.BlockId, required: false) is { } id && !ids.Add(id))
                Wrong($"`block_id` {id} already exists", path);
            Block(block, path);
        }
    }

    private void Block(JsonObject block, string at)
    {
        switch (TypeOf(block))
        {
            case "section":
                Only(block, at, "type", "block_id", "text", "fields", "accessory", "expand");
                if (block["text"] is null && block["fields"] is null) Wrong("missing required field: text or fields", at);
                if (block["text"] is { } text) TextObject(text, $"{at}/text", SlackLimits.SectionText);
                if (block["fields"] is { } fields)
                    Each(fields, $"{at}/fields", SlackLimits.SectionFields, (field, path) => TextObject(field, path, SlackLimits.FieldText));
                if (block["accessory"] is { } accessory) Element(accessory, $"{at}/accessory", []);
                break;
            case "header":
                Only(block, at, "type", "block_id", "text");
                TextObject(block["text"], $"{at}/text", SlackLimits.HeaderText, plainOnly: true);
                break;
            case "image":
                Only(block, at, "type", "block_id", "image_url", "slack_file", "alt_text", "title");
                Picture(block, at);
                if (block["title"] is { } title) TextObject(title, $"{at}/title", SlackLimits.AltText, plainOnly: true);
                break;
            case "context":
                Only(block, at, "type", "block_id", "elements");
                Each(block["elements"], $"{at}/elements", SlackLimits.ContextElements, ContextElement);
                break;
            case "actions":
                Only(block, at, "type", "block_id", "elements");
                var actionIds = new HashSet<string>(StringComparer.Ordinal);
                Each(block["elements"], $"{at}/elements", SlackLimits.ActionElements, (element, path) =>
                {
                    if (TypeOf(element) == "image") Wrong("unsupported type: image", path);
                    else Element(element, path, actionIds);
                });
                break;
            case "divider":
                Only(block, at, "type", "block_id");
                break;
            case var type:
                Wrong($"unsupported type: {type ?? "none"}", at);
                break;
        }
    }

    private void ContextElement(JsonNode? element, string at)
    {
        if (TypeOf(element) == "image") Element(element, at, []);
        else TextObject(element, at, SlackLimits.SectionText);
    }

    private void Element(JsonNode? node, string at, HashSet<string> actionIds)
    {
        if (node is not JsonObject element)
        {
            Wrong("must be an object", at);
            return;
        }

        var type = TypeOf(element);
        if (type is "button" or "users_select"
            && Text(element, "action_id", at, SlackLimits.BlockId, required: true) is { } actionId && !actionIds.Add(actionId))
            Wrong($"`action_id` {actionId} already exists", at);

        switch (type)
        {
            case "button":
                Only(element, at, "type", "action_id", "text", "value", "url", "style", "confirm", "accessibility_label");
                TextObject(element["text"], $"{at}/text", SlackLimits.ButtonText, plainOnly: true);
                Text(element, "value", at, SlackLimits.ButtonValue, required: false);
                Text(element, "url", at, SlackLimits.Url, required: false);
                if (element["style"] is { } style && style.ToString() is not ("primary" or "danger")) Wrong("must be one of primary, danger", $"{at}/style");
                break;
            case "users_select":
                Only(element, at, "type", "action_id", "placeholder", "initial_user", "confirm", "focus_on_load");
                if (element["placeholder"] is { } placeholder) TextObject(placeholder, $"{at}/placeholder", SlackLimits.Placeholder, plainOnly: true);
                if (element["initial_user"] is { } user && !SlackIds.IsUser(user.ToString())) Wrong("invalid user", $"{at}/initial_user");
                break;
            case "image":
                Only(element, at, "type", "image_url", "slack_file", "alt_text");
                Picture(element, at);
                break;
            default:
                Wrong($"unsupported type: {type ?? "none"}", at);
                break;
        }
    }

    private void Picture(JsonObject picture, string at)
    {
        Text(picture, "alt_text", at, SlackLimits.AltText, required: true);
        if (picture["image_url"] is null == picture["slack_file"] is null)
        {
            Wrong("exactly one of image_url and slack_file is required", at);
            return;
        }

        if (picture["slack_file"] is not { } file)
        {
            Text(picture, "image_url", at, SlackLimits.Url, required: true);
            return;
        }

        if (file is not JsonObject reference || TextOf(reference["id"]) is not { } id || !_isPictureReady(id))
            Wrong("invalid slack file", $"{at}/slack_file");
    }

    private void TextObject(JsonNode? node, string at, int longest, bool plainOnly = false)
    {
        if (node is not JsonObject text)
        {
            Wrong("missing required field: text", at);
            return;
        }

        var type = TypeOf(text);
        if (type != "plain_text" && (plainOnly || type != "mrkdwn")) Wrong($"unsupported type: {type ?? "none"}", at);
        Only(text, at, "type", "text", "emoji", "verbatim");
        if (type == "mrkdwn" && text.ContainsKey("emoji")) Wrong("additional property: emoji", at);
        if (type == "plain_text" && text.ContainsKey("verbatim")) Wrong("additional property: verbatim", at);
        Text(text, "text", at, longest, required: true);
    }

    private string? Text(JsonObject parent, string name, string at, int longest, bool required)
    {
        if (parent[name] is not { } node)
        {
            if (required) Wrong($"missing required field: {name}", at);
            return null;
        }

        if (TextOf(node) is not { } text) Wrong("must be a string", $"{at}/{name}");
        else if (text.Length == 0) Wrong("must be more than 0 characters", $"{at}/{name}");
        else if (text.Length > longest) Wrong($"must be less than {longest + 1} characters", $"{at}/{name}");
        else return text;
        return null;
    }

    private void Each(JsonNode? node, string at, int most, Action<JsonNode?, string> check)
    {
        if (node is not JsonArray { Count: > 0 } items)
        {
            Wrong("must provide at least 1 item", at);
            return;
        }

        if (items.Count > most) Wrong($"no more than {most} items allowed", at);
        for (var i = 0; i < items.Count; i++) check(items[i], $"{at}/{i}");
    }

    private void Only(JsonObject node, string at, params ReadOnlySpan<string> known)
    {
        foreach (var (name, _) in node)
        {
            if (!known.Contains(name)) Wrong($"additional property: {name}", at);
        }
    }

    private void Wrong(string what, string at) => _problems.Add($"[ERROR] {what} [json-pointer:{at}]");

    private static string? TypeOf(JsonNode? node) => node is JsonObject parent ? TextOf(parent["type"]) : null;

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
