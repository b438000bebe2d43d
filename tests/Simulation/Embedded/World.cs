using Atmosphere.Simulation.Invariants;
using Atmosphere.Simulation.Knowledge;
using Atmosphere.Simulation.Outside;
using Atmosphere.Simulation.Processes;
using Atmosphere.Simulation.Story;

namespace Atmosphere.Simulation;

/// <summary>Everything there is in one run.</summary>
internal sealed class World
{
    /// <summary>An ordinary run has some ten thousand.</summary>
    private const long MostTurns = 1_000_000;

    private static readonly DateTimeOffset Beginning = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly TurnQueue _turns;

    public World(ulong seed, Scale scale, bool traces)
    {
        Seed = seed;
        var dice = new Dice(seed);
        Thread = new OneThread(dice.Fork(), Beginning);
        Trace = new Trace(Thread, traces);
        Verdict = new Verdict(Trace);
        Weather = new Weather(dice.Fork(), scale);
        Settings = Settings.Roll(dice.Fork());
        Dice = dice.Fork();
        _turns = new TurnQueue(Thread);
        Clock = new VirtualClock(Thread, _turns);
        Cast = new Cast(scale.People);
        Outages = new Outages(Thread);
        Workspace = new Workspace(Thread, Cast.Users);
        Gallery = new Gallery(Thread, dice.Fork(), Settings) { NextTrainingFails = () => Weather.CallFails("training fails") };
        Operator = new Operator(this);
        Disk.Written = States.Take;
        Disk.Cleared = States.Forget;
        Invariants = new InvariantSet(this);
    }

    public ulong Seed { get; }

    public OneThread Thread { get; }

    public Dice Dice { get; }

    public Trace Trace { get; }

    public Verdict Verdict { get; }

    public Weather Weather { get; }

    public Settings Settings { get; }

    /// <summary>The clock of the world outside of the product.</summary>
    public VirtualClock Clock { get; }

    public Disk Disk { get; } = new();

    public PictureShelf Shelf { get; } = new();

    public CatalogueTables Catalogue { get; } = new();

    public Gallery Gallery { get; }

    public Workspace Workspace { get; }

    public Outages Outages { get; }

    public Names Names { get; } = new();

    public Cast Cast { get; }

    public Truth Truth { get; } = new();

    public GrainStates States { get; } = new();

    public FaceHistories Histories { get; } = new();

    public PressLog Presses { get; } = new();

    public Operator Operator { get; }

    public InvariantSet Invariants { get; }

    /// <summary>How many activities of the world outside have not ended.</summary>
    public int Activities { get; private set; }

    /// <summary>Starts an activity of the world outside.</summary>
    public void Start(Func<Task> activity)
    {
        Activities++;
        _ = _turns.Start(async () =>
        {
            try
            {
                await activity();
            }
            catch (Exception fault)
            {
                Verdict.Fail(nameof(NoOwnFault), $"A caller got {fault}");
            }
            finally
            {
                Activities--;
            }
        });
    }

    /// <summary>Lets things happen until a condition holds when nothing is ready to run, a promise is broken, or the limit is reached.</summary>
    /// <returns>Whether the condition holds.</returns>
    public bool Run(Func<bool> until, TimeSpan atMost)
    {
        var limit = Thread.Now + atMost;
        while (Verdict.Breach is null)
        {
            if (Thread.IsIdle && until()) return true;
            if (!Thread.Step(limit)) return false;
            if (Thread.Turns > MostTurns) Verdict.Fail("TurnsEnd", $"{MostTurns} turns, and no rest: something repeats itself without a pause");
            if (Thread.Stray is { } stray) Verdict.Fail("OneThread", $"Something ran on another thread: {stray}");
        }

        return false;
    }
}
