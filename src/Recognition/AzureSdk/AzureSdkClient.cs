using Atmosphere.Recognition.AzureSdk;
using Atmosphere.Recognition.FaceApi;
using Azure;
using Azure.AI.Vision.Face;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Recognition;

/// <summary>Puts the clients of Azure's SDK together.</summary>
internal static class AzureSdkClient
{
    public static bool IsHere => true;

    /// <param name="options">With an endpoint; without a key, Entra ID is asked for a token.</param>
    /// <param name="http">Has no timeout of its own and follows no redirects.</param>
    /// <param name="time">For the deadline of each call.</param>
    /// <param name="logger">For failed calls.</param>
    public static IFaceApi Create(RecognitionOptions options, HttpClient http, TimeProvider time, ILogger logger)
    {
        if (options.Key.Length == 0) return Create(options, new DefaultAzureCredential(), http, time, logger);
        var (endpoint, key, settings) = (new Uri(options.Endpoint), new AzureKeyCredential(options.Key), Settings(http));
        return new AzureSdkFaceApi(
            endpoint,
            new FaceClient(endpoint, key, settings),
            new LargePersonGroupClient(endpoint, key, options.Gallery, settings),
            options.Gallery,
            options.Timeout,
            time,
            logger);
    }

    /// <summary>The same with an identity in place of the key.</summary>
    internal static IFaceApi Create(RecognitionOptions options, TokenCredential identity, HttpClient http, TimeProvider time, ILogger logger)
    {
        var (endpoint, settings) = (new Uri(options.Endpoint), Settings(http));
        return new AzureSdkFaceApi(
            endpoint,
            new FaceClient(endpoint, identity, settings),
            new LargePersonGroupClient(endpoint, identity, options.Gallery, settings),
            options.Gallery,
            options.Timeout,
            time,
            logger);
    }

    private static AzureAIVisionFaceClientOptions Settings(HttpClient http)
    {
        var settings = new AzureAIVisionFaceClientOptions
        {
            Transport = new HttpClientTransport(http),
            Retry = { MaxRetries = 0, NetworkTimeout = Timeout.InfiniteTimeSpan }, // whoever calls has the budget, the backoff and the deadline
            Diagnostics = { IsLoggingEnabled = false, IsDistributedTracingEnabled = false, IsTelemetryEnabled = false }, // addresses have ids of persons in them
        };
        settings.AddPolicy(new ReleasedVersionPolicy(), HttpPipelinePosition.PerCall);
        settings.AddPolicy(new BoundedAnswerPolicy(AzureSdkFaceApi.MaxAnswerBytes), HttpPipelinePosition.BeforeTransport);
        return settings;
    }
}
