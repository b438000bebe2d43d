namespace Atmosphere.Simulation;

/// <summary>What can go wrong with a call to another service.</summary>
internal enum PortFault
{
    None = 0,

    /// <summary>429; with or without Retry-After.</summary>
    Throttled,

    /// <summary>409, or "come back later".</summary>
    Busy,

    /// <summary>500; nothing happened.</summary>
    Unavailable,

    /// <summary>It happened, but the answer was lost, or was garbage.</summary>
    AnswerLost,

    /// <summary>No answer until the caller's patience is over; nothing happened.</summary>
    Hangs,

    /// <summary>No answer until the caller's patience is over; it happened all the same.</summary>
    HangsAndHappens,

    /// <summary>401, <c>invalid_auth</c>; nothing happened.</summary>
    Misconfigured,
}

/// <summary>What can go wrong with a write.</summary>
internal enum WriteFault
{
    None = 0,
    FailsBefore,
    FailsAfter,
}

/// <summary>What goes wrong in one run, and how often. When the faults stop, it is calm for good.</summary>
internal sealed class Weather(Dice dice, Scale scale)
{
    private readonly double _writes = Rate(dice, 0.15);
    private readonly double _reads = Rate(dice, 0.05);
    private readonly double _calls = Rate(dice, 0.25);
    private readonly double _kills = Rate(dice, 0.02);
    private readonly double _lost = Rate(dice, 0.6);
    private readonly double _twice = Rate(dice, 0.8);
    private readonly TimeSpan _slowest = dice.Pick([TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5)]);
    private int _restartsLeft = scale.Restarts;
    private int _faultsLeft = scale.Faults;

    public bool IsCalm { get; private set; }

    /// <summary>How many faults there were, by kind.</summary>
    public SortedDictionary<string, int> Faults { get; } = new(StringComparer.Ordinal);

    /// <summary>No fault begins from now on.</summary>
    public void BecomeCalm() => IsCalm = true;

    /// <param name="isFull">The disk takes nothing now.</param>
    public WriteFault NextWrite(bool isFull) => isFull ? WriteFault.FailsBefore : !Strikes(_writes) ? WriteFault.None : dice.Chance(0.5) ? Count(WriteFault.FailsBefore) : Count(WriteFault.FailsAfter);

    public bool ReadFails() => Strikes(_reads) && Count("read fails");

    public PortFault NextCall() => Strikes(_calls) ? Count((PortFault)dice.From(1, 7)) : PortFault.None;

    /// <summary>Whether a window of a fault begins, for example an hour without Slack.</summary>
    public bool OutageBegins() => Strikes(1) && Count("outage");

    public bool CallFails(string what) => Strikes(_calls) && Count(what);

    /// <summary>Whether the process dies before this turn.</summary>
    public bool Dies() => !IsCalm && _restartsLeft > 0 && dice.Chance(_kills) && Restarts("process killed");

    /// <summary>Whether the process is stopped as a host stops it.</summary>
    public bool IsStopped() => !IsCalm && _restartsLeft > 0 && Restarts("process stopped");

    public bool EventIsLost() => Strikes(_lost) && Count("event lost");

    public bool EventComesTwice() => Strikes(_twice) && Count("event twice");

    public TimeSpan DiskTakes() => IsCalm ? TimeSpan.FromMilliseconds(1) : dice.Spread(TimeSpan.FromMilliseconds(0.05), _slowest);

    /// <summary>Streams may take minutes.</summary>
    public TimeSpan StreamTakes() => IsCalm || !dice.Chance(_twice) ? DiskTakes() : dice.Spread(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10));

    public TimeSpan WireTakes() => dice.Spread(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(IsCalm ? 0.1 : 3));

    /// <summary>A coin: did what was under way happen?</summary>
    public bool Heads() => dice.Chance(0.5);

    private static double Rate(Dice dice, double highest) => dice.Chance(0.35) ? 0 : highest * dice.Fraction() * dice.Fraction();

    private bool Strikes(double rate)
    {
        if (IsCalm || _faultsLeft <= 0 || !dice.Chance(rate)) return false;
        _faultsLeft--;
        return true;
    }

    private bool Restarts(string how)
    {
        _restartsLeft--;
        return Count(how);
    }

    private T Count<T>(T fault)
        where T : struct, Enum
    {
        Count(fault.ToString());
        return fault;
    }

    private bool Count(string fault)
    {
        Faults[fault] = Faults.GetValueOrDefault(fault) + 1;
        return true;
    }
}
