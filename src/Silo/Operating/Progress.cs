namespace Atmosphere.Silo.Operating;

/// <summary>Tells how far something has come, not more often than somebody likes to read it.</summary>
internal sealed class Progress(Action<string> say)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private long _last = TimeProvider.System.GetTimestamp();

    public void Tell(Func<string> what)
    {
        if (TimeProvider.System.GetElapsedTime(_last) < Pause) return;
        _last = TimeProvider.System.GetTimestamp();
        say($"  … {what()}");
    }
}
