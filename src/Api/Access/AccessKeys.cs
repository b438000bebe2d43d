using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atmosphere.Silo.Hosting;

namespace Atmosphere.Api.Access;

/// <summary>Who a bearer token belongs to.</summary>
/// <param name="IsOperator">The operator key.</param>
/// <param name="CameraId">The camera, when it is a camera token.</param>
internal sealed record TokenOwner(bool IsOperator, string? CameraId);

/// <summary>
/// Camera tokens and the operator key: made at first start, shown once, stored as SHA-256 hashes. They are 128 random bits each,
/// so that a plain hash needs no salt.
/// </summary>
internal sealed class AccessKeys
{
    private const string FirstCamera = "camera-1";
    private readonly Stored _stored;

    private AccessKeys(Stored stored, NewKeys? created) => (_stored, Created) = (stored, created);

    /// <summary>The plain keys, at the one start that made them.</summary>
    public NewKeys? Created { get; }

    /// <exception cref="SettingException">The file with the hashes is damaged, or a key that the configuration gives is none.</exception>
    public static AccessKeys Open(DataFolder data, AccessOptions given)
    {
        if (given.Flaws().ToList() is { Count: > 0 } flaws) throw new SettingException(flaws);
        if (given.AreGiven) return new(HashesOf(given.OperatorKey, given.CameraToken), null);

        var path = data.PathOf("access.json");
        if (File.Exists(path)) return new(Read(path), null);

        var created = new NewKeys($"cam_{Random()}", $"op_{Random()}");
        var stored = HashesOf(created.OperatorKey, created.CameraToken);
        return SecretFile.TryCreate(path, JsonSerializer.SerializeToUtf8Bytes(stored)) ? new(stored, created) : new(Read(path), null);
    }

    public TokenOwner? Find(string token)
    {
        var hash = Hash(token);
        if (Same(hash, _stored.OperatorKey)) return new(true, null);
        return _stored.Cameras.FirstOrDefault(camera => Same(hash, camera.Token)) is { } known ? new(false, known.Id) : null;
    }

    private static Stored HashesOf(string operatorKey, string cameraToken) =>
        new(Hash(operatorKey), cameraToken.Length == 0 ? [] : [new(FirstCamera, Hash(cameraToken))]);

    private static Stored Read(string path)
    {
        try
        {
            if (JsonSerializer.Deserialize<Stored>(File.ReadAllBytes(path)) is { OperatorKey.Length: > 0, Cameras.IsDefault: false } stored) return stored;
        }
        catch (JsonException damage)
        {
            throw Damaged(path, damage);
        }

        throw Damaged(path, null);
    }

    private static SettingException Damaged(string path, JsonException? damage) =>
        new($"{path} does not hold the keys' hashes; restore it, or delete it to get new keys at the next start.", damage);

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(a), Encoding.ASCII.GetBytes(b));

    internal sealed record NewKeys(string CameraToken, string OperatorKey);

    private sealed record Stored(string OperatorKey, ImmutableArray<StoredCamera> Cameras);

    private sealed record StoredCamera(string Id, string Token);
}
