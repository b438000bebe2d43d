using Atmosphere.Grains.Ports;
using Atmosphere.Recognition.FaceApi;
using Atmosphere.Recognition.Tests.Fakes;

namespace Atmosphere.Recognition.Tests.FaceApi;

public sealed class BuiltInRecogniserTests : RecogniserPortTests
{
    private protected override IRecogniser Connect(Uri address, string key, TimeProvider time, ListLogger<FaceHttp> logger) =>
        Clients.Recogniser(address, key, time, logger);
}
