using Atmosphere.Grains.Ports;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Atmosphere.Recognition.AzureSdk;

/// <summary>Reads each answer up to a limit. The SDK itself reads all that comes: a broken or hostile peer must not fill the memory.</summary>
/// <param name="limit">In bytes.</param>
internal sealed class BoundedAnswerPolicy(int limit) : HttpPipelinePolicy
{
    /// <exception cref="AnswerTooLargeException">There is more.</exception>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (message.Response.ContentStream is not { } content) return;
        using (content)
        {
            var body = await BoundedBody.ReadAsync(content, message.Response.Headers.ContentLengthLong, limit, message.CancellationToken);
            message.Response.ContentStream = new MemoryStream(body ?? throw new AnswerTooLargeException());
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The Face API is called asynchronously only.");
}

/// <summary>Never leaves <see cref="AzureSdkFaceApi"/>.</summary>
internal sealed class AnswerTooLargeException : Exception;
