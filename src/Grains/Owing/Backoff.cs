using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Owing;

/// <summary>How long to wait before an effect is tried again. Pure but for the jitter, which is given.</summary>
/// <param name="nextDouble">A random number from 0 (inclusive) to 1 (exclusive).</param>
public sealed class Backoff(Func<double> nextDouble)
{
    /// <summary>The wait after the first failure.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait after a failure that may pass by itself.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>The longest wait after a failure that an operator has to mend.</summary>
    public static readonly TimeSpan LongestMisconfigured = TimeSpan.FromMinutes(5);

    /// <summary>The other side's wish is honoured up to this.</summary>
    public static readonly TimeSpan LongestWish = TimeSpan.FromHours(1);

    private static readonly TimeSpan LongestSpread = TimeSpan.FromMinutes(1);

    /// <param name="kind">What went wrong.</param>
    /// <param name="failures">How often in a row, 1 or more.</param>
    /// <param name="wish">The other side's Retry-After, if any.</param>
    public TimeSpan Next(OutcomeKind kind, int failures, TimeSpan? wish)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        if (wish is { } asked && asked > TimeSpan.Zero) return Min(asked, LongestWish) + (First * nextDouble());
        var longest = kind == OutcomeKind.Misconfigured ? LongestMisconfigured : Longest;
        var doubled = Min(First * Math.Pow(2, Math.Min(failures - 1, 20)), longest);

        // Half fixed, half random: waiting grains must not come back in step.
        return (doubled / 2) + (doubled / 2 * nextDouble());
    }

    /// <summary>
    /// A wait that is nobody's failure, made up to a fifth and no more than a minute longer: waiting grains must not come back in step,
    /// and who was told to wait until the morning must not come at noon.
    /// </summary>
    public TimeSpan Spread(TimeSpan wait) => wait + (Min(wait / 5, LongestSpread) * nextDouble());

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
