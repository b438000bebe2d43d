using Atmosphere.Practice;
using Atmosphere.Practice.Sockets;
using Atmosphere.Slack.SocketMode;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Api.Tests.Support;

/// <summary>The application with Socket Mode: the practice channel sends what is pressed over a WebSocket.</summary>
public sealed class SocketFixture : ApiFixture
{
    private protected override IEnumerable<string> Settings => [$"--Slack:AppToken={PracticeOptions.AppToken}"];

    internal PracticeSockets Sockets => Services.GetRequiredService<PracticeSockets>();

    internal SocketModeReport Socket => Services.GetRequiredService<SocketModeStatus>().Current;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await ConnectedAsync();
    }

    internal Task ConnectedAsync() => Eventually.Holds(() => Socket.IsOpen && Sockets.Open.Count == 1, "connected by Socket Mode");
}
