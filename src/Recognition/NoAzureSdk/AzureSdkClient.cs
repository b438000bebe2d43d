using Atmosphere.Recognition.FaceApi;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Recognition;

/// <summary>In a build without the cloud packages: says so.</summary>
internal static class AzureSdkClient
{
    public static bool IsHere => false;

    public static IFaceApi Create(RecognitionOptions options, HttpClient http, TimeProvider time, ILogger logger) =>
        throw new NotSupportedException("Recognition:Client is AzureSdk, which this build leaves out: the check of the settings should have said so.");
}
