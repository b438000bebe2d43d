using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;

namespace Atmosphere.Burst.Bench;

/// <summary>
/// A real photo with noise behind its end, which decoders pass over: as large as a camera's, another one for every number, and without
/// the sender's memory growing with the burst.
/// </summary>
internal sealed class Photo : HttpContent
{
    private readonly ReadOnlyMemory<byte> _start;
    private readonly int _length;
    private readonly byte[] _number = new byte[4];

    /// <param name="start">The photo itself.</param>
    /// <param name="length">Bytes in all.</param>
    /// <param name="number">Makes it different from all others.</param>
    public Photo(ReadOnlyMemory<byte> start, int length, int number)
    {
        (_start, _length) = (start, length);
        BinaryPrimitives.WriteInt32LittleEndian(_number, number);
        Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
    }

    private static readonly byte[] Noise = MakeNoise();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(_start);
        for (var rest = _length - _start.Length - _number.Length; rest > 0; rest -= Noise.Length) await stream.WriteAsync(Noise.AsMemory(0, Math.Min(rest, Noise.Length)));
        await stream.WriteAsync(_number);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    private static byte[] MakeNoise()
    {
        var noise = new byte[64 * 1024];
        new Random(1).NextBytes(noise);
        return noise;
    }
}
