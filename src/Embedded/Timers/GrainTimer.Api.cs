using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Atmosphere.Embedded;

/// <summary>A timer of one activation. It ends with the activation.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets when the callback runs next, and how often from then on. During a callback it takes effect when that ends.</summary>
    /// <param name="dueTime">From now; zero for at once, <see cref="Timeout.InfiniteTimeSpan"/> for not at all.</param>
    /// <param name="period">From the end of one callback to the next; <see cref="Timeout.InfiniteTimeSpan"/> for once only.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is negative (and not infinite) or above 4,294,967,294 ms.</exception>
    void Change(TimeSpan dueTime, TimeSpan period);
}

/// <summary>How a grain timer behaves.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct GrainTimerCreationOptions
{
    public GrainTimerCreationOptions() { }

    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>From registration to the first callback; zero for at once, <see cref="Timeout.InfiniteTimeSpan"/> for not before a change.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>From the end of one callback to the next; <see cref="Timeout.InfiniteTimeSpan"/> for once only.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>The callback runs between the awaits of other requests, instead of waiting for its turn and holding up the next one.</summary>
    public bool Interleave { get; init; }

    /// <summary>A callback counts as use, so that the activation is not collected for being idle.</summary>
    public bool KeepAlive { get; init; }
}
