using Atmosphere.Recognition.FaceApi;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atmosphere.Recognition.Tests.Fakes;

/// <summary>The clients under test, put together as the application does it.</summary>
internal static class Clients
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static FaceApiClient Recogniser(Uri address, string key = FakeFaceApi.Key, TimeProvider? time = null, ILogger<FaceHttp>? logger = null) =>
        Recogniser(Http(address, key, time, logger));

    public static FaceApiClient Recogniser(FaceHttp http) => new(new RestFaceApi(http, FakeFaceApi.Gallery));

    public static FaceHttp Http(Uri address, string key = FakeFaceApi.Key, TimeProvider? time = null, ILogger<FaceHttp>? logger = null) =>
        Http(new ConfiguredAddress(new RecognitionOptions { Endpoint = address.AbsoluteUri, Key = key }), time, logger);

    public static FaceHttp Http(IFaceAddressSource addresses, TimeProvider? time = null, ILogger<FaceHttp>? logger = null) =>
        new(NewHttp(), addresses, Timeout, time ?? TimeProvider.System, logger ?? NullLogger<FaceHttp>.Instance);

    public static HttpClient NewHttp() =>
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
}
