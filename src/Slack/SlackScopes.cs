using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Atmosphere.Slack;

/// <summary>Which scope each method needs that is called (docs.slack.dev, the page of each method). The manifests ask for these and for no more.</summary>
public static class SlackScopes
{
    /// <summary>Of the bot's token, by method. Where two are named, one is for public and one for private channels.</summary>
    public static FrozenDictionary<string, ImmutableArray<string>> OfMethods { get; } = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal)
    {
        ["auth.test"] = [],
        ["chat.postEphemeral"] = ["chat:write"],
        ["chat.postMessage"] = ["chat:write"],
        ["chat.update"] = ["chat:write"],
        ["conversations.history"] = ["channels:history", "groups:history"],
        ["conversations.info"] = ["channels:read", "groups:read"],
        ["conversations.open"] = ["im:write"],
        ["files.completeUploadExternal"] = ["files:write"],
        ["files.delete"] = ["files:write"],
        ["files.getUploadURLExternal"] = ["files:write"],
        ["files.info"] = ["files:read"],
        ["users.info"] = ["users:read"],
        ["views.publish"] = [],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>For <c>apps.connections.open</c>, of the app's own token.</summary>
    public const string OfAppToken = "connections:write";

    /// <summary>Everything that the bot's token needs: for the methods, and for the slash command.</summary>
    public static ImmutableSortedSet<string> OfBot { get; } = ["commands", .. OfMethods.Values.SelectMany(scopes => scopes)];
}
