using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Atmosphere.Grains.Photos;

/// <summary>Makes the ids of photos and of their faces. The same upload gives the same ids, so a repeat is no second photo.</summary>
public static class PhotoId
{
    /// <summary>Characters of a photo id.</summary>
    public const int Length = 64;

    /// <summary>SHA-256 of camera id, a zero byte, and the bytes; lower-case hexadecimal.</summary>
    public static string Of(string cameraId, ReadOnlySpan<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(cameraId));
        hash.AppendData([0]);
        hash.AppendData(bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The camera of reference photos. No camera with a token has this name.</summary>
    public const string ReferenceCamera = "reference";

    /// <summary>The id of a reference photo: the same picture of two people, since one of them was a mistake, is two photos.</summary>
    public static string OfReference(string personId, ReadOnlySpan<byte> bytes) => Of($"{ReferenceCamera}/{personId}", bytes);

    public static bool IsValid(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);

    /// <summary>
    /// The id of the photo's n-th face, largest first: a GUID of version 8 (RFC 9562, custom) from a hash of both.
    /// A cut that is repeated after a crash makes no second face.
    /// </summary>
    public static string Face(string photoId, int index)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{photoId}/{index}")));
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString("D");
    }
}
