namespace Atmosphere.Recognition.Hosting;

/// <summary>Lets so many lines a minute through and counts the rest: a child process in trouble must not flood the log.</summary>
/// <param name="perMinute">Lines that pass in each minute.</param>
internal sealed class LineBudget(int perMinute)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private DateTimeOffset _since = DateTimeOffset.MinValue;
    private int _passed;
    private int _dropped;

    /// <param name="now">The time of the line.</param>
    /// <param name="dropped">How many lines were dropped in the minute that has just ended: worth a line of its own.</param>
    public bool Passes(DateTimeOffset now, out int dropped)
    {
        dropped = 0;
        if (now - _since >= Minute)
        {
            dropped = _dropped;
            (_since, _passed, _dropped) = (now, 0, 0);
        }

        if (_passed < perMinute)
        {
            _passed++;
            return true;
        }

        _dropped++;
        return false;
    }
}
