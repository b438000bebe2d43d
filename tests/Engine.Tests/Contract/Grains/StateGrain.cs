using System.Collections.Immutable;

namespace Atmosphere.Engine.Tests.Contract.Grains;

[GenerateSerializer, Immutable, Alias("contract-note")]
public sealed record NoteState
{
    [Id(0)] public string Text { get; init; } = "";

    [Id(1)] public ImmutableDictionary<string, int> Counts { get; init; } = ImmutableDictionary<string, int>.Empty;
}

[GenerateSerializer, Immutable, Alias("contract-note-view")]
public sealed record NoteView
{
    [Id(0)] public required NoteState State { get; init; }

    [Id(1)] public required bool Exists { get; init; }

    [Id(2)] public required string? Etag { get; init; }
}

/// <summary>Reads and writes a state.</summary>
public interface IStateGrain : IGrainWithStringKey
{
    Task<NoteView> Get();

    Task Set(string text);

    /// <summary>Changes the state in memory only.</summary>
    Task Change(string text);

    Task Read();

    Task Clear();

    Task End();

    /// <summary>Asks for two writes without waiting for the first, and says whether it got one task for both.</summary>
    Task<bool> WriteTwice(string first, string second);

    /// <summary>Asks for a write, changes the state in the same turn, and waits for the write.</summary>
    Task WriteThenChange(string written, string changed);

    /// <summary>A write, a clear and a write, asked for without waiting in between.</summary>
    Task WriteClearWrite(string first, string second);

    /// <summary>Uses the state outside of the grain's turns, and says what came of it.</summary>
    Task<string> UseOutsideOfTurns();
}

internal sealed class StateGrain([PersistentState(StateGrain.StateName, ContractSettings.Storage)] IPersistentState<NoteState> note) : Grain, IStateGrain
{
    public const string StateName = "note";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Journal.Note(this.GetPrimaryKeyString(), $"activated with '{note.State.Text}'");
        return Task.CompletedTask;
    }

    public Task<NoteView> Get() => Task.FromResult(new NoteView { State = note.State, Exists = note.RecordExists, Etag = note.Etag });

    public Task Set(string text)
    {
        note.State = note.State with { Text = text, Counts = note.State.Counts.SetItem(text, note.State.Counts.GetValueOrDefault(text) + 1) };
        return note.WriteStateAsync();
    }

    public Task Change(string text)
    {
        note.State = note.State with { Text = text };
        return Task.CompletedTask;
    }

    public Task Read() => note.ReadStateAsync();

    public Task Clear() => note.ClearStateAsync();

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task<bool> WriteTwice(string first, string second)
    {
        note.State = note.State with { Text = first };
        var one = note.WriteStateAsync();
        note.State = note.State with { Text = second };
        var two = note.WriteStateAsync();
        await Task.WhenAll(one, two);
        return ReferenceEquals(one, two);
    }

    public async Task WriteThenChange(string written, string changed)
    {
        note.State = note.State with { Text = written };
        var write = note.WriteStateAsync();
        note.State = note.State with { Text = changed };
        await write;
    }

    public async Task WriteClearWrite(string first, string second)
    {
        note.State = note.State with { Text = first };
        var write = note.WriteStateAsync();
        var clear = note.ClearStateAsync();
        await write;
        await clear;
        note.State = note.State with { Text = second };
        await note.WriteStateAsync();
    }

    public Task<string> UseOutsideOfTurns() => Task.Run(() =>
    {
        try
        {
            return note.State.Text;
        }
        catch (InvalidOperationException)
        {
            return "refused";
        }
    });
}

/// <summary>Has two views of one record, so that one of them can be made stale.</summary>
public interface IConflictGrain : IGrainWithStringKey
{
    Task<Guid> Incarnation();

    /// <summary>Writes through one view, then through the other.</summary>
    Task WriteBoth();

    /// <summary>The same, and catches what comes of it: its kind, and whether the versions tell the story.</summary>
    Task<string> WriteBothAndCatch();

    /// <summary>Has another grain do it.</summary>
    Task PassOn(string other);

    /// <summary>Does it in a timer's callback.</summary>
    Task WriteBothInTimer();

    /// <summary>Clears through one view, writes through the other.</summary>
    Task ClearThenWriteStale();
}

internal sealed class ConflictGrain(
    [PersistentState("record", ContractSettings.Storage)] IPersistentState<NoteState> one,
    [PersistentState("record", ContractSettings.Storage)] IPersistentState<NoteState> two) : Grain, IConflictGrain
{
    private readonly Guid _incarnation = Guid.NewGuid();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Journal.Note(this.GetPrimaryKeyString(), $"deactivated: {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<Guid> Incarnation() => Task.FromResult(_incarnation);

    public async Task WriteBoth()
    {
        await one.WriteStateAsync();
        await two.WriteStateAsync();
    }

    public async Task<string> WriteBothAndCatch()
    {
        try
        {
            await WriteBoth();
            return "written";
        }
        catch (InconsistentStateException stale)
        {
            return stale.StoredEtag == one.Etag && stale.CurrentEtag == two.Etag ? "told" : $"stored {stale.StoredEtag}, current {stale.CurrentEtag}";
        }
    }

    public Task PassOn(string other) => GrainFactory.GetGrain<IConflictGrain>(other).WriteBoth();

    public Task WriteBothInTimer()
    {
        this.RegisterGrainTimer(WriteBoth, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public async Task ClearThenWriteStale()
    {
        await one.WriteStateAsync();
        await two.ReadStateAsync();
        await one.ClearStateAsync();
        await one.WriteStateAsync();
        await two.WriteStateAsync();
    }
}
