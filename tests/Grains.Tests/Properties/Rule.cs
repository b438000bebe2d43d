using FsCheck;
using FsCheck.Fluent;

namespace Atmosphere.Grains.Tests.Properties;

/// <summary>
/// Checks a rule on random inputs. A failure shows the shrunk input and the seed; <c>FSCHECK_REPLAY=(seed,gamma,size)</c> repeats it.
/// </summary>
internal static class Rule
{
    public static void Holds<T>(Gen<T> inputs, Action<T> rule, int tests = 500, Func<T, IEnumerable<T>>? shrink = null)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(tests).WithQuietOnSuccess(true);
        if (Environment.GetEnvironmentVariable("FSCHECK_REPLAY") is { Length: > 0 } replay)
        {
            var numbers = replay.Trim('(', ')').Split(',');
            config = config.WithReplay(ulong.Parse(numbers[0]), ulong.Parse(numbers[1]), int.Parse(numbers[2]));
        }

        Prop.ForAll(Arb.From(inputs, shrink ?? (_ => [])), rule).Check(config);
    }

    /// <summary>Smaller lists first: without a half, then without one element.</summary>
    public static IEnumerable<Moves<T>> Shorter<T>(Moves<T> moves)
    {
        for (var size = moves.All.Length / 2; size >= 1; size /= 2)
        {
            for (var from = 0; from + size <= moves.All.Length; from += size)
                yield return new([.. moves.All[..from], .. moves.All[(from + size)..]]);
        }
    }
}

/// <summary>A list that shows itself in full, one move a line.</summary>
internal sealed record Moves<T>(T[] All)
{
    public override string ToString() => string.Join("\n", All.Select(move => $"  {move}"));
}
