using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Recognition.Tests.Fakes;

/// <summary>Who is where on a fake picture.</summary>
internal sealed record FakeFace(string Who, int Left, int Top, int Width, int Height, string Quality = "high")
{
    public PixelBox Box => new() { Left = Left, Top = Top, Width = Width, Height = Height };
}

/// <summary>
/// Pictures that the <see cref="FakeFaceApi"/> can see faces on: a list of them, padded to the size of a small picture. On anything that
/// begins like a JPEG it sees one face, a different one on every picture.
/// </summary>
internal static class FakePicture
{
    public static byte[] Of(params FakeFace[] faces) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(faces).PadRight(2048));

    public static byte[] NotAPicture { get; } = Encoding.UTF8.GetBytes(new string('x', 2048));

    /// <returns>The faces, or null when it is no picture.</returns>
    public static FakeFace[]? Read(byte[] bytes)
    {
        if (ImageHeader.Read(bytes) is { MediaType: ImageHeader.JpegType, Width: var width, Height: var height }) return [new(Convert.ToHexStringLower(SHA256.HashData(bytes)), 0, 0, width, height)];
        try
        {
            return JsonSerializer.Deserialize<FakeFace[]>(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
