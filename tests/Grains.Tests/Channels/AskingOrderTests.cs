using Atmosphere.Grains.Channels;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Tests.Channels;

/// <summary>Which waiting face is asked about next.</summary>
public sealed class AskingOrderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_near_miss_comes_before_the_best_picture() => Sorted(Face("sharp", FaceQuality.High), Face("near", FaceQuality.Low) with { IsSuggested = true }).ShouldBe(["near", "sharp"]);

    [Fact]
    public void Then_the_better_picture_then_the_larger_face_then_who_waited_longer() => Sorted(
        Face("low", FaceQuality.Low),
        Face("small", FaceQuality.High) with { Side = 60 },
        Face("medium", FaceQuality.Medium),
        Face("later", FaceQuality.High) with { Since = Now.AddMinutes(-1) },
        Face("earlier", FaceQuality.High) with { Since = Now.AddMinutes(-2) }).ShouldBe(["earlier", "later", "small", "medium", "low"]);

    [Fact]
    public void What_has_waited_for_a_day_comes_first_the_oldest_of_it_at_the_front() => Sorted(
        Face("near", FaceQuality.High) with { IsSuggested = true },
        Face("day", FaceQuality.Low) with { Since = Now - AskingOrder.LongEnough },
        Face("week", FaceQuality.Low) with { Since = Now.AddDays(-7) }).ShouldBe(["week", "day", "near"]);

    [Fact]
    public void The_place_in_the_line_is_the_number_of_those_who_go_before()
    {
        var waiting = new[] { Face("low", FaceQuality.Low), Face("high", FaceQuality.High), Face("near", FaceQuality.Low) with { IsSuggested = true } };

        AskingOrder.Sort(waiting, Now).Select(face => AskingOrder.Ahead(waiting, face, Now)).ShouldBe([0, 1, 2]);
        AskingOrder.Ahead(waiting, Face("medium", FaceQuality.Medium), Now).ShouldBe(2, "also of one that is not in it");
    }

    [Fact]
    public void The_order_does_not_depend_on_who_is_named_first()
    {
        var waiting = Enumerable.Range(0, 40).Select(i => Face($"face-{i}", (FaceQuality)(i % 4)) with { IsSuggested = i % 5 == 0, Side = 60 + (i % 3), Since = Now.AddHours(-i) }).ToList();
        var sorted = Sorted([.. waiting]);
        for (var shift = 1; shift < waiting.Count; shift += 7) Sorted([.. waiting.Skip(shift), .. waiting.Take(shift)]).ShouldBe(sorted);
    }

    private static WaitingFace Face(string id, FaceQuality quality) => new(id, IsSuggested: false, quality, Side: 100, Now);

    private static string[] Sorted(params WaitingFace[] waiting) => [.. AskingOrder.Sort(waiting, Now).Select(face => face.FaceId)];
}
