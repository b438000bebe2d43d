using System.Collections.Concurrent;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Engine.Tests.Flows.Simulated;

/// <summary>What goes wrong with one call.</summary>
public enum Fault
{
    /// <summary>429.</summary>
    Throttled,

    /// <summary>409.</summary>
    Busy,

    /// <summary>A short-lived id is no longer known.</summary>
    Expired,

    /// <summary>5xx; nothing happened.</summary>
    Unavailable,

    /// <summary>It happened, but the answer never came.</summary>
    ReplyLost,

    /// <summary>A wrong key.</summary>
    Misconfigured,

    /// <summary>The adapter itself has a bug.</summary>
    Throws,
}

/// <summary>Faults on order, by the name of the port's method; and a count of the calls.</summary>
public sealed class Faults
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Fault>> _once = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Fault> _always = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _silent = new(StringComparer.Ordinal);

    /// <summary>The next calls of the method fail, in this order.</summary>
    public void Order(string method, params ReadOnlySpan<Fault> faults)
    {
        foreach (var fault in faults) _once.GetOrAdd(method, _ => new()).Enqueue(fault);
    }

    /// <summary>Every call of the method fails, until it is mended.</summary>
    public void Break(string method, Fault fault = Fault.Unavailable) => _always[method] = fault;

    public void Mend(string method) => _always.TryRemove(method, out _);

    /// <summary>Calls of the method have their effect, and then say nothing until their caller gives up.</summary>
    public void Silence(string method) => _silent[method] = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Unsilence(string method)
    {
        if (_silent.TryRemove(method, out var silence)) silence.TrySetResult();
    }

    public int Calls(string method) => _calls.GetValueOrDefault(method);

    /// <summary>Answers a call: with its effect, with a fault, or with both.</summary>
    public async Task<Outcome<T>> AnswerAsync<T>(string method, Func<Outcome<T>> effect, CancellationToken cancellationToken)
    {
        var fault = Next(method);
        var answer = fault switch
        {
            null => effect(),
            Fault.Throttled => Outcome<T>.Throttled(null),
            Fault.Busy => Outcome<T>.Busy("busy", "Something else is under way."),
            Fault.Expired => Outcome<T>.Expired("expired", "The id is no longer known."),
            Fault.Unavailable => Outcome<T>.Unavailable("503", "It is down."),
            Fault.ReplyLost => effect() is { IsDone: false } refused ? refused : Outcome<T>.Unavailable("timeout", "The answer never came."),
            Fault.Misconfigured => Outcome<T>.Misconfigured("401", "The key is wrong."),
            _ => throw new InvalidOperationException($"{method} has a bug, on order."),
        };
        if (_silent.TryGetValue(method, out var silence)) await silence.Task.WaitAsync(cancellationToken);
        return answer;
    }

    private Fault? Next(string method)
    {
        _calls.AddOrUpdate(method, 1, (_, calls) => calls + 1);
        if (_once.TryGetValue(method, out var queue) && queue.TryDequeue(out var fault)) return fault;
        return _always.TryGetValue(method, out var always) ? always : null;
    }
}
