using System.Text.Json;
using Atmosphere.Grains;
using Atmosphere.Silo.Transfer;

namespace Atmosphere.Silo;

/// <summary>Orleans' own providers of states and reminders, without a silo.</summary>
internal sealed class StorageProviders : IAsyncDisposable
{
    private readonly IHost _host;

    private StorageProviders(IHost host) => _host = host;

    public IGrainStorage States => _host.Services.GetRequiredKeyedService<IGrainStorage>(WellKnownNames.Storage);

    public IReminderTable Reminders => _host.Services.GetRequiredService<IReminderTable>();

    /// <param name="clusterId">Reminders are marked with it.</param>
    /// <param name="serviceId">For which service they work: part of every key.</param>
    /// <param name="add">Adds them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<StorageProviders> StartAsync(string clusterId, string serviceId, Action<ISiloBuilder> add, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(serviceId: serviceId, clusterId: clusterId); // nothing is started, so nothing listens
            add(silo);
        });
        var providers = new StorageProviders(builder.Build());
        await providers.Reminders.StartAsync(cancellationToken);
        await ProviderLifecycle.StartAsync((ILifecycleParticipant<ISiloLifecycle>)providers.States, cancellationToken);
        return providers;
    }

    /// <summary>Writes what was exported, as silos would have.</summary>
    public async Task WriteAsync(GrainRecord record, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = GrainId.Create(record.GrainType, record.Key);
        switch (record)
        {
            case StateRecord state:
                // The product's serialiser writes this as it is.
                await States.WriteStateAsync(state.Name, id, new GrainState<JsonElement> { State = JsonSerializer.Deserialize<JsonElement>(state.Json.Span) });
                break;
            case ReminderRecord reminder:
                // Orleans takes a start in the past for one of many ticks, and comes with the next: what is overdue is due now.
                var start = reminder.Due > now ? reminder.Due : now;
                await Reminders.UpsertRow(new ReminderEntry { GrainId = id, ReminderName = reminder.Name, StartAt = start.UtcDateTime, Period = reminder.Period }, cancellationToken);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(record), record, "Neither a state nor a reminder.");
        }
    }

    /// <summary>The first tick after a time of a reminder that Orleans keeps.</summary>
    public static DateTimeOffset NextTick(DateTimeOffset start, TimeSpan period, DateTimeOffset now)
    {
        start = start.ToUniversalTime();
        return start > now || period <= TimeSpan.Zero ? start : start + ((((now - start).Ticks / period.Ticks) + 1) * period);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
        else _host.Dispose();
    }
}
