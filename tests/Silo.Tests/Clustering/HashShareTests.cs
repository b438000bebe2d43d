using Atmosphere.Silo.Clustering;

namespace Atmosphere.Silo.Tests.Clustering;

/// <summary>Silos that divide all grains among themselves leave none out.</summary>
public sealed class HashShareTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public void Every_hash_belongs_to_one_silo(int silos)
    {
        var shares = Enumerable.Range(0, silos).Select(silo => HashShare.Of(silo, silos)).ToList();
        var hashes = shares.SelectMany(share => new[] { share.Begin, unchecked(share.Begin + 1), share.End, unchecked(share.End + 1) }).Append(uint.MaxValue);
        foreach (var hash in hashes) shares.Count(share => share.Has(hash)).ShouldBe(1, $"{hash}");
    }

    [Fact]
    public void Silos_have_shares_of_one_size() =>
        Enumerable.Range(0, 3).Select(silo => HashShare.Of(silo, 3)).Select(share => unchecked(share.End - share.Begin)).ShouldAllBe(size => size >= uint.MaxValue / 3 && size <= (uint.MaxValue / 3) + 1);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 2)]
    [InlineData(2, 2)]
    public void A_share_that_there_is_not_is_refused(int index, int parts) => Should.Throw<ArgumentOutOfRangeException>(() => HashShare.Of(index, parts));
}
