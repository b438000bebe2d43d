using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Atmosphere.Silo.Hosting;

namespace Atmosphere.Api.Crops;

/// <summary>Makes and checks links to pictures that expire and can't be guessed: HMAC-SHA256 over key and expiry.</summary>
internal sealed class CropLinks(byte[] secret, TimeProvider time)
{
    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public static CropLinks Open(DataFolder data, TimeProvider time)
    {
        var path = data.PathOf("crop-links.key");
        SecretFile.TryCreate(path, RandomNumberGenerator.GetBytes(32));
        return new(File.ReadAllBytes(path), time);
    }

    /// <param name="key">The picture's key in the store.</param>
    public string For(string key)
    {
        // Rounded up to whole minutes, so that a page that asks again gets the same link, and the browser its cached picture.
        var expires = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds() / 60 * 60 + 60;
        return string.Create(CultureInfo.InvariantCulture, $"/crops/{key}?expires={expires}&signature={Sign(key, expires)}");
    }

    public bool IsValid(string key, long expires, string signature) =>
        expires > time.GetUtcNow().ToUnixTimeSeconds()
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(key, expires)), Encoding.UTF8.GetBytes(signature));

    private string Sign(string key, long expires) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{expires}:{key}"))));
}
