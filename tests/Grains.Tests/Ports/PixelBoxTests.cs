using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Tests.Ports;

public sealed class PixelBoxTests
{
    private static readonly PixelBox Box = new() { Left = 10, Top = 10, Width = 100, Height = 100 };

    [Fact]
    public void A_box_overlaps_itself_fully() => Box.Overlap(Box).ShouldBe(1);

    [Fact]
    public void Boxes_side_by_side_do_not_overlap()
    {
        Box.Overlap(Box with { Left = 110 }).ShouldBe(0);
        Box.Overlap(Box with { Top = -90 }).ShouldBe(0);
        Box.Overlap(new()).ShouldBe(0);
    }

    [Fact]
    public void Half_covered_is_a_third_of_the_union_either_way()
    {
        var moved = Box with { Left = 60 };

        Box.Overlap(moved).ShouldBe(1 / 3.0, 1e-9);
        moved.Overlap(Box).ShouldBe(Box.Overlap(moved));
    }

    [Fact]
    public void The_largest_boxes_do_not_overflow() =>
        new PixelBox { Width = 100_000, Height = 100_000 }.Overlap(new() { Width = 100_000, Height = 50_000 }).ShouldBe(0.5, 1e-9);
}
