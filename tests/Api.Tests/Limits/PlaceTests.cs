using System.Net;
using System.Net.Sockets;
using System.Text;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Ports;
using Atmosphere.Slack.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atmosphere.Api.Tests.Limits;

/// <summary>So many bodies are in memory and no more, whoever sends.</summary>
public sealed class PlaceTests
{
    private const int Places = 4;
    private const int Waiting = 3;

    [Fact]
    public async Task Uploads_wait_for_a_place_and_beyond_that_are_told_to_come_back()
    {
        await using var api = new Narrow();
        await api.InitializeAsync();
        var pending = Send(api.Camera, (Places / 2) + Waiting + 1);
        await (await await Task.WhenAny(pending)).ShouldBeToldToWaitAsync();
        await Eventually.Holds(() => api.Crops.Saving == Places / 2, "one camera has half of the places");

        // The other half is for the others.
        var others = Send(api.Operator, Places / 2);
        await Eventually.Holds(() => api.Crops.Saving == Places, "an operator's uploads have the other half");
        using var browser = await api.SignInAsync();
        browser.DefaultRequestHeaders.Add("X-Atmosphere", "1");
        using var third = await api.SignInAsync();
        third.DefaultRequestHeaders.Add("X-Atmosphere", "1");
        others = [.. others, .. Send(browser, Places / 2), .. Send(third, Places / 2)];
        await Eventually.Holds(() => others.Any(answer => answer.IsCompleted), "somebody is told that everything is full");
        await (await await Task.WhenAny(others)).ShouldBeToldToWaitAsync(HttpStatusCode.ServiceUnavailable);

        api.Crops.LetGo();
        (await Task.WhenAll(pending)).Count(answer => answer.StatusCode == HttpStatusCode.Accepted).ShouldBe((Places / 2) + Waiting);
        (await Task.WhenAll(others)).Count(answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable).ShouldBe(1);
        api.Crops.MostSaving.ShouldBe(Places);
        (await api.Camera.PostBytesAsync("/photos", Pictures.Jpeg())).StatusCode.ShouldBe(HttpStatusCode.Accepted, "the places are free again");
    }

    [Fact]
    public async Task Sender_that_hangs_up_gives_its_place_back()
    {
        await using var api = new Narrow();
        await api.InitializeAsync();
        using (var socket = await BeginAsync(api.Address, "/photos", $"Authorization: Bearer {api.CameraToken}\r\n"))
        using (var second = await BeginAsync(api.Address, "/photos", $"Authorization: Bearer {api.CameraToken}\r\n"))
        {
            await (await await Task.WhenAny(Send(api.Camera, Waiting + 1))).ShouldBeToldToWaitAsync();
            api.Crops.Saving.ShouldBe(0, "nothing has come as a whole");
        }

        api.Crops.LetGo();
        await Eventually.Holds(async () => (await api.Camera.PostBytesAsync("/photos", Pictures.Jpeg())).StatusCode == HttpStatusCode.Accepted, "the places are free again");
    }

    [Fact]
    public async Task Callback_that_does_not_come_in_time_is_given_up_and_meanwhile_others_are_told_to_come_back()
    {
        await using var api = new Narrow();
        await api.InitializeAsync();
        using var socket = await BeginAsync(api.Address, "/slack/interactions", $"{SlackSignature.TimestampHeader}: 1\r\n");
        await (await Forged(api)).ShouldBeToldToWaitAsync(HttpStatusCode.ServiceUnavailable);

        (await LineAsync(socket)).ShouldBe("HTTP/1.1 408 Request Timeout");
        await Eventually.Holds(async () => (await Forged(api)).StatusCode == HttpStatusCode.Unauthorized, "the place is free again");
    }

    private static Task<HttpResponseMessage> Forged(ApiFixture api) => api.SendAsync([1], SlackSide.Timestamp(default), signature: null);

    private static Task<HttpResponseMessage>[] Send(HttpClient client, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => client.PostBytesAsync("/photos", Pictures.Jpeg()))];

    /// <summary>Announces a body, and sends a part of it when the server wants it.</summary>
    private static async Task<Socket> BeginAsync(Uri address, string path, string header)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, address.Port, TestContext.Current.CancellationToken);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Length: 100000\r\nExpect: 100-continue\r\n{header}\r\n"), TestContext.Current.CancellationToken);
        (await LineAsync(socket)).ShouldBe("HTTP/1.1 100 Continue");
        (await LineAsync(socket)).ShouldBeEmpty();
        await socket.SendAsync("abc"u8.ToArray(), TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<string> LineAsync(Socket socket)
    {
        var line = new StringBuilder();
        var letter = new byte[1];
        while (await socket.ReceiveAsync(letter, TestContext.Current.CancellationToken) == 1 && letter[0] != '\n') line.Append((char)letter[0]);
        return line.ToString().TrimEnd('\r');
    }

    /// <summary>Few places, and a store that takes its time.</summary>
    private sealed class Narrow : ApiFixture
    {
        public HeldCrops Crops { get; } = new();

        private protected override IEnumerable<string> Settings => [$"--Limits:UploadsAtOnce={Places}", $"--Limits:UploadsWaiting={Waiting}", "--Limits:CallbacksAtOnce=1"];

        private protected override void Replace(WebApplicationBuilder builder) => builder.Services.Replace(ServiceDescriptor.Singleton<ICropStore>(Crops));
    }

    /// <summary>Saves nothing until it is let go.</summary>
    private sealed class HeldCrops : ICropStore
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _saving;
        private int _most;

        public int Saving => Volatile.Read(ref _saving);

        public int MostSaving => Volatile.Read(ref _most);

        public void LetGo() => _held.TrySetResult();

        public async Task SaveAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            InterlockedMax(ref _most, Interlocked.Increment(ref _saving));
            await _held.Task.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref _saving);
        }

        public Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) => Task.FromResult<byte[]?>(null);

        public Task DeleteAsync(string key, CancellationToken cancellationToken) => Task.CompletedTask;

        private static void InterlockedMax(ref int most, int value)
        {
            for (var seen = most; value > seen;) seen = Interlocked.CompareExchange(ref most, value, seen) is var was && was == seen ? value : was;
        }
    }
}
