namespace Atmosphere.VirtualTime;

/// <summary>
/// Everything that happens, happens here: turns that are ready wait, and which one runs next is chosen at random. When none is ready,
/// time jumps to the next timer.
/// </summary>
internal sealed class OneThread(Dice dice, DateTimeOffset start)
{
    /// <summary>How often, per turn, the thread is so busy that a timer fires although turns wait.</summary>
    private const double Busy = 0.002;

    private static readonly TimeSpan LongestBusy = TimeSpan.FromMilliseconds(200);

    private readonly List<(TurnQueue Queue, Task Turn)> _ready = [];
    private readonly PriorityQueue<(VirtualTimer Timer, long Setting), (DateTimeOffset Due, long Number)> _timers = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _settings;

    public DateTimeOffset Start { get; } = start;

    public DateTimeOffset Now { get; private set; } = start;

    /// <summary>How many turns have run.</summary>
    public long Turns { get; private set; }

    /// <summary>A number that follows from every choice that was made so far (FNV-1a).</summary>
    public ulong Hash { get; private set; } = 14695981039346656037;

    /// <summary>Nothing can happen before time passes.</summary>
    public bool IsIdle => _ready.Count == 0;

    /// <summary>Something ran, or wants to run, on another thread: a run can't be repeated any more.</summary>
    public string? Stray { get; private set; }

    public void Add(TurnQueue queue, Task turn)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            Stray ??= Environment.StackTrace;
            return;
        }

        _ready.Add((queue, turn));
    }

    public void Set(VirtualTimer timer, DateTimeOffset due, long setting) => _timers.Enqueue((timer, setting), (due, ++_settings));

    /// <summary>Runs one turn, or lets time pass up to a limit.</summary>
    /// <returns>False when nothing happens before the limit.</returns>
    public bool Step(DateTimeOffset limit)
    {
        if (_ready.Count == 0) return FireNext(limit);
        if (dice.Chance(Busy)) FireNext(Now + LongestBusy);
        RunOne();
        return true;
    }

    /// <summary>Makes a number a part of <see cref="Hash"/>.</summary>
    public void Note(ulong number) => Hash = (Hash ^ number) * 1099511628211;

    private void RunOne()
    {
        var index = dice.Below(_ready.Count);
        var (queue, turn) = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        Turns++;
        Note((ulong)index);
        queue.Run(turn);
    }

    private bool FireNext(DateTimeOffset limit)
    {
        while (_timers.TryPeek(out var next, out var at))
        {
            if (at.Due > limit) return false;
            _timers.Dequeue();
            if (!next.Timer.IsSet(next.Setting)) continue;
            if (at.Due > Now) Now = at.Due;
            Note((ulong)Now.UtcTicks);
            next.Timer.Fire();
            return true;
        }

        return false;
    }
}
