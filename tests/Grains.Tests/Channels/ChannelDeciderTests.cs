using Atmosphere.Grains.Channels;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Tests.Channels;

public sealed class ChannelDeciderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private ChannelRules _rules = new(MaxOpen: 3, PostInterval: TimeSpan.FromSeconds(1), PerDay: 0, new(default, default, TimeZoneInfo.Utc));
    private ChannelState _channel = new();
    private ChannelMemory _memory = ChannelMemory.Empty;

    [Fact]
    public void A_question_takes_a_place_and_the_second()
    {
        Ask("face-1", Now).Granted.ShouldBeTrue();

        _channel.Open.Keys.ShouldBe(["face-1"]);
        _memory.NextPost.ShouldBe(Now.AddSeconds(1));
    }

    [Fact]
    public void There_is_one_post_a_second()
    {
        Ask("face-1", Now);
        var early = Ask("face-2", Now.AddSeconds(0.4));
        early.Granted.ShouldBeFalse();
        early.Wait.ShouldBe(TimeSpan.FromSeconds(0.6));
        _channel.Open.ShouldNotContainKey("face-2", "who waits holds no place");

        Ask("face-2", Now.AddSeconds(1)).Granted.ShouldBeTrue();
    }

    [Fact]
    public void An_announcement_takes_its_second_but_no_place()
    {
        Announce("face-1", Now).Granted.ShouldBeTrue();

        _channel.Open.ShouldBeEmpty();
        Announce("face-2", Now.AddSeconds(0.5)).Granted.ShouldBeFalse();
    }

    [Fact]
    public void No_more_questions_are_open_than_allowed()
    {
        for (var face = 0; face < 3; face++) Ask($"face-{face}", Now.AddSeconds(face)).Granted.ShouldBeTrue();

        var full = Ask("face-3", Now.AddSeconds(10));
        full.Granted.ShouldBeFalse();
        full.Wait.ShouldBe(ChannelDecider.FullWait);
        Announce("face-4", Now.AddSeconds(10)).Granted.ShouldBeTrue("an announcement needs no place");

        _channel = ChannelDecider.Release(_channel, "face-1");
        Ask("face-3", Now.AddSeconds(20)).Granted.ShouldBeTrue();
    }

    [Fact]
    public void Asked_for_again_by_the_same_face_a_place_is_not_taken_twice()
    {
        Ask("face-1", Now);
        var before = _channel;

        Ask("face-1", Now.AddSeconds(5)).Granted.ShouldBeTrue();

        _channel.ShouldBeSameAs(before, "nothing has to be written");
    }

    [Fact]
    public void A_face_that_holds_a_place_may_post_though_the_channel_is_full()
    {
        for (var face = 0; face < 3; face++) Ask($"face-{face}", Now.AddSeconds(face));

        Ask("face-0", Now.AddSeconds(10)).Granted.ShouldBeTrue();
    }

    [Fact]
    public void A_message_that_exists_is_changed_without_waiting_and_an_open_question_is_counted()
    {
        Ask("face-1", Now);
        var answer = Take(new() { FaceId = "face-2", Asks = true, AlreadyPosted = true }, Now);
        answer.Granted.ShouldBeTrue();
        _channel.Open.ShouldContainKey("face-2");
        _memory.NextPost.ShouldBe(Now.AddSeconds(1), "an update is no post");

        Take(new() { FaceId = "face-3", AlreadyPosted = true }, Now).Granted.ShouldBeTrue();
        _channel.Open.ShouldNotContainKey("face-3");
    }

    [Fact]
    public void Releasing_twice_changes_nothing()
    {
        Ask("face-1", Now);
        _channel = ChannelDecider.Release(_channel, "face-1");
        _channel.Open.ShouldBeEmpty();

        ChannelDecider.Release(_channel, "face-1").ShouldBeSameAs(_channel);
    }

    [Fact]
    public void A_place_goes_to_the_best_of_those_who_wait_whoever_asks_first()
    {
        for (var face = 0; face < 3; face++) Ask($"face-{face}", Now.AddSeconds(face));
        Ask("blurred", Now.AddSeconds(10), FaceQuality.Low).Granted.ShouldBeFalse();
        Ask("sharp", Now.AddSeconds(11), FaceQuality.High).Granted.ShouldBeFalse();
        _channel = ChannelDecider.Release(_channel, "face-1");

        var late = Ask("blurred", Now.AddSeconds(25), FaceQuality.Low);
        late.Granted.ShouldBeFalse();
        late.Wait.ShouldBe(ChannelDecider.FullWait);
        Ask("sharp", Now.AddSeconds(26), FaceQuality.High).Granted.ShouldBeTrue();
    }

    [Fact]
    public void Who_does_not_come_back_holds_nobody_up()
    {
        for (var face = 0; face < 3; face++) Ask($"face-{face}", Now.AddSeconds(face));
        Ask("sharp", Now.AddSeconds(10), FaceQuality.High);
        _channel = ChannelDecider.Release(_channel, "face-1");

        Ask("blurred", Now.AddSeconds(30), FaceQuality.Low).Granted.ShouldBeFalse();
        Ask("blurred", Now.AddMinutes(3), FaceQuality.Low).Granted.ShouldBeTrue();
    }

    [Fact]
    public void In_quiet_hours_nothing_is_asked_and_everything_else_goes_on()
    {
        _rules = _rules with { Hours = new(new(20, 0), new(9, 30), TimeZoneInfo.Utc) };
        Take(new() { FaceId = "face-0", Asks = true, AlreadyPosted = true }, Now);

        Ask("face-1", Now).Wait.ShouldBe(TimeSpan.FromMinutes(30));
        _channel.Open.ShouldNotContainKey("face-1");
        Announce("face-2", Now).Granted.ShouldBeTrue();
        Ask("face-1", Now.AddMinutes(30)).Granted.ShouldBeTrue();
    }

    [Fact]
    public void A_day_has_its_number_of_questions_by_the_local_calendar()
    {
        _rules = _rules with { MaxOpen = 50, PerDay = 2, Hours = new(default, default, TimeZoneInfo.CreateCustomTimeZone("plus two", TimeSpan.FromHours(2), null, null)) };
        Ask("face-1", Now).Granted.ShouldBeTrue();
        Ask("face-1", Now.AddSeconds(1)).Granted.ShouldBeTrue("who holds a place does not use up another");
        Ask("face-2", Now.AddSeconds(2)).Granted.ShouldBeTrue();

        Ask("face-3", Now.AddSeconds(3)).Wait.ShouldBe(TimeSpan.FromHours(13) - TimeSpan.FromSeconds(3));
        Announce("face-4", Now.AddSeconds(3)).Granted.ShouldBeTrue();
        Ask("face-3", Now.AddHours(13)).Granted.ShouldBeTrue();
        _channel.LastDay!.Asked.ShouldBe(1);
    }

    [Fact]
    public void With_fewer_places_than_open_questions_nobody_gets_one()
    {
        for (var face = 0; face < 3; face++) Ask($"face-{face}", Now.AddSeconds(face));
        _rules = _rules with { MaxOpen = 1 };

        Ask("face-3", Now.AddSeconds(10)).Wait.ShouldBe(ChannelDecider.FullWait);
    }

    [Fact]
    public void Who_is_far_behind_asks_more_seldom_but_as_soon_as_the_line_can_have_moved_so_far()
    {
        for (var face = 0; face < 3; face++) Take(new() { FaceId = $"face-{face}", Asks = true, AlreadyPosted = true }, Now);
        var waits = Line(300, Now);

        waits.Take(ChannelDecider.Front).ShouldAllBe(wait => wait == ChannelDecider.FullWait);
        waits[100].ShouldBe(100 * _rules.PostInterval, "there is one post a second");
        waits.ShouldBeInOrder(SortDirection.Ascending, "nobody waits longer than who is behind her");
    }

    [Fact]
    public void Where_places_seldom_become_free_who_is_behind_waits_as_long_as_half_of_that_takes_and_ten_minutes_at_most()
    {
        for (var face = 0; face < 3; face++) Ask($"face-{face}", Now.AddSeconds(20 * face)).Granted.ShouldBeTrue();

        // Three places were taken within a minute: one in twenty seconds.
        var waits = Line(1000, Now.AddSeconds(60));

        waits[ChannelDecider.Front - 1].ShouldBe(ChannelDecider.FullWait);
        waits[ChannelDecider.Front].ShouldBe(TimeSpan.FromSeconds(10 * ChannelDecider.Front), TimeSpan.FromSeconds(1));
        waits[40].ShouldBe(TimeSpan.FromSeconds(400), TimeSpan.FromSeconds(1));
        waits.Skip(60).ShouldAllBe(wait => wait == ChannelDecider.LongestWait);
    }

    [Fact]
    public void A_free_place_is_not_kept_for_a_better_one_that_comes_in_ten_minutes()
    {
        for (var face = 0; face < 3; face++) Ask($"face-{face}", Now.AddSeconds(face));
        var later = Now.AddHours(1);
        Line(60, later);

        // All who were before the last but one have gone elsewhere; it is first now, and sleeps.
        var last = _memory.Waiting.Values.OrderByDescending(waiting => waiting.Next).Take(2).Select(waiting => waiting.Face.FaceId).ToList();
        _memory = _memory with { Waiting = _memory.Waiting.RemoveRange(_memory.Waiting.Keys.Except(last, StringComparer.Ordinal)) };
        _channel = ChannelDecider.Release(_channel, "face-1");

        Ask("blurred", later.AddSeconds(1), FaceQuality.Low).Granted.ShouldBeTrue();
    }

    [Fact]
    public void Who_has_waited_for_a_day_is_awake_when_the_day_is_over()
    {
        for (var face = 0; face < 3; face++) Ask($"face-{face}", Now.AddSeconds(face));
        var since = Now.AddMinutes(1);
        var due = since + AskingOrder.LongEnough;
        for (var at = since; at < due - TimeSpan.FromMinutes(2);)
        {
            Line(100, at);
            at += Ask("old", at, FaceQuality.Unknown).Wait;
            at.ShouldBeLessThanOrEqualTo(due);
        }
    }

    [Fact]
    public void Free_places_are_taken_one_a_second_the_best_first()
    {
        _rules = _rules with { MaxOpen = 50 };
        Announce("face-0", Now);
        var waits = Line(10, Now);

        waits.ShouldBe([.. Enumerable.Range(1, 10).Select(second => TimeSpan.FromSeconds(second))]);
    }

    /// <summary>Faces of which each is better than the next ask at one time, the best first; what they were told.</summary>
    private List<TimeSpan> Line(int faces, DateTimeOffset now) =>
    [
        .. Enumerable.Range(0, faces).Select(face => Take(new() { FaceId = $"waiting-{face:d4}", Asks = true, Quality = FaceQuality.High, Side = 2000 - face }, now).Wait),
    ];

    private SlotAnswer Ask(string face, DateTimeOffset now, FaceQuality quality) => Take(new() { FaceId = face, Asks = true, Quality = quality }, now);

    private SlotAnswer Ask(string face, DateTimeOffset now) => Take(new() { FaceId = face, Asks = true }, now);

    private SlotAnswer Announce(string face, DateTimeOffset now) => Take(new() { FaceId = face }, now);

    private SlotAnswer Take(SlotRequest request, DateTimeOffset now)
    {
        (_channel, _memory, var answer) = ChannelDecider.Decide(_channel, _memory, request, _rules, now);
        return answer;
    }
}
