using System.Text;
using System.Text.Json;
using Atmosphere.Grains.Faces;
using Atmosphere.Practice;

namespace Atmosphere.Api.Tests.Support;

/// <summary>What people do in Slack, from end to end, and what the audit says of it.</summary>
internal static class Commands
{
    /// <summary>The answer to <c>/atmosphere</c>, which only who gave it sees.</summary>
    public static async Task<string> CommandAsync(this ApiFixture api, string text, string user)
    {
        var answer = await api.SlackSendsAsync(
            Encoding.UTF8.GetBytes($"command=%2Fatmosphere&text={Uri.EscapeDataString(text)}&user_id={user}&channel_id=D0123456789&team_id={PracticeWorkspace.TeamId}"), path: SlackSide.CommandsPath);
        var json = await answer.JsonAsync();
        json.GetProperty("response_type").GetString().ShouldBe("ephemeral");
        return json.GetProperty("text").GetString()!;
    }

    /// <summary>The lines of the audit, oldest first.</summary>
    public static async Task<List<JsonElement>> AuditAsync(this ApiFixture api, string query)
    {
        var text = await (await api.Operator.GetFromAsync("/admin/audit" + query)).TextAsync();
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>A face that two colleagues have named, and of which nothing is owed any more.</summary>
    public static async Task<string> TaggedFaceAsync(this ApiFixture api, string personId, string first = SlackSide.Dana, string second = SlackSide.Omer)
    {
        var face = await api.AskedFaceAsync();
        foreach (var voter in new[] { first, second }) (await api.SlackSendsAsync(SlackSide.Pick(face, voter, personId))).EnsureSuccessStatusCode();
        await Eventually.Holds(async () => await api.FaceAsync(face) is { Status: FaceStatus.Tagged, Owed.IsEmpty: true }, "the face is tagged");
        return face;
    }
}
