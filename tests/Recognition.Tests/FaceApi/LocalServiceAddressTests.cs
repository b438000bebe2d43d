using Atmosphere.Grains.Ports;
using Atmosphere.Recognition.FaceApi;
using Atmosphere.Recognition.Hosting;
using Atmosphere.Recognition.Tests.Fakes;

namespace Atmosphere.Recognition.Tests.FaceApi;

/// <summary>The local face service comes, goes and moves: our own client asks where it is before each request.</summary>
public sealed class LocalServiceAddressTests : IAsyncLifetime
{
    private FakeFaceApi _api = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static byte[] Picture => FakePicture.Of(new FakeFace("ann", 0, 0, 50, 50));

    public async ValueTask InitializeAsync() => _api = await FakeFaceApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task While_the_local_service_is_not_ready_every_call_is_answered_at_once_with_the_reason()
    {
        var status = new FaceServiceStatus();
        status.Set(new FaceServiceReport { Phase = FaceServicePhase.Installing, Message = "Installing: 12 s." });
        var client = Clients.Recogniser(Clients.Http(status));

        var outcome = await client.DetectAsync(Picture, Token);

        (outcome.Kind, outcome.Code, outcome.Reason).ShouldBe((OutcomeKind.Unavailable, "face-service-starting", "Installing: 12 s."));
    }

    [Fact]
    public async Task The_local_service_is_asked_where_it_is_now()
    {
        var status = new FaceServiceStatus();
        var client = Clients.Recogniser(Clients.Http(status));
        status.Set(new FaceServiceReport { Phase = FaceServicePhase.Ready, Address = new FaceAddress(new Uri("http://127.0.0.1:9/"), "old") });
        status.Set(new FaceServiceReport { Phase = FaceServicePhase.Ready, Address = new FaceAddress(_api.Address, FakeFaceApi.Key) });

        (await client.DetectAsync(Picture, Token)).IsDone.ShouldBeTrue();
    }
}
