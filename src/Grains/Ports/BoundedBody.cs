namespace Atmosphere.Grains.Ports;

/// <summary>Reads what a stranger sends, or a peer answers, up to a limit: a broken or hostile one must not fill the memory.</summary>
public static class BoundedBody
{
    private const int FirstBuffer = 16 * 1024;

    /// <param name="stream">Stays open.</param>
    /// <param name="length">What the sender says it is, if it does. So much is allocated at once: how many may say so at the same time is the caller's to bound.</param>
    /// <param name="limit">In bytes.</param>
    /// <param name="cancellationToken">Bounds the reading.</param>
    /// <returns>The bytes, or null when there are more than <paramref name="limit"/>.</returns>
    public static async Task<byte[]?> ReadAsync(Stream stream, long? length, int limit, CancellationToken cancellationToken)
    {
        if (length > limit) return null;
        var body = new byte[Math.Min(length ?? FirstBuffer, limit)];
        var filled = 0;
        while (true)
        {
            if (filled == body.Length)
            {
                if (filled == length || filled == limit) return await IsAtEndAsync(stream, cancellationToken) ? body : null;
                Array.Resize(ref body, (int)Math.Min(2L * filled, limit));
            }

            var read = await stream.ReadAsync(body.AsMemory(filled), cancellationToken);
            if (read == 0) break;
            filled += read;
        }

        Array.Resize(ref body, filled);
        return body;
    }

    private static async Task<bool> IsAtEndAsync(Stream stream, CancellationToken cancellationToken) =>
        await stream.ReadAsync(new byte[1], cancellationToken) == 0;
}
