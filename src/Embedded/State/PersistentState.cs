using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Atmosphere.Embedded.Runtime;
using Atmosphere.Embedded.Storage;

namespace Atmosphere.Embedded.State;

/// <summary>A state in memory and its record in the store. Operations run one after the other; a write that has not begun takes later ones along.</summary>
internal sealed class PersistentState<TState>(Activation activation, string storage, string name) : IPersistentState<TState>, IStateFacet
{
    private static readonly bool HasDefaultConstructor = typeof(TState).IsValueType || typeof(TState).GetConstructor(Type.EmptyTypes) is not null;

    private TState? _state;
    private Operation? _last;
    private bool _loaded;
    private bool _exists;

    public TState State
    {
        get
        {
            CheckTurn();
            return _state!;
        }

        set
        {
            CheckTurn();
            _state = value;
        }
    }

    public string? Etag { get; private set; }

    public bool RecordExists => _loaded ? _exists : throw new InvalidOperationException("State has not yet been loaded");

    private StateKey Key => new(storage, activation.Class.Name, activation.Key, name);

    public Task LoadAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken) => Queue(OperationKind.Read, cancellationToken);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task WriteStateAsync(CancellationToken cancellationToken) => Queue(OperationKind.Write, cancellationToken);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ClearStateAsync(CancellationToken cancellationToken) => Queue(OperationKind.Clear, cancellationToken);

    private Task Queue(OperationKind kind, CancellationToken cancellationToken)
    {
        CheckTurn();
        if (kind is not OperationKind.Read && !cancellationToken.CanBeCanceled && _last is { Begun: false, CanBeCancelled: false } waiting && waiting.Kind == kind)
            return waiting.Completion;
        var operation = new Operation(kind, cancellationToken.CanBeCanceled);
        operation.Completion = RunAsync(operation, _last, cancellationToken);
        _last = operation;
        return operation.Completion;
    }

    private async Task RunAsync(Operation operation, Operation? before, CancellationToken cancellationToken)
    {
        // The turn goes on first, as in Orleans: what it changes until its next await is written, too.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            if (before is not null) await before.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            operation.Begun = true;
            var doneBefore = before?.Completion.IsCompletedSuccessfully is true;
            switch (operation.Kind)
            {
                case OperationKind.Read when !doneBefore:
                    await ReadAsync(cancellationToken);
                    break;
                case OperationKind.Write:
                    await WriteAsync(cancellationToken);
                    break;
                case OperationKind.Clear when !(doneBefore && before!.Kind is OperationKind.Clear):
                    await ClearAsync(cancellationToken);
                    break;
            }
        }
        finally
        {
            if (ReferenceEquals(_last, operation)) _last = null;
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var stored = await activation.Engine.Store.ReadStateAsync(Key, cancellationToken);
            var state = stored is null ? default : activation.Engine.Serializer.Deserialize<TState>(BinaryData.FromBytes(stored.Payload));
            _exists = state is not null && stored is not null;
            _state = _exists ? state : New();
            Etag = stored?.Etag;
            _loaded = true;
        }
        catch (Exception failure) when (!IsCancellation(failure, cancellationToken))
        {
            throw Translate(failure, "read");
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            var payload = activation.Engine.Serializer.Serialize(_state).ToMemory();
            Etag = await activation.Engine.Store.WriteStateAsync(Key, payload, Etag, cancellationToken);
            _exists = true;
        }
        catch (Exception failure) when (!IsCancellation(failure, cancellationToken))
        {
            throw Translate(failure, "write");
        }
    }

    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        try
        {
            await activation.Engine.Store.ClearStateAsync(Key, Etag, cancellationToken);
            Etag = null;
            _exists = false;
            _state = New();
        }
        catch (Exception failure) when (!IsCancellation(failure, cancellationToken))
        {
            throw Translate(failure, "clear");
        }
    }

    private static bool IsCancellation(Exception failure, CancellationToken cancellationToken) =>
        failure is OperationCanceledException && cancellationToken.IsCancellationRequested;

    private static TState New() => HasDefaultConstructor ? Activator.CreateInstance<TState>() : (TState)RuntimeHelpers.GetUninitializedObject(typeof(TState));

    /// <summary>As in Orleans: what is not of the engine's own kind comes wrapped.</summary>
    private Exception Translate(Exception failure, string operation)
    {
        switch (failure)
        {
            case InconsistentStateException stale:
                stale.WrittenBy = activation;
                return stale;
            case OrleansException:
                return failure;
            default:
                return new OrleansException($"Could not {operation} the state of {Key}: {failure.Message}", failure);
        }
    }

    private void CheckTurn()
    {
        if (CurrentTurn.Activation is null) ThrowOutsideOfTurn();
    }

    [DoesNotReturn]
    private void ThrowOutsideOfTurn() =>
        throw new InvalidOperationException($"The state of {Key} was used outside of the grain's turns, for example in Task.Run or after ConfigureAwait(false).");

    private enum OperationKind
    {
        Read = 0,
        Write = 1,
        Clear = 2,
    }

    private sealed class Operation(OperationKind kind, bool canBeCancelled)
    {
        public OperationKind Kind => kind;

        public bool CanBeCancelled => canBeCancelled;

        public bool Begun { get; set; }

        public Task Completion { get; set; } = Task.CompletedTask;
    }
}
