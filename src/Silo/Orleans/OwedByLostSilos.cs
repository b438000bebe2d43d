using System.Collections.Immutable;
using Atmosphere.Grains;
using Atmosphere.Silo.Clustering;

namespace Atmosphere.Silo;

/// <summary>
/// Wakes grains that owe something and have lost their silo. A silo that ends, in order or not, leaves them with nothing but their reminder:
/// two minutes ahead at best, and later if its own part of the reminders went with it. So whenever a silo is gone, and at this one's start,
/// ticks that are due soon or overdue come at once, as they do after a restart of the embedded engine. Each silo sees to its share of the
/// grains. A grain that lives meets a tick that comes early; whom this does not reach has its reminder still.
/// </summary>
internal sealed partial class OwedByLostSilos(
    IClusterMembershipService membership,
    IReminderTable reminders,
    IGrainFactory grains,
    ILocalSiloDetails silo,
    TimeProvider time,
    ILogger<OwedByLostSilos> logger) : BackgroundService
{
    /// <summary>How far ahead a grain that owes something arms its reminder.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The pauses before each round of ticks. The grain directory has lost a silo, too: for a while some grains can't be reached, and others
    /// that still live somewhere are ended because their entry is lost.
    /// </summary>
    private static readonly ImmutableArray<TimeSpan> Rounds = [TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)];

    private const int AtOnce = 16;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var known = ImmutableHashSet<SiloAddress>.Empty;
        var isDue = true;
        try
        {
            await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
            {
                var living = snapshot.Members.Values.Where(member => member.Status != SiloStatus.Dead).Select(member => member.SiloAddress).ToImmutableHashSet();
                isDue |= !known.IsSubsetOf(living);
                known = living;
                if (!isDue || ShareOf(snapshot) is null) continue;
                await WakeAsync(stoppingToken);
                isDue = false;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // This silo goes, and the others see to what it leaves.
        }
    }

    /// <returns>Null while this silo is not active.</returns>
    private HashShare? ShareOf(ClusterMembershipSnapshot snapshot)
    {
        var active = snapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress).Order().ToList();
        return active.IndexOf(silo.SiloAddress) is var index and >= 0 ? HashShare.Of(index, active.Count) : null;
    }

    private async Task WakeAsync(CancellationToken cancellationToken)
    {
        foreach (var pause in Rounds)
        {
            await Task.Delay(pause, time, cancellationToken);
            if (ShareOf(membership.CurrentSnapshot) is not { } share) return;
            try
            {
                await WakeAsync(await DueSoonAsync(share), cancellationToken);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotRead(fault);
            }
        }
    }

    private async Task<IReadOnlyCollection<ReminderEntry>> DueSoonAsync(HashShare share)
    {
        var until = time.GetUtcNow().UtcDateTime + Soon;
        var table = await reminders.ReadRows(share.Begin, share.End);
        return [.. table.Reminders.Where(entry => entry.ReminderName == WellKnownNames.DueReminder && entry.StartAt <= until)];
    }

    private async Task WakeAsync(IReadOnlyCollection<ReminderEntry> entries, CancellationToken cancellationToken)
    {
        var silent = 0;
        await Parallel.ForEachAsync(entries, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (entry, _) =>
        {
            try
            {
                await TickAsync(entry).WaitAsync(cancellationToken);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotWoken(fault);
                Interlocked.Increment(ref silent);
            }
        });
        if (entries.Count > 0) LogWoken(entries.Count - silent, entries.Count);
    }

    private Task TickAsync(ReminderEntry entry) =>
        grains.GetGrain(entry.GrainId).AsReference<IRemindable>().ReceiveReminder(entry.ReminderName, new TickStatus(entry.StartAt, entry.Period, time.GetUtcNow().UtcDateTime));

    [LoggerMessage(Level = LogLevel.Information, Message = "A silo is gone or this one is new: {Woken} of {Count} grains that owe something have been told to go on")]
    private partial void LogWoken(int woken, int count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A grain that owes something did not answer")]
    private partial void LogNotWoken(Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The reminders of grains that may have lost their silo could not be read; it is tried again, and the reminders themselves come later")]
    private partial void LogNotRead(Exception fault);
}
