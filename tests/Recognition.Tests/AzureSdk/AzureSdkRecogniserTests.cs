using Atmosphere.Grains.Ports;
using Atmosphere.Recognition.FaceApi;
using Atmosphere.Recognition.Tests.FaceApi;
using Atmosphere.Recognition.Tests.Fakes;

namespace Atmosphere.Recognition.Tests.AzureSdk;

public sealed class AzureSdkRecogniserTests : RecogniserPortTests
{
    private protected override IRecogniser Connect(Uri address, string key, TimeProvider time, ListLogger<FaceHttp> logger)
    {
        var options = new RecognitionOptions { Endpoint = address.AbsoluteUri, Key = key, Gallery = FakeFaceApi.Gallery, Timeout = Clients.Timeout };
        return new FaceApiClient(AzureSdkClient.Create(options, Clients.NewHttp(), time, logger));
    }
}
