namespace Atmosphere.Grains.Recognition;

/// <summary>A token bucket that holds at most one second's worth. Pure: the time is given.</summary>
internal sealed record RecogniserBudget
{
    /// <summary>While enrolment has asked in vain, identification gets nothing for this long.</summary>
    private static readonly TimeSpan EnrolmentFirst = TimeSpan.FromSeconds(1);

    public double Tokens { get; init; }

    public DateTimeOffset At { get; init; }

    public DateTimeOffset EnrolmentWaitsUntil { get; init; }

    /// <param name="request">What is asked for.</param>
    /// <param name="callsPerSecond">The recogniser's rate.</param>
    /// <param name="now">The time.</param>
    /// <returns>The budget afterwards, and the answer.</returns>
    public (RecogniserBudget Next, BudgetLease Lease) Take(BudgetRequest request, double callsPerSecond, DateTimeOffset now)
    {
        var capacity = Math.Max(callsPerSecond, 1);
        var wanted = Math.Clamp(request.Calls, 1, capacity);
        var tokens = Math.Min(capacity, Tokens + (Math.Max(0, (now - At).TotalSeconds) * callsPerSecond));
        var filled = this with { Tokens = tokens, At = now };

        if (request.Use == BudgetUse.Identification && EnrolmentWaitsUntil > now)
            return (filled, new() { Wait = EnrolmentWaitsUntil - now });
        if (tokens >= wanted)
        {
            var spent = filled with { Tokens = tokens - wanted };
            return (request.Use == BudgetUse.Enrolment ? spent with { EnrolmentWaitsUntil = now } : spent, new() { Granted = true });
        }

        // Rounded up: a wait that rounds to nothing would have its caller ask again and again at the same instant.
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling(1000 * (wanted - tokens) / callsPerSecond));
        return (
            request.Use == BudgetUse.Enrolment ? filled with { EnrolmentWaitsUntil = now + wait + EnrolmentFirst } : filled,
            new() { Wait = wait });
    }
}
