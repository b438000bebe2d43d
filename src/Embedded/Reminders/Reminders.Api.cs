using System.Runtime.InteropServices;

namespace Atmosphere.Embedded;

/// <summary>A grain that reminders can call.</summary>
public interface IRemindable : IGrain
{
    /// <summary>A tick. It is an ordinary call: an exception is logged and the next tick comes a period later.</summary>
    Task ReceiveReminder(string reminderName, TickStatus status);
}

/// <summary>A reminder as it was registered.</summary>
public interface IGrainReminder
{
    string ReminderName { get; }
}

/// <summary>When a tick comes and when the first one was due (all UTC).</summary>
[StructLayout(LayoutKind.Auto)]
[Immutable]
[GenerateSerializer]
public readonly struct TickStatus(DateTime firstTickTime, TimeSpan period, DateTime timeStamp)
{
    [Id(0)] public DateTime FirstTickTime { get; } = firstTickTime;

    [Id(1)] public TimeSpan Period { get; } = period;

    [Id(2)] public DateTime CurrentTickTime { get; } = timeStamp;

    public override string ToString() => $"<{FirstTickTime:O}, {Period}, {CurrentTickTime:O}>";
}

/// <summary>A reminder could not be registered, found or removed.</summary>
public sealed class ReminderException : OrleansException
{
    public ReminderException() { }

    public ReminderException(string message) : base(message) { }

    public ReminderException(string message, Exception? innerException) : base(message, innerException) { }
}
