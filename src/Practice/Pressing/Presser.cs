using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Atmosphere.Practice.Api;
using Atmosphere.Practice.People;
using Atmosphere.Practice.Sockets;
using Atmosphere.Practice.Store;
using Atmosphere.Slack;
using Atmosphere.Slack.Signing;
using Microsoft.Extensions.Options;

namespace Atmosphere.Practice.Pressing;

/// <summary>What became of a press, in words for the page.</summary>
internal sealed record PressResult
{
    public bool IsTaken { get; init; }

    /// <summary>Empty when taken; else a sentence that says what happened and what to do.</summary>
    public string Problem { get; init; } = "";
}

/// <summary>Presses as Slack does: a signed form to the interactions address, three seconds for a 200.</summary>
internal sealed class Presser(
    PracticeStore store, PracticeSettings settings, PracticeSockets sockets, PracticeAddress address, IHttpClientFactory clients, IOptions<PracticeOptions> options, TimeProvider time)
{
    public const string HttpClientName = "Atmosphere.Practice";

    /// <summary>How long Slack waits.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private long _lastPress;

    /// <param name="userId">Who presses.</param>
    /// <param name="messageTs">The message.</param>
    /// <param name="blockId">The block of the pressed element.</param>
    /// <param name="actionId">The element.</param>
    /// <param name="selectedUser">For a picker: the chosen user, or null for none.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    public async Task<PressResult> PressAsync(
        string userId, string messageTs, string blockId, string actionId, string? selectedUser, CancellationToken cancellationToken)
    {
        if (PracticePeople.Find(userId) is not { CanPress: true } person) return Problem("Choose who you are at the top first.");
        if (store.FindVisible(messageTs, userId) is not { } message) return Problem("That message is gone. Reload the page.");
        if (FindElement(message, blockId, actionId) is not { } element) return Problem("This message has no such button. Reload the page.");
        var isPicker = element["type"]!.ToString() == "users_select";
        if (isPicker && selectedUser is not null && PracticePeople.Find(selectedUser) is null) return Problem("There is nobody of that id here.");

        var press = new Press
        {
            UserId = person.Id,
            UserName = person.Name,
            ChannelId = message.ChannelId,
            MessageTs = message.Ts,
            Message = MessageJson.Write(message, withMetadata: false),
            BlockId = blockId,
            ActionId = actionId,
            IsPicker = isPicker,
            SelectedUser = selectedUser,
            Value = element["value"]?.ToString(),
            ButtonText = element["text"]?["text"]?.ToString() ?? "",
            ActionTs = NextActionTs(),
        };

        // As Slack does it: an app with a connection is called over that, and over HTTP no more.
        return sockets.Open.Count > 0
            ? await SendOverSocketAsync(InteractionPayload.ToJson(press), cancellationToken)
            : await SendAsync(InteractionPayload.ToFormBody(press), cancellationToken);
    }

    private async Task<PressResult> SendOverSocketAsync(JsonObject payload, CancellationToken cancellationToken) =>
        await sockets.SendAsync("interactive", payload, cancellationToken) is null
            ? Problem("Atmosphere did not acknowledge the press within 3 seconds; its log says why. Slack would show a warning sign here; press again.")
            : new PressResult { IsTaken = true };

    private async Task<PressResult> SendAsync(byte[] body, CancellationToken cancellationToken)
    {
        if (address.Self is not { } self) return Problem("The server is still starting.");
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(self, options.Value.InteractionsPath)) { Content = content };
        request.Headers.Add(SlackSignature.TimestampHeader, timestamp);
        request.Headers.Add(SlackSignature.SignatureHeader, SlackSignature.Sign(body, timestamp, settings.SigningSecret));

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var client = clients.CreateClient(HttpClientName);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.StatusCode == HttpStatusCode.OK ? new PressResult { IsTaken = true } : Problem(InWords(response.StatusCode));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Problem("Atmosphere did not answer within 3 seconds. Slack would show a warning sign here; press again.");
        }
        catch (HttpRequestException)
        {
            return Problem("Atmosphere could not be reached. Is it still running?");
        }
    }

    private string InWords(HttpStatusCode status) => (int)status switch
    {
        401 => "Atmosphere refused the press: its signature was not accepted (401). The clock or the signing secret differs.",
        404 => $"Nothing listens on {options.Value.InteractionsPath} (404).",
        429 => "Too many presses at once (429). Wait a moment and press again.",
        503 => "Atmosphere is starting or stopping (503). Wait a moment and press again.",
        >= 500 => $"Something went wrong in Atmosphere ({(int)status}); its log says what. Press again.",
        _ => $"Atmosphere did not accept the press ({(int)status}).",
    };

    /// <summary>
    /// What was pressed, as the message is or as it was: a page may draw a change after the click. What a press on something old means is
    /// the application's to say.
    /// </summary>
    private JsonNode? FindElement(StoredMessage message, string blockId, string actionId) =>
        store.FormerBlocks(message.ChannelId, message.Ts).Prepend(message.Blocks ?? "[]")
            .Select(blocks => FindElement(blocks, blockId, actionId)).FirstOrDefault(element => element is not null);

    private static JsonNode? FindElement(string blocks, string blockId, string actionId)
    {
        foreach (var block in JsonNode.Parse(blocks)!.AsArray())
        {
            if (block?["block_id"]?.ToString() != blockId) continue;
            var elements = block["elements"] is JsonArray all ? all : new JsonArray(block["accessory"]?.DeepClone());
            return elements.FirstOrDefault(element => element is JsonObject && element["action_id"]?.ToString() == actionId);
        }

        return null;
    }

    /// <summary>Slack's times of presses grow; two presses never share one.</summary>
    private string NextActionTs()
    {
        lock (_gate)
        {
            _ = SlackTs.TryGetMicroseconds(SlackTs.From(time.GetUtcNow()), out var now);
            return SlackTs.From(_lastPress = Math.Max(now, _lastPress + 1));
        }
    }

    private static PressResult Problem(string words) => new() { Problem = words };
}
