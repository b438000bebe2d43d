using Atmosphere.Grains.Ports;
using Atmosphere.Slack.WebApi;

namespace Atmosphere.Slack.SocketMode;

/// <summary>Asks Slack where to connect to (<c>apps.connections.open</c>). The address is a permission in itself, good for one connection.</summary>
internal sealed class SocketOpener(SlackTransport transport)
{
    public async Task<Outcome<Uri>> AskAsync(CancellationToken cancellationToken)
    {
        var answer = await transport.PostFormAsync("apps.connections.open", [], cancellationToken, SlackToken.App);
        if (!answer.IsDone) return answer.As<Uri>();
        if (!Uri.TryCreate(answer.Value.Text("url"), UriKind.Absolute, out var address)) return SlackAnswer.Unreadable<Uri>();
        return SafeAddress.MayCarryPayloads(address)
            ? Outcome<Uri>.Done(address)
            : Outcome<Uri>.Misconfigured("unsafe_socket_url", "Slack gave an address for Socket Mode that is not wss.");
    }
}
