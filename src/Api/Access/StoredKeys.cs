using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Atmosphere.Api.Access;

/// <summary>The hashes of all keys. They are of 128 random bits each, so that a plain hash needs no salt.</summary>
/// <param name="OperatorKey">SHA-256 in lower-case hexadecimal.</param>
/// <param name="Cameras">In the order in which they were made.</param>
internal sealed record StoredKeys(string OperatorKey, ImmutableArray<StoredCamera> Cameras)
{
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public TokenOwner? Find(string token)
    {
        var hash = Hash(token);
        if (Same(hash, OperatorKey)) return new(true, null);
        return Cameras.FirstOrDefault(camera => Same(hash, camera.Token)) is { } known ? new(false, known.Id) : null;
    }

    private static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(a), Encoding.ASCII.GetBytes(b));
}

/// <param name="Id">The camera's name.</param>
/// <param name="Token">SHA-256 in lower-case hexadecimal.</param>
/// <param name="CreatedAt">Null for one of a first start.</param>
internal sealed record StoredCamera(string Id, string Token, DateTimeOffset? CreatedAt = null);
