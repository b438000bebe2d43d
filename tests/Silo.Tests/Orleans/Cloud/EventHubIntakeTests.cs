using Atmosphere.Grains;
using Atmosphere.Grains.DeadLetters;
using Atmosphere.Grains.Faces;
using Atmosphere.Silo.Tests.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Atmosphere.Silo.Tests.Cloud;

/// <summary>The silo's process as the configuration makes it: Azure's tables and blobs, as Azurite has them, and a hub whose senders write what they like.</summary>
public sealed class EventHubIntakeTests(Azurite azurite) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atmosphere-").FullName;
    private readonly string _id = $"test-{Guid.NewGuid():N}";
    private readonly FakeHub _hub = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Faces_behind_garbage_arrive_and_the_garbage_is_a_dead_letter()
    {
        var (first, second) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        _hub.Send(0, "hello");
        _hub.Send(0, Message(first));
        _hub.Send(1, Message(second).Replace("\"width\":90", "\"width\":0", StringComparison.Ordinal));
        _hub.Send(1, new string('[', 900_000));
        _hub.Send(1, Message(second));

        // Sent before there was a reader: the oldest comes first.
        await using var silo = await StartAsync();
        var grains = silo.Services.GetRequiredService<IGrainFactory>();
        foreach (var faceId in (string[])[first, second])
            await Eventually.Holds(async () => (await grains.GetGrain<IFaceGrain>(faceId).GetView()).Status != FaceStatus.Unknown, $"{faceId} has arrived");

        await Eventually.Holds(async () => (await LettersAsync(grains)).Count == 3, "three letters are kept");
        var letters = (await LettersAsync(grains)).ToDictionary(letter => letter.Key, letter => letter.Reason);
        letters["0/0"].ShouldStartWith("The message is not the JSON that is expected");
        letters["1/0"].ShouldStartWith("rectangle has to be");
        letters["1/1"].ShouldStartWith("The message has 900000 bytes");
        _hub.Beginnings.Distinct().Order().ShouldBe(["0@-1", "1@-1"]); // on a slow machine Orleans opens a reader twice
        await silo.StopAsync(Token);
    }

    [Fact]
    public async Task A_silo_that_starts_again_goes_on_where_the_last_one_stopped()
    {
        var before = Enumerable.Range(0, 20).Select(_ => Guid.NewGuid().ToString()).ToList();
        foreach (var faceId in before) _hub.Send(0, Message(faceId));
        await using (var silo = await StartAsync())
        {
            await ArrivedAsync(silo, before);
            await silo.StopAsync(Token);
        }

        var after = Guid.NewGuid().ToString();
        _hub.Send(0, Message(after));
        await using (var silo = await StartAsync())
        {
            await ArrivedAsync(silo, [after]);
            await silo.StopAsync(Token);
        }

        _hub.Beginnings.Last(beginning => beginning.StartsWith("0@", StringComparison.Ordinal)).ShouldNotBe("0@-1");
    }

    [Fact]
    public async Task A_face_sent_twice_is_one_face()
    {
        var faceId = Guid.NewGuid().ToString();
        _hub.Send(0, Message(faceId));
        _hub.Send(1, Message(faceId).Replace("\"cameraId\":\"lobby\"", "\"cameraId\":\"yard\"", StringComparison.Ordinal));
        _hub.Send(1, "behind it");
        await using var silo = await StartAsync();
        var grains = silo.Services.GetRequiredService<IGrainFactory>();

        await Eventually.Holds(async () => (await LettersAsync(grains)).Count == 1, "what is behind the second is handled");
        await ArrivedAsync(silo, [faceId]);

        (await LettersAsync(grains)).ShouldHaveSingleItem().Key.ShouldBe("1/1");
        var first = (await grains.GetGrain<IFaceGrain>(faceId).GetView()).Source!.CameraId;
        first.ShouldBeOneOf("lobby", "yard");
        await silo.StopAsync(Token);
    }

    /// <summary>Orleans' own defaults skip what was sent before the first start, and give an event up after a minute.</summary>
    [Fact]
    public async Task The_hub_is_read_as_a_queue_of_work()
    {
        await using var silo = await StartAsync();
        var services = silo.Services;

        services.GetOptionsByName<EventHubReceiverOptions>(EventHubIntake.Provider).StartFromNow.ShouldBeFalse();
        services.GetOptionsByName<StreamPullingAgentOptions>(EventHubIntake.Provider).MaxEventDeliveryTime.ShouldBe(TimeSpan.FromDays(1));
        services.GetOptionsByName<StreamPubSubOptions>(EventHubIntake.Provider).PubSubType.ShouldBe(StreamPubSubType.ImplicitOnly);
        services.GetOptionsByName<AzureTableStreamCheckpointerOptions>(EventHubIntake.Provider).PersistInterval.ShouldBe(TimeSpan.FromSeconds(10));
        await silo.StopAsync(Token);
    }

    private static string Message(string faceId) =>
        $$$"""{"faceId":"{{{faceId}}}","cameraId":"lobby","rectangle":{"left":4,"top":8,"width":90,"height":96},"faceInZoomIn":{"left":2,"top":1,"width":90,"height":96}}""";

    private static async Task<List<DeadLetter>> LettersAsync(IGrainFactory grains)
    {
        var shards = await Task.WhenAll(DeadLetterKey.AllOf(WellKnownNames.Streams.ImagesInDb).Select(key => grains.GetGrain<IDeadLetterGrain>(key).List()));
        return [.. shards.SelectMany(letters => letters)];
    }

    private static async Task ArrivedAsync(WebApplication silo, List<string> faceIds)
    {
        var grains = silo.Services.GetRequiredService<IGrainFactory>();
        foreach (var faceId in faceIds)
            await Eventually.Holds(async () => (await grains.GetGrain<IFaceGrain>(faceId).GetView()).Status != FaceStatus.Unknown, $"{faceId} has arrived");
    }

    private async Task<WebApplication> StartAsync()
    {
        var connectionString = await azurite.ConnectionStringAsync();
        var (siloPort, gatewayPort) = AzureCluster.FreePorts();
        var app = SiloApp.Build(
            [
                "--environment=Production", "--urls=http://127.0.0.1:0", $"--Data:Folder={_folder}",
                "--Cluster:Provider=AzureStorage", $"--Cluster:ConnectionString={connectionString}", $"--Cluster:ClusterId={_id}", $"--Cluster:ServiceId={_id}",
                "--Cluster:AdvertisedAddress=127.0.0.1", $"--Cluster:SiloPort={siloPort}", $"--Cluster:GatewayPort={gatewayPort}",
                "--Crops:Store=AzureBlob", $"--Crops:ConnectionString={connectionString}", $"--Crops:Container={_id}",
                "--Intake:EventHub:ConnectionString=Endpoint=sb://127.0.0.1/;SharedAccessKeyName=none;SharedAccessKey=none", "--Intake:EventHub:Name=images-in-db",
                "--Slack:BotToken=xoxb-1234-5678-abcDEF", "--Slack:SigningSecret=8f742231b10e8888abcd99yyyzzz85a5", "--Slack:Channel=C0123456789", "--Slack:ApiUrl=http://127.0.0.1:9/",
                "--Recognition:Endpoint=http://127.0.0.1:9/", "--Recognition:Key=nobody-answers", "--Recognition:Client=BuiltIn", "--Slack:Client=BuiltIn",
            ],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddKeyedSingleton<IQueueAdapterFactory>(EventHubIntake.Provider, (services, _) => FakeHub.Factory.Create(services, _hub, EventHubIntake.Provider));
                foreach (var faceService in builder.Services.Where(IsFaceServiceHost).ToList()) builder.Services.Remove(faceService);
            });
        await app.StartAsync(Token);
        return app;
    }

    private static bool IsFaceServiceHost(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService) && service.ImplementationFactory?.Method.ReturnType.Name == "FaceServiceHost";
}
