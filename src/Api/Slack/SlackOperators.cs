using System.Collections.Immutable;
using Atmosphere.Silo.Hosting;
using Atmosphere.Slack;

namespace Atmosphere.Api.Slack;

/// <summary><c>Access:Operators</c>: the Slack users who may do in Slack what the operator key allows. One list with commas, or several entries.</summary>
internal sealed class SlackOperators
{
    private const string Setting = "Access:Operators";

    private readonly ImmutableHashSet<string> _ids;

    private SlackOperators(IEnumerable<string> ids) => _ids = [.. ids];

    public bool Includes(string userId) => _ids.Contains(userId);

    /// <exception cref="SettingException">An entry is not a user id.</exception>
    public static SlackOperators Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        var given = section.Value is { } text ? text.Split(',') : section.GetChildren().Select(entry => entry.Value ?? "");
        var ids = given.Select(id => id.Trim()).Where(id => id.Length > 0).ToList();
        return ids.Find(id => !SlackIds.IsUser(id)) is null
            ? new(ids)
            : throw new SettingException($"{Setting} holds something that is not a Slack user id. Take it from the person's profile in Slack (⋮ → Copy member ID), for example U0123456789,U9876543210.");
    }
}
