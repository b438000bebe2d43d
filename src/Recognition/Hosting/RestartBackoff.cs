namespace Atmosphere.Recognition.Hosting;

/// <summary>How long to wait before the next start: doubling from 0.5 s to 30 s, from the beginning again after a minute of health.</summary>
/// <param name="Failures">Starts in a row that did not lead to a minute of health.</param>
internal readonly record struct RestartBackoff(int Failures)
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan HealthyAfter = TimeSpan.FromMinutes(1);

    /// <param name="uptime">How long the service was ready; zero when it never was.</param>
    public (TimeSpan Wait, RestartBackoff Next) After(TimeSpan uptime)
    {
        var failures = uptime >= HealthyAfter ? 0 : Failures;
        // 2^6 times half a second is past the most already; a larger exponent would overflow some day.
        var wait = First * Math.Pow(2, Math.Min(failures, 6));
        return (wait < Most ? wait : Most, new RestartBackoff(failures + 1));
    }
}
