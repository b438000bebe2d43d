using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Atmosphere.Api.Limits;

/// <summary>
/// How often an address is told that its token, key, link or signature is wrong. What is right is always let in: a flood of wrong ones
/// shuts nobody out who shares an address with it, as everybody does behind a proxy.
/// </summary>
internal sealed class StrangerLimit(LimitOptions options) : IDisposable
{
    /// <summary>Addresses share these; which ones do is different in every process.</summary>
    private const int Shares = 1024;

    /// <summary>The part of an IPv6 address that its holder did not choose.</summary>
    private const int NetworkBytes = 8;

    private readonly PartitionedRateLimiter<string> _failures = Bucket.PerKey(options.StrangerPerSecond);

    /// <summary>Called once for every wrong token, key, link or signature.</summary>
    /// <returns>Null when the sender may be told, and the log too.</returns>
    public IResult? Refuse(HttpContext context)
    {
        using var lease = _failures.AttemptAcquire(ShareOf(context.Connection.RemoteIpAddress));
        return lease.IsAcquired ? null : Refusals.TooMany(context, lease, "Too many wrong tokens, keys or signatures came from this address.");
    }

    public void Dispose() => _failures.Dispose();

    internal static string ShareOf(IPAddress? address)
    {
        if (address is null) return "0";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes().AsSpan();
        var hash = new HashCode();
        hash.AddBytes(address.AddressFamily == AddressFamily.InterNetworkV6 ? bytes[..NetworkBytes] : bytes);
        return $"{(uint)hash.ToHashCode() % Shares}";
    }
}
