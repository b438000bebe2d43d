using System.Collections.Immutable;
using Atmosphere.Engine.Tests.Contract.Grains;

namespace Atmosphere.Engine.Tests.Contract;

/// <summary>Messages never change, so that the embedded engine may hand them over without a copy.</summary>
public sealed class MessageTests
{
    [Fact]
    public void Messages_of_the_systems_grains_are_deeply_immutable() =>
        DeepImmutability.FaultsIn(typeof(Atmosphere.Grains.Ports.ICropStore).Assembly).ShouldBeEmpty();

    [Fact]
    public void Messages_of_the_contracts_grains_are_deeply_immutable() => DeepImmutability.FaultsIn(typeof(ITurnGrain).Assembly).ShouldBeEmpty();

    [Fact]
    public void What_can_change_is_found()
    {
        DeepImmutability.FaultsOf(typeof(Task<int[]>)).ShouldHaveSingleItem();
        DeepImmutability.FaultsOf(typeof(IReadOnlyList<string>)).ShouldHaveSingleItem();
        DeepImmutability.FaultsOf(typeof(ImmutableArray<Settable>)).ShouldBe(["ImmutableArray`1.Value can be set"]);
        DeepImmutability.FaultsOf(typeof(Outer)).ShouldBe(["Outer.Inner.Value can be set"]);
        DeepImmutability.FaultsOf(typeof(OrderEvent)).ShouldBeEmpty();
    }

    private sealed record Settable
    {
        public int Value { get; set; }
    }

    private sealed record Outer
    {
        public required Settable Inner { get; init; }
    }
}
