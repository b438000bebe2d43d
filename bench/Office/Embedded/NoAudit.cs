using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Office.Bench;

/// <summary>The office looks at names and questions; who decided what is not read here.</summary>
internal sealed class NoAudit : IAudit
{
    public Task AppendAsync(ImmutableArray<AuditEntry> entries, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<int> RemoveBeforeAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<int> ReplaceUserAsync(string userId, string replacement, CancellationToken cancellationToken) => Task.FromResult(0);
}
