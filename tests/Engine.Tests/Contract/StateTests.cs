using Atmosphere.Engine.Tests.Contract.Grains;

namespace Atmosphere.Engine.Tests.Contract;

/// <summary>States, their versions and their failures.</summary>
public sealed class StateTests(EngineFixture engine)
{
    [Fact]
    public async Task A_state_without_a_record_is_a_new_one()
    {
        var note = await Note("new").Grain.Get();
        note.State.ShouldBe(new NoteState());
        note.Exists.ShouldBeFalse();
        note.Etag.ShouldBeNull();
    }

    [Fact]
    public async Task A_written_state_is_loaded_before_the_next_activation_begins()
    {
        var (grain, key) = Note("round-trip");
        await grain.Set("one");
        await grain.Set("two");
        var before = await grain.Get();
        await grain.End();
        var after = await grain.Get();
        after.State.Text.ShouldBe("two");
        after.State.Counts.ShouldBe(before.State.Counts, ignoreOrder: true);
        after.Exists.ShouldBeTrue();
        after.Etag.ShouldBe(before.Etag);
        Journal.Of(key).ShouldBe(["activated with ''", "activated with 'two'"]);
    }

    [Fact]
    public async Task Every_write_gives_the_record_a_new_version()
    {
        var (grain, _) = Note("versions");
        await grain.Set("one");
        var first = (await grain.Get()).Etag;
        await grain.Set("two");
        (await grain.Get()).Etag.ShouldNotBe(first);
        first.ShouldNotBeNull();
    }

    [Fact]
    public async Task Reading_again_drops_what_was_not_written()
    {
        var (grain, _) = Note("read");
        await grain.Set("written");
        await grain.Change("in memory");
        await grain.Read();
        (await grain.Get()).State.Text.ShouldBe("written");
    }

    [Fact]
    public async Task A_cleared_state_is_new_and_has_no_record()
    {
        Assert.SkipWhen(ContractSettings.IsInPostgreSql, "Orleans' ADO.NET storage keeps the ETag of a cleared state.");
        var (grain, _) = Note("clear");
        await grain.Set("written");
        await grain.Clear();
        (await grain.Get()).ShouldBe(new NoteView { State = new NoteState(), Exists = false, Etag = null });
        await grain.End();
        (await grain.Get()).Exists.ShouldBeFalse();
        await grain.Set("again");
        (await grain.Get()).State.Text.ShouldBe("again");
    }

    [Fact]
    public async Task Clearing_where_there_is_no_record_is_no_error()
    {
        var (grain, _) = Note("clear-none");
        await grain.Clear();
        (await grain.Get()).Exists.ShouldBeFalse();
    }

    [Fact]
    public async Task Overlapping_writes_leave_the_last_state_and_a_valid_version()
    {
        var (grain, _) = Note("overlapping");
        (await grain.WriteTwice("one", "two")).ShouldBeTrue("a write that has not begun takes the next one along");
        await grain.Read();
        (await grain.Get()).State.Text.ShouldBe("two");
        await grain.Set("three");
    }

    [Fact]
    public async Task A_write_takes_what_its_turn_still_changes()
    {
        var (grain, _) = Note("write-then-change");
        await grain.WriteThenChange("written", "changed");
        await grain.Read();
        (await grain.Get()).State.Text.ShouldBe("changed");
    }

    [Fact]
    public async Task Operations_that_overlap_are_done_in_their_order()
    {
        var (grain, _) = Note("mixed");
        await grain.WriteClearWrite("one", "two");
        await grain.Read();
        (await grain.Get()).State.Text.ShouldBe("two");
    }

    [Fact]
    public async Task A_stale_write_reaches_the_caller_and_drops_the_activation()
    {
        var key = Key.New("stale");
        var grain = engine.Client.GetGrain<IConflictGrain>(key);
        var before = await grain.Incarnation();
        await Should.ThrowAsync<InconsistentStateException>(() => grain.WriteBoth());
        (await grain.Incarnation()).ShouldNotBe(before);
        Journal.Of(key).ShouldBe(["deactivated: ApplicationError"]);
    }

    [Fact]
    public async Task A_stale_write_that_is_caught_names_the_versions_and_leaves_the_activation()
    {
        Assert.SkipWhen(ContractSettings.IsInPostgreSql, "Orleans' ADO.NET storage names no versions.");
        var grain = engine.Client.GetGrain<IConflictGrain>(Key.New("caught"));
        var before = await grain.Incarnation();
        (await grain.WriteBothAndCatch()).ShouldBe("told");
        (await grain.Incarnation()).ShouldBe(before);
    }

    [Fact]
    public async Task A_stale_write_of_another_grain_does_not_drop_the_caller()
    {
        var (first, second) = (Key.New("caller"), Key.New("callee"));
        var grain = engine.Client.GetGrain<IConflictGrain>(first);
        var before = await grain.Incarnation();
        await Should.ThrowAsync<InconsistentStateException>(() => grain.PassOn(second));
        (await grain.Incarnation()).ShouldBe(before);
        await Journal.Has(second, "deactivated: ApplicationError");
    }

    [Fact]
    public async Task A_stale_write_in_a_timers_callback_drops_the_activation()
    {
        var key = Key.New("stale-timer");
        await engine.Client.GetGrain<IConflictGrain>(key).WriteBothInTimer();
        await Journal.Has(key, "deactivated: ApplicationError");
    }

    [Fact]
    public async Task A_version_from_before_a_clear_is_stale_after_it() =>
        await Should.ThrowAsync<InconsistentStateException>(() => engine.Client.GetGrain<IConflictGrain>(Key.New("aba")).ClearThenWriteStale());

    [Fact]
    public async Task A_failed_write_reaches_the_caller_and_leaves_the_record()
    {
        var (grain, _) = Note("failed-write");
        await grain.Set("written");
        await engine.FailNextWrite(grain, StateGrain.StateName);
        (await Should.ThrowAsync<OrleansException>(() => grain.Set("lost"))).ShouldNotBeOfType<InconsistentStateException>();
        (await grain.Get()).State.Text.ShouldBe("lost", "memory keeps what could not be written: restoring it is the grain's business");
        await grain.End();
        (await grain.Get()).State.Text.ShouldBe("written");
        await grain.Set("next");
    }

    [Fact]
    public async Task A_failed_read_reaches_the_caller_and_the_grain_is_not_activated()
    {
        var (grain, key) = Note("failed-read");
        await engine.FailNextRead(grain, StateGrain.StateName);
        await Should.ThrowAsync<OrleansException>(() => grain.Get());
        Journal.Of(key).ShouldBeEmpty();
        (await grain.Get()).Exists.ShouldBeFalse();
    }

    [Fact]
    public async Task A_state_can_be_used_in_turns_only() => (await Note("outside").Grain.UseOutsideOfTurns()).ShouldBe("refused");

    private (IStateGrain Grain, string Key) Note(string hint)
    {
        var key = Key.New(hint);
        return (engine.Client.GetGrain<IStateGrain>(key), key);
    }
}
