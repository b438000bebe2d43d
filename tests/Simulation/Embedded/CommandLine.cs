using System.Globalization;

namespace Atmosphere.Simulation;

/// <summary>What the program was asked to do.</summary>
internal sealed record CommandLine
{
    public const string Usage = "Usage: dotnet run -c Release --project tests/Simulation -- [--seeds N] [--seconds N] [--seed S] [--trace] [--arrivals N] [--people N] [--presses N] [--restarts N] [--faults N]";

    private int? _seeds;
    private ulong? _seed;

    /// <summary>How many seeds, one after the other.</summary>
    public int Seeds => _seeds ?? (_seed is null ? 100 : 1);

    /// <summary>After this time no further seed is begun.</summary>
    public TimeSpan AtMost { get; private init; } = TimeSpan.MaxValue;

    /// <summary>The first of them.</summary>
    public ulong First => _seed ?? (ulong)Environment.TickCount64 * 1_000_000;

    /// <summary>Run one seed and print everything that happens.</summary>
    public bool Traces { get; private init; }

    public Scale Scale { get; private init; } = new();

    /// <returns>Null, and what is wrong, when the arguments can't be understood.</returns>
    public static CommandLine? Read(IReadOnlyList<string> arguments, out string flaw)
    {
        var command = new CommandLine();
        flaw = "";
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--trace")
            {
                command = command with { Traces = true };
                continue;
            }

            if (i + 1 == arguments.Count || !ulong.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || command.With(arguments[i], number) is not { } next)
            {
                flaw = $"'{arguments[i]}' can't be understood. {Usage}";
                return null;
            }

            command = next;
            i++;
        }

        return command;
    }

    private CommandLine? With(string name, ulong number) => (name, number) switch
    {
        ("--seed", _) => this with { _seed = number },
        (_, > int.MaxValue) => null,
        ("--seeds", > 0) => this with { _seeds = (int)number },
        ("--seconds", > 0) => this with { AtMost = TimeSpan.FromSeconds(number) },
        ("--arrivals", > 0) => this with { Scale = Scale with { Arrivals = (int)number } },
        ("--people", > 0) => this with { Scale = Scale with { People = (int)number } },
        ("--presses", _) => this with { Scale = Scale with { Presses = (int)number } },
        ("--restarts", _) => this with { Scale = Scale with { Restarts = (int)number } },
        ("--faults", _) => this with { Scale = Scale with { Faults = (int)number } },
        _ => null,
    };
}
