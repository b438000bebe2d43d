using System.Security.Cryptography;
using System.Text;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Forgetting;

/// <summary>
/// Finds tombstones. A stone stands under HMAC-SHA256 of the user id, so that what is stored says of nobody that she has asked to be
/// forgotten. The key is grain state and not a file: all silos of a cluster have to find the same stones.
/// </summary>
public sealed class Tombstones(IGrainFactory grains)
{
    /// <summary>The one <see cref="ITombstoneKeyGrain"/>.</summary>
    private const string TheKey = "tombstones";

    private volatile byte[]? _key;

    /// <param name="userId">Slack's.</param>
    public async Task<ITombstoneGrain> OfAsync(string userId) => grains.GetGrain<ITombstoneGrain>(await HashAsync(userId));

    /// <summary>What stands for somebody forgotten where a decision of hers or about her has to stay on record.</summary>
    public async Task<string> PseudonymAsync(string userId) => $"forgotten:{(await HashAsync(userId))[..16]}";

    /// <summary>An entry of the audit as it may be written: whoever was forgotten stands in it under the pseudonym.</summary>
    public async Task<AuditEntry> OnRecordAsync(AuditEntry entry) => entry with
    {
        Actor = Actors.IsSlackUser(entry.Actor) ? await OnRecordAsync(entry.Actor) : entry.Actor,
        About = entry.About is { } userId ? await OnRecordAsync(userId) : null,
    };

    private async Task<string> OnRecordAsync(string userId) => await IsForgottenAsync(userId) ? await PseudonymAsync(userId) : userId;

    private async Task<string> HashAsync(string userId)
    {
        _key ??= Convert.FromHexString(await grains.GetGrain<ITombstoneKeyGrain>(TheKey).EnsureKey());
        return Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(userId)));
    }

    public async Task<bool> IsForgottenAsync(string userId) => await (await OfAsync(userId)).GetReceipt() is not null;

    /// <summary>The first of these who is forgotten, or null.</summary>
    public async Task<string?> FirstForgottenAsync(IEnumerable<string> userIds)
    {
        foreach (var userId in userIds)
        {
            if (await IsForgottenAsync(userId)) return userId;
        }

        return null;
    }
}
