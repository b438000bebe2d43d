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

    private SlotAnswer Ask(string face, DateTimeOffset now, FaceQuality quality) => Take(new() { FaceId = face, Asks = true, Quality = quality }, now);

    private SlotAnswer Ask(string face, DateTimeOffset now) => Take(new() { FaceId = face, Asks = true }, now);

    private SlotAnswer Announce(string face, DateTimeOffset now) => Take(new() { FaceId = face }, now);

    private SlotAnswer Take(SlotRequest request, DateTimeOffset now)
    {
        (_channel, _memory, var answer) = ChannelDecider.Decide(_channel, _memory, request, _rules, now);
        return answer;
    }
}
