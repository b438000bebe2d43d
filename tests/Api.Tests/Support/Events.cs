using System.Text.Json;

namespace Atmosphere.Api.Tests.Support;

/// <summary>Bodies for <c>POST /events/images-in-db</c>.</summary>
internal static class Events
{
    public static byte[] Of(string faceId, byte[]? crop = null, byte[]? zoomIn = null, object? faceInZoomIn = null) =>
        JsonSerializer.SerializeToUtf8Bytes(new { faceId, photoId = "photo-1", crop = crop ?? Pictures.Jpeg(), zoomIn, faceInZoomIn });
}
