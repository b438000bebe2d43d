using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Atmosphere.Practice.Api;

/// <summary>What was published on the Home tabs; gone with the process, and published again whenever somebody looks.</summary>
public sealed class PracticeHomes
{
    private readonly ConcurrentDictionary<string, string> _views = new(StringComparer.Ordinal);

    /// <summary>The last view that was published for this user, as JSON, or null.</summary>
    public string? Find(string userId) => _views.GetValueOrDefault(userId);

    internal void Publish(string userId, JsonObject view) => _views[userId] = view.ToJsonString();
}
