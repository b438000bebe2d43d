using System.Diagnostics;
using Atmosphere.Embedded.Hosting;
using Atmosphere.Embedded.State;
using Atmosphere.Embedded.Timers;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Embedded.Runtime;

/// <summary>The life of an activation.</summary>
internal enum ActivationState : byte
{
    /// <summary>There is no grain object yet; requests wait.</summary>
    Created = 0,

    /// <summary>The object is made, its states are read and <c>OnActivateAsync</c> runs; requests wait.</summary>
    Activating = 1,

    Valid = 2,

    /// <summary>Running requests finish; waiting ones go to the successor.</summary>
    Ending = 3,

    Ended = 4,
}

internal sealed partial class Activation
{
    private Grain? _grain;
    private AsyncServiceScope? _scope;
    private List<IStateFacet>? _states;
    private CancellationTokenSource? _activating;
    private DeactivationReason _reason;
    private ActivationState _state;
    private bool _wasValid;
    private bool _finishing;

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        CancellationTokenSource? activating;
        lock (this)
        {
            if (_state is ActivationState.Ending or ActivationState.Ended) return;
            _wasValid = _state is ActivationState.Valid;
            _reason = deactivationReason;
            _state = ActivationState.Ending;
            activating = _activating;
        }

        // In a turn: what the grain has registered with the token runs then.
        if (activating is not null) Scheduler.Post(static source => ((CancellationTokenSource)source!).Cancel(), activating);
        Scheduler.Signal();
    }

    /// <summary>A state that was injected into the grain; it is read before <c>OnActivateAsync</c>.</summary>
    public void Add(IStateFacet state) => (_states ??= []).Add(state);

    /// <summary>Moves the activation along. True: requests may start. Runs in turns and under the lock.</summary>
    private bool MayStart()
    {
        switch (_state)
        {
            case ActivationState.Created:
                _state = ActivationState.Activating;
                Scheduler.Post(static activation => _ = ((Activation)activation!).ActivateAsync(), this);
                return false;
            case ActivationState.Activating:
                return false;
            case ActivationState.Ending when !_finishing && _running is null && _activating is null:
                _finishing = true;
                Scheduler.Post(static activation => _ = ((Activation)activation!).EndAsync(), this);
                return false;
            case ActivationState.Ending:
                return !_finishing && _running is not null;
            case ActivationState.Ended:
                return false;
            default:
                return true;
        }
    }

    private async Task ActivateAsync()
    {
        Exception? failure = null;
        var cancellation = new CancellationTokenSource();
        lock (this)
        {
            if (_state is not ActivationState.Activating)
            {
                Scheduler.Signal();
                return;
            }

            _activating = cancellation;
        }

        try
        {
            _scope = Engine.Services.CreateAsyncScope();
            _grain = Class.Construct(_scope.Value.ServiceProvider, this);
            EngineMeter.Activations.Add(1);
            foreach (var state in _states ?? []) await state.LoadAsync(cancellation.Token);
            var activated = _grain.OnActivateAsync(cancellation.Token);
            if (!activated.IsCompletedSuccessfully) await activated.WaitAsync(Engine.Options.ActivationTimeout, Engine.Clock, cancellation.Token);
        }
        catch (Exception caught)
        {
            failure = caught;
            LogActivationFailed(Engine.Log, caught, GrainId);
        }

        lock (this)
        {
            _activating = null;
            if (failure is not null)
            {
                // An end that was asked for meanwhile (by DeactivateOnIdle) is no failure of its own.
                var askedFor = _state is ActivationState.Ending && cancellation.IsCancellationRequested;
                if (!askedFor) _reason = new DeactivationReason(DeactivationReasonCode.ActivationFailed, failure, "Failed to activate grain.");
                _state = ActivationState.Ending;
                _wasValid = false;
            }
            else if (_state is ActivationState.Activating)
            {
                _state = ActivationState.Valid;
            }
        }

        if (failure is not null) cancellation.Cancel();
        Scheduler.Signal();
    }

    private async Task EndAsync()
    {
        Debug.Assert(_running is null, "An activation ends when nothing runs.");
        foreach (var timer in TakeTimers()) timer.Dispose();
        if (_wasValid)
        {
            try
            {
                using var cancellation = new CancellationTokenSource();
                var deactivated = _grain!.OnDeactivateAsync(_reason, cancellation.Token);
                if (!deactivated.IsCompletedSuccessfully)
                {
                    try
                    {
                        await deactivated.WaitAsync(Engine.Options.DeactivationTimeout, Engine.Clock);
                    }
                    catch (TimeoutException)
                    {
                        cancellation.Cancel();
                        throw;
                    }
                }
            }
            catch (Exception failure)
            {
                LogDeactivationFailed(Engine.Log, failure, GrainId);
            }
        }

        await DisposeAsync();
        if (_grain is not null) EngineMeter.Activations.Add(-1);
        // OnDeactivateAsync may have started some.
        foreach (var timer in TakeTimers()) timer.Dispose();
        Leave();
    }

    private async Task DisposeAsync()
    {
        try
        {
            if (_grain is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
            else (_grain as IDisposable)?.Dispose();
            if (_scope is { } scope) await scope.DisposeAsync();
        }
        catch (Exception failure)
        {
            LogDeactivationFailed(Engine.Log, failure, GrainId);
        }
    }

    /// <summary>Hands the waiting requests to a successor, in their order, or answers them with the reason for the end if that was a failure.</summary>
    private void Leave()
    {
        List<Request>? refused = null;
        TaskCompletionSource? ended;
        Activation? successor = null;
        lock (this)
        {
            if (_reason.Exception is not null && _reason.ReasonCode is DeactivationReasonCode.ActivationFailed)
            {
                refused = [.. _waiting];
            }
            else
            {
                foreach (var request in _waiting)
                {
                    if (!Engine.MayForward(request, this)) continue;
                    successor ??= new Activation(Engine, Class, Key);
                    successor.TryEnqueue(request);
                }
            }

            _waiting.Clear();
            _readOnlyWaiting = 0;
            _interleaving?.Clear();
            _state = ActivationState.Ended;
            // Under the lock: whoever finds this activation ended must find the successor in its place.
            if (successor is not null) Class.Activations[Key] = successor;
            else Class.Activations.TryRemove(new KeyValuePair<string, Activation>(Key, this));
            ended = _rare?.Ended;
        }

        foreach (var request in refused ?? []) request.Fail(_reason.Exception!);
        ended?.TrySetResult();
    }

    private GrainTimer[] TakeTimers()
    {
        lock (this)
        {
            if (_rare is not { Timers.Count: > 0 }) return [];
            GrainTimer[] timers = [.. _rare.Timers];
            _rare.Timers.Clear();
            return timers;
        }
    }
}
