namespace Atmosphere.Grains.Ports;

/// <summary>Keeps photos, crops and zoom-ins. Never public: pages get signed, expiring links.</summary>
public interface ICropStore
{
    /// <summary>Stores or replaces; the bytes are on disk when this returns.</summary>
    /// <param name="key">From <see cref="CropKeys"/>.</param>
    /// <param name="bytes">The JPEG.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    Task SaveAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>The bytes, or null when there is nothing under that key.</summary>
    Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken);

    /// <summary>Deletes. Already gone is a success.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);
}

/// <summary>The keys of stored pictures: <c>kind/id</c>, the id in lower-case hexadecimal with dashes.</summary>
public static class CropKeys
{
    /// <summary>The upload as it came.</summary>
    public static string Upload(string photoId) => $"uploads/{photoId}";

    /// <summary>The photo, prepared.</summary>
    public static string Photo(string photoId) => $"photos/{photoId}";

    /// <summary>The face alone.</summary>
    public static string Crop(string faceId) => $"crops/{faceId}";

    /// <summary>The face with its surroundings.</summary>
    public static string ZoomIn(string faceId) => $"zoom-ins/{faceId}";
}
