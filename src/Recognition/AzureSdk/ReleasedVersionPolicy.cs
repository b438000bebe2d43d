using Azure.Core;
using Azure.Core.Pipeline;

namespace Atmosphere.Recognition.AzureSdk;

/// <summary>
/// The SDK, itself a preview, knows previews of the API only; these are switched off some day. The released v1.2 has the same paths and
/// bodies for all that is asked here, and is what our own client and the local face service speak.
/// </summary>
internal sealed class ReleasedVersionPolicy : HttpPipelineSynchronousPolicy
{
    private const string Preview = "/face/v1.2-preview.1/";
    private const string Released = "/face/v1.2/";

    public override void OnSendingRequest(HttpMessage message)
    {
        var uri = message.Request.Uri;
        uri.Path = uri.Path.Replace(Preview, Released, StringComparison.Ordinal);
    }
}
