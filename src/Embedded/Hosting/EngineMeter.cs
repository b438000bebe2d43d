using System.Diagnostics.Metrics;

namespace Atmosphere.Embedded.Hosting;

/// <summary>The engine's instruments. No grain key is ever a dimension.</summary>
public static class EngineMeter
{
    /// <summary>The meter's name, for whoever exports it.</summary>
    public const string Name = "Atmosphere.Embedded";

    private static readonly Meter Meter = new(Name);

    internal static UpDownCounter<int> Activations { get; } = Meter.CreateUpDownCounter<int>("embedded.activations", "{activation}", "Grains in memory.");

    internal static Counter<long> Timeouts { get; } = Meter.CreateCounter<long>("embedded.calls.timeouts", "{call}", "Calls whose callers have stopped waiting.");

    internal static Counter<long> StaleWrites { get; } = Meter.CreateCounter<long>("embedded.states.stale_writes", "{write}", "Activations that were dropped because their state was out of date.");

    internal static Histogram<int> BatchSize { get; } = Meter.CreateHistogram<int>("embedded.store.batch_size", "{write}", "Writes that shared one commit.");

    internal static Histogram<double> CommitDuration { get; } = Meter.CreateHistogram<double>("embedded.store.commit_duration", "s", "From the beginning of a transaction to its being on disk.");

    internal static Counter<long> EventsDelivered { get; } = Meter.CreateCounter<long>("embedded.streams.delivered", "{event}", "Stream events that a grain has taken.");

    internal static Counter<long> EventsRetried { get; } = Meter.CreateCounter<long>("embedded.streams.retried", "{event}", "Failed attempts to deliver a stream event.");

    internal static Counter<long> EventsGivenUp { get; } = Meter.CreateCounter<long>("embedded.streams.given_up", "{event}", "Stream events that were put aside.");

    internal static Counter<long> Ticks { get; } = Meter.CreateCounter<long>("embedded.reminders.ticks", "{tick}", "Reminder ticks that a grain has taken.");

    internal static Counter<long> TicksFailed { get; } = Meter.CreateCounter<long>("embedded.reminders.failed", "{tick}", "Reminder ticks that have failed.");

    internal static Histogram<double> Tardiness { get; } = Meter.CreateHistogram<double>("embedded.reminders.tardiness", "s", "From the time a tick was due to its being sent.");
}
