using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Auditing;

/// <summary>Writes an owed entry of the audit. Repeated, it changes nothing; a database that is away delays it.</summary>
internal sealed class WriteAuditStep(IAudit audit)
{
    public async Task<EffectResult<TCommand>> PerformAsync<TCommand>(AuditEntry entry, CancellationToken cancellationToken)
        where TCommand : class
    {
        await audit.AppendAsync([entry], cancellationToken);
        return EffectResult<TCommand>.Done;
    }
}
