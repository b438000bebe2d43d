using System.Collections.Concurrent;
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

    /// <summary>The grain directory, too, has lost a silo, and needs a while.</summary>
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(5);

    private const int MostAttempts = 6;
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
                if (!isDue || snapshot.GetSiloStatus(silo.SiloAddress) != SiloStatus.Active) continue;
                await WakeAsync(ShareOf(snapshot), stoppingToken);
                isDue = false;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // This silo goes, and the others see to what it leaves.
        }
    }

    private HashShare ShareOf(ClusterMembershipSnapshot snapshot)
    {
        var active = snapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress).Order().ToList();
        return HashShare.Of(active.IndexOf(silo.SiloAddress), active.Count);
    }

    /// <summary>Several attempts at what can't be reached, then none: its reminder is left.</summary>
    private async Task WakeAsync(HashShare share, CancellationToken cancellationToken)
    {
        IReadOnlyCollection<ReminderEntry>? left = null;
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            if (attempt > 1) await Task.Delay(BetweenAttempts, time, cancellationToken);
            try
            {
                left ??= await DueSoonAsync(share);
                left = await WakeAsync(left, cancellationToken);
                if (left.Count == 0) return;
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotRead(fault);
            }
        }

        LogLeft(left?.Count);
    }

    private async Task<IReadOnlyCollection<ReminderEntry>> DueSoonAsync(HashShare share)
    {
        var until = time.GetUtcNow().UtcDateTime + Soon;
        var table = await reminders.ReadRows(share.Begin, share.End);
        return [.. table.Reminders.Where(entry => entry.ReminderName == WellKnownNames.DueReminder && entry.StartAt <= until)];
    }

    /// <returns>Those that did not answer.</returns>
    private async Task<IReadOnlyCollection<ReminderEntry>> WakeAsync(IReadOnlyCollection<ReminderEntry> entries, CancellationToken cancellationToken)
    {
        var silent = new ConcurrentBag<ReminderEntry>();
        await Parallel.ForEachAsync(entries, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (entry, _) =>
        {
            try
            {
                await TickAsync(entry).WaitAsync(cancellationToken);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotWoken(fault);
                silent.Add(entry);
            }
        });
        if (entries.Count > silent.Count) LogWoken(entries.Count - silent.Count);
        return silent;
    }

    private Task TickAsync(ReminderEntry entry) =>
        grains.GetGrain(entry.GrainId).AsReference<IRemindable>().ReceiveReminder(entry.ReminderName, new TickStatus(entry.StartAt, entry.Period, time.GetUtcNow().UtcDateTime));

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} grains that owe something were woken before their reminders")]
    private partial void LogWoken(int count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A grain that owes something did not answer")]
    private partial void LogNotWoken(Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The reminders of grains that may have lost their silo could not be read")]
    private partial void LogNotRead(Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} grains that owe something were not woken; their reminders do it later")]
    private partial void LogLeft(int? count);
}
