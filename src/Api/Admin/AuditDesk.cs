using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Api.Admin;

/// <summary>Puts on record what is decided here and has no grain that would owe the entry: before it is done.</summary>
internal sealed class AuditDesk(IAudit audit, Tombstones stones, TimeProvider time)
{
    /// <summary>The entry is on disk when this returns. What can't be put on record is not to be done.</summary>
    /// <param name="action">A name that stays.</param>
    /// <param name="actor">One of <see cref="Actors"/>.</param>
    /// <param name="about">A Slack user, or null.</param>
    /// <param name="detail">Never anything about a person.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task WriteAsync(string action, string actor, string? about = null, string detail = "", CancellationToken cancellationToken = default)
    {
        var entry = new AuditEntry { Source = $"api/{Guid.NewGuid()}", Index = 1, At = time.GetUtcNow(), Action = action, Actor = actor, About = about, Detail = detail };
        await audit.AppendAsync([await stones.OnRecordAsync(entry)], cancellationToken);
    }
}
