using System.Collections.Immutable;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Strangers;

namespace Atmosphere.Grains.Tests.Strangers;

/// <summary>Which unknown faces are asked about together.</summary>
public sealed class StrangersDeciderTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly StrangersRules Rules = new(Within: TimeSpan.FromHours(12), GatherFor: TimeSpan.FromSeconds(2));

    private StrangersState _state = new();
    private DateTimeOffset _now = Start;

    [Fact]
    public void A_face_that_is_like_no_other_is_asked_about_in_its_own_right()
    {
        See("a");
        Lead("a").ShouldBeNull("nobody has compared it yet");
        Group();

        Lead("a").ShouldBe("a");
    }

    [Fact]
    public void The_best_picture_of_a_burst_leads_the_others()
    {
        See("a", FaceQuality.Low);
        See("b", FaceQuality.High);
        See("c", FaceQuality.Medium);
        See("d", FaceQuality.High);
        Group(["a", "b", "c"]);

        foreach (var face in "abc") Lead(face.ToString()).ShouldBe("b");
        Lead("d").ShouldBe("d");
    }

    [Fact]
    public void A_face_that_comes_later_joins_whom_it_is_like_also_a_worse_picture()
    {
        See("a", FaceQuality.Low);
        Group();
        See("b", FaceQuality.High);
        Group(["a", "b"]);

        Lead("b").ShouldBe("a", "that question may be open already");
    }

    [Fact]
    public void A_near_miss_leads()
    {
        See("a", FaceQuality.High);
        See("b", FaceQuality.Medium, suggested: "U0ANN");
        Group(["a", "b"]);

        Lead("a").ShouldBe("b");
    }

    [Fact]
    public void Faces_that_are_taken_for_different_people_are_not_put_together()
    {
        See("a", suggested: "U0ANN");
        See("b", suggested: "U0BEN");
        Group(["a", "b"]);

        (Lead("a"), Lead("b")).ShouldBe(("a", "b"));
    }

    [Fact]
    public void Two_faces_on_one_photo_are_two_people()
    {
        See("a", photo: "p");
        See("b", photo: "p");
        Group(["a", "b"]);

        (Lead("a"), Lead("b")).ShouldBe(("a", "b"));
    }

    [Fact]
    public void What_looks_like_a_face_that_was_split_off_is_asked_about_in_its_own_right()
    {
        See("a");
        See("b");
        Group(["a", "b"]);
        Tell(new NoteApart { FaceId = "b" });
        See("c");
        Group(["a", "b", "c"]);

        (Lead("b"), Lead("c")).ShouldBe(("b", "c"));
    }

    [Fact]
    public void A_question_has_so_many_faces_and_no_more()
    {
        for (var face = 0; face <= StrangersDecider.MostTogether; face++) See($"face-{face:d2}");
        Group([.. _state.Faces.Keys]);

        _state.Faces.Values.Count(face => face.LeadFaceId == "face-00").ShouldBe(StrangersDecider.MostTogether);
        _state.Faces.Values.Select(face => face.LeadFaceId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void The_answer_names_those_that_came_before_for_comparing()
    {
        foreach (var face in "abcdef") See(face.ToString());
        Group(["a", "b", "c", "d", "e", "f"]);

        StrangersDecider.Answer(_state, "f", default).Alike.ShouldBe(["detected-a", "detected-b", "detected-c", "detected-d"]);
        StrangersDecider.Answer(_state, "a", default).Alike.ShouldBeEmpty("who leads was first");
    }

    [Fact]
    public void When_the_recogniser_has_forgotten_them_those_who_wait_are_asked_about_and_the_rest_forgotten()
    {
        See("a");
        Group();
        See("b");
        Tell(new NoteUngroupable { FaceIds = ["b"], Others = ["a"] });

        Lead("b").ShouldBe("b");
        _state.Faces.ShouldNotContainKey("a");
    }

    [Fact]
    public void What_is_too_old_is_forgotten_when_the_next_one_comes()
    {
        See("a");
        Group();
        _now += Rules.Within;
        See("b");

        _state.Faces.Keys.ShouldBe(["b"]);
    }

    [Fact]
    public void Of_many_followers_those_that_stand_for_the_person_are_kept()
    {
        for (var face = 0; face < 10; face++) See($"face-{face}");
        Group([.. _state.Faces.Keys]);
        _now += TimeSpan.FromMinutes(11);
        See("late");

        _state.Faces.Keys.ShouldBe(["face-0", "face-1", "face-2", "face-3", "late"]);
        _state.Faces["face-0"].Size.ShouldBe(10);
    }

    [Fact]
    public void There_is_a_bound_on_how_many_are_compared()
    {
        for (var face = 0; face < StrangersDecider.MostCompared + 20; face++) See($"face-{face}");

        _state.Faces.Count.ShouldBe(StrangersDecider.MostCompared);
        _state.Faces.ShouldContainKey($"face-{StrangersDecider.MostCompared + 19}");
    }

    [Fact]
    public void A_face_that_people_say_does_not_show_a_person_is_listed_for_her_and_leads_what_is_like_it()
    {
        See("ann", suggested: "U0ANN");
        Group();
        Deny("a", "U0ANN");
        See("b");
        Group(["ann", "a", "b"]);

        Denied("U0ANN").ShouldBe(["detected-a"]);
        Denied("U0BEN").ShouldBeEmpty();
        Lead("b").ShouldBe("a", "of two that it could follow, people have looked at this one");
    }

    [Fact]
    public void A_denial_of_a_face_that_is_asked_about_leaves_it_where_it_is()
    {
        See("a");
        See("b");
        Group(["a", "b"]);
        Deny("b", "U0ANN");

        Lead("b").ShouldBe("a");
        Denied("U0ANN").ShouldBe(["detected-b"]);
    }

    [Fact]
    public void A_denial_that_is_taken_back_counts_no_more()
    {
        Deny("a", "U0ANN", "U0BEN");
        Deny("a", "U0BEN");

        Denied("U0ANN").ShouldBeEmpty();
        Denied("U0BEN").ShouldBe(["detected-a"]);
        Deny("a");
        Denied("U0BEN").ShouldBeEmpty();
        Deny("never seen");
        _state.Faces.Keys.ShouldBe(["a"]);
    }

    [Fact]
    public void The_last_few_denied_faces_are_listed_for_as_long_as_they_can_be_compared()
    {
        for (var face = 0; face < 6; face++) Deny($"face-{face}", "U0ANN");
        Denied("U0ANN").ShouldBe(["detected-face-5", "detected-face-4", "detected-face-3", "detected-face-2"]);

        _now += Rules.Within;
        Denied("U0ANN").ShouldBeEmpty();
        Tell(new NoteDenied { Denied = new() { Face = Face("old"), PersonIds = ["U0ANN"], SeenAt = _now - Rules.Within } });
        _state.Faces.ShouldNotContainKey("old", "the recogniser will soon have forgotten it");
    }

    [Fact]
    public void Nothing_is_left_of_a_denied_face_that_is_to_be_forgotten()
    {
        Deny("a", "U0ANN");
        Tell(new ForgetStranger { FaceId = "a" });

        _state.Faces.ShouldBeEmpty();
    }

    [Fact]
    public void Whoever_is_led_is_led_by_somebody_who_leads()
    {
        var dice = new Random(7);
        for (var step = 0; step < 300; step++)
        {
            See($"face-{step}", (FaceQuality)dice.Next(4), photo: $"photo-{dice.Next(100)}", suggested: dice.Next(5) == 0 ? $"U0P{dice.Next(3)}" : null);
            if (dice.Next(3) == 0) Group([.. _state.Faces.Keys.GroupBy(_ => dice.Next(4)).Select(group => group.ToImmutableArray())]);
            if (dice.Next(10) == 0) Deny($"face-{dice.Next(step + 5)}", $"U0P{dice.Next(3)}");
            if (dice.Next(20) == 0) Tell(new NoteApart { FaceId = _state.Faces.Keys.ElementAt(dice.Next(_state.Faces.Count)) });

            foreach (var face in _state.Faces.Values)
            {
                if (face.LeadFaceId is { } lead && _state.Faces.TryGetValue(lead, out var leading)) (leading.LeadFaceId == lead).ShouldBeTrue();
            }
        }
    }

    private string? Lead(string face) => StrangersDecider.Answer(_state, face, default).LeadFaceId;

    private ImmutableArray<string> Denied(string person) => StrangersDecider.Denied(_state, person, _now, Rules);

    private void See(string face, FaceQuality quality = FaceQuality.High, string? photo = null, string? suggested = null) =>
        Tell(new NoteStranger { Face = Face(face, quality, photo, suggested) });

    private void Deny(string face, params ImmutableSortedSet<string> persons) =>
        Tell(new NoteDenied { Denied = new() { Face = Face(face), PersonIds = persons, SeenAt = _now } });

    private static StrangerFace Face(string face, FaceQuality quality = FaceQuality.High, string? photo = null, string? suggested = null) =>
        new() { FaceId = face, DetectedFaceId = $"detected-{face}", PhotoId = photo ?? $"photo of {face}", Quality = quality, SuggestedPersonId = suggested };

    private void Group(params ImmutableArray<ImmutableArray<string>> groups) =>
        Tell(new NoteGrouped { FaceIds = [.. _state.Faces.Where(face => face.Value.LeadFaceId is null).Select(face => face.Key)], Groups = groups });

    private void Group(ImmutableArray<string> group) => Group([group]);

    private void Tell(StrangersCommand command)
    {
        _now += TimeSpan.FromSeconds(0.1);
        var timed = command with { At = _now };
        _state = StrangersDecider.Decide(_state, timed, Rules).Aggregate(_state, StrangersDecider.Evolve);
        StrangersDecider.Decide(_state, timed, Rules).ShouldBeEmpty("told twice, it changes nothing");
    }
}
