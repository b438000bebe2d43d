using System.Security.Cryptography;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Tests.Ports;

/// <summary>All of a body, or nothing; never more than the limit in memory, whatever was declared.</summary>
public sealed class BoundedBodyTests
{
    private const int Limit = 3_000_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16 * 1024)]
    [InlineData((16 * 1024) + 1)]
    [InlineData(1024 * 1024)]
    [InlineData((1024 * 1024) + 1)]
    [InlineData(Limit - 1)]
    [InlineData(Limit)]
    public async Task Body_within_the_limit_is_read_whole_whether_its_length_is_declared_or_not(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        foreach (var declared in new long?[] { length, null })
        {
            foreach (var piece in new[] { 7_777, int.MaxValue })
                (await ReadAsync(bytes, declared, piece)).ShouldBe(bytes, $"declared {declared}, in pieces of {piece}");
        }
    }

    [Theory]
    [InlineData(Limit + 1, Limit + 1)]
    [InlineData(Limit + 1, null)]
    [InlineData(Limit * 3, null)]
    public async Task Body_above_the_limit_is_not_read(int length, int? declared) => (await ReadAsync(new byte[length], declared, int.MaxValue)).ShouldBeNull();

    [Fact]
    public async Task Body_that_is_longer_than_declared_is_not_read() => (await ReadAsync(new byte[2_000_001], 2_000_000, int.MaxValue)).ShouldBeNull();

    [Fact]
    public async Task Body_that_breaks_off_is_what_has_come() => (await ReadAsync([1, 2, 3], Limit, int.MaxValue)).ShouldBe([1, 2, 3]);

    private static async Task<byte[]?> ReadAsync(byte[] bytes, long? declared, int piece)
    {
        using var stream = new InPieces(bytes, piece);
        return await BoundedBody.ReadAsync(stream, declared, Limit, TestContext.Current.CancellationToken);
    }

    /// <summary>Comes as a network brings it.</summary>
    private sealed class InPieces(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, most)], cancellationToken);
    }
}
