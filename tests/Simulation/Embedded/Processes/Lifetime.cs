
namespace Atmosphere.Simulation.Processes;

/// <summary>
/// One process while it lives: its turns, its clock, and what it has under way outside. What is under way when it dies happens at
/// once or never: a request that arrives after the next process has looked for it can be told from none by nobody.
/// </summary>
internal sealed class Lifetime
{
    private readonly Weather _weather;
    private readonly List<UnderWay> _underWay = [];

    public Lifetime(OneThread thread, Weather weather, Action beforeTurn)
    {
        _weather = weather;
        Turns = new TurnQueue(thread) { BeforeTurn = beforeTurn };
        Clock = new VirtualClock(thread, Turns);
    }

    public TurnQueue Turns { get; }

    public VirtualClock Clock { get; }

    public bool IsOver { get; private set; }

    /// <summary>Something was asked for that has not come back.</summary>
    public bool Waits => _underWay.Count > 0;

    /// <summary>Something is on its way to the disk or to another service.</summary>
    public UnderWay Begin(Action happen, bool mayHappen = true)
    {
        var begun = new UnderWay(happen, mayHappen, _underWay);
        _underWay.Add(begun);
        return begun;
    }

    /// <summary>A coin: did what its caller gave up happen?</summary>
    public void GiveUp(UnderWay given)
    {
        if (_weather.Heads()) given.TryHappen();
        else given.Drop();
    }

    /// <summary>The process dies.</summary>
    public void End()
    {
        IsOver = true;
        Turns.Close();
        foreach (var each in _underWay.ToArray()) GiveUp(each);
    }
}

/// <summary>Something on its way: it happens once or never.</summary>
internal sealed class UnderWay(Action happen, bool mayHappen, List<UnderWay> all)
{
    public void Happen()
    {
        if (all.Remove(this)) happen();
    }

    /// <summary>Nobody waits for it any more: neither for its success nor for its refusal.</summary>
    public void TryHappen()
    {
        try
        {
            if (mayHappen) Happen();
            else Drop();
        }
        catch (InconsistentStateException)
        {
            // The disk has refused the write; whoever asked for it is dead.
        }
    }

    public void Drop() => all.Remove(this);
}
