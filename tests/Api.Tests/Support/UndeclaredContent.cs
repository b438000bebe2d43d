using System.Net;

namespace Atmosphere.Api.Tests.Support;

/// <summary>A body that is sent in chunks, without saying beforehand how long it is.</summary>
internal sealed class UndeclaredContent(byte[] bytes) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(bytes).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

/// <summary>A body that is announced with a length, for a server that answers before it wants it.</summary>
internal sealed class UnsentContent(long announced) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new InvalidOperationException("The server wanted the body.");

    protected override bool TryComputeLength(out long length)
    {
        length = announced;
        return true;
    }
}
