using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Auditing;

/// <summary>
/// Writes an owed entry of the audit. Repeated, it changes nothing; a database that is away delays it. Whoever was forgotten meanwhile is
/// not named by what comes late.
/// </summary>
internal sealed class WriteAuditStep(IAudit audit, Tombstones stones)
{
    public async Task<EffectResult<TCommand>> PerformAsync<TCommand>(AuditEntry entry, CancellationToken cancellationToken)
        where TCommand : class
    {
        await audit.AppendAsync([await stones.OnRecordAsync(entry)], cancellationToken);
        return EffectResult<TCommand>.Done;
    }
}
