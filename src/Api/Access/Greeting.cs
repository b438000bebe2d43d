using Atmosphere.Api.Hosting;
using Atmosphere.Silo.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Atmosphere.Api.Access;

/// <summary>What the console says when the server listens: where to go, and, once, the keys.</summary>
internal sealed class Greeting(
    AccessKeys keys, AccessOptions given, SignInLink link, IServer server, DataFolder data, PracticeMode practice, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Print);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Print()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://127.0.0.1:5080";


        // Whoever gives the keys keeps the console in a log; nothing that signs in belongs there.
        var text = new List<string> { "", given.AreGiven ? $"  Atmosphere is at {address}   (sign in with the operator key)" : $"  Atmosphere is at {address}{link.Path}   (signs your browser in, once)" };
        if (practice.IsOn) text.Add($"  The practice channel, in Slack's place: {address}/practice");
        text.Add($"  Everything is kept in {data.Path}");
        if (keys.Created is { } created)
        {
            text.Add("");
            text.Add("  Two keys were made. They are shown this once; only their hashes are stored.");
            text.Add($"    camera token  {created.CameraToken}   (POST /photos)");
            text.Add($"    operator key  {created.OperatorKey}   (/admin, and /signin in another browser)");
        }

        text.Add("");
        Console.WriteLine(string.Join(Environment.NewLine, text));
    }
}
