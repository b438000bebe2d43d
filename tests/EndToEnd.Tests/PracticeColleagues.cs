using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Atmosphere.EndToEnd.Tests;

/// <summary>Presses on the practice channel's messages, as its page does.</summary>
internal sealed partial class PracticeColleagues(RunningApp app)
{
    public const string Dana = "U0DANALEVI";
    public const string Omer = "U0OMERCOHEN";
    public const string Noa = "U0NOASHAPIRO";

    /// <summary>Picks a person on the question about a face, once the question is there.</summary>
    public async Task VoteAsync(string voterId, string faceId, string personId, CancellationToken cancellationToken)
    {
        (string Ts, string Block)? question = null;
        await Eventually.Holds(async () => (question = await FindQuestionAsync(voterId, faceId, cancellationToken)) is not null, $"the channel asks about face {faceId}");
        var answer = await app.Operator.PostAsJsonAsync(
            new Uri("/practice/press", UriKind.Relative),
            new { user = voterId, ts = question!.Value.Ts, block = question.Value.Block, action = "tagged_person", selected = personId },
            cancellationToken);
        var result = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        result.GetProperty("isTaken").GetBoolean().ShouldBeTrue(result.GetProperty("problem").GetString());
    }

    private async Task<(string Ts, string Block)?> FindQuestionAsync(string voterId, string faceId, CancellationToken cancellationToken)
    {
        var messages = await app.Operator.GetFromJsonAsync<JsonElement>(new Uri($"/practice/changes?after=0&as={voterId}", UriKind.Relative), cancellationToken);
        foreach (var message in messages.EnumerateArray())
        {
            var html = message.GetProperty("html").GetString()!;
            if (Picker().Match(html) is { Success: true } picker && picker.Groups["block"].Value.Contains(faceId, StringComparison.Ordinal))
                return (Ts().Match(html).Groups["ts"].Value, picker.Groups["block"].Value);
        }

        return null;
    }

    [GeneratedRegex("data-pick data-block=\"(?<block>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Picker();

    [GeneratedRegex("data-ts=\"(?<ts>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ts();
}
