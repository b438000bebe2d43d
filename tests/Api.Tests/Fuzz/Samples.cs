using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Slack;

namespace Atmosphere.Api.Tests.Fuzz;

/// <summary>What the damage starts from: something valid of every kind, the same in every run.</summary>
internal static class Samples
{
    /// <summary>Few, so that what is taken makes no endless number of faces.</summary>
    public static readonly string[] Faces = [.. Enumerable.Range(1, 16).Select(number => $"3f2504e0-4f89-41d3-9a0c-0305e82c{number:x4}")];

    public static readonly string[] Users = [SlackSide.Dana, SlackSide.Omer, SlackSide.Noa, SlackSide.Bot, SlackSide.Gone, "USLACKBOT", "W012A3CDE"];

    private static readonly string[] Buttons = [ActionIds.NotAFace, ActionIds.NobodyWeKnow, ActionIds.TakeBack, ActionIds.WrongIdentification, ActionIds.UndoTag];

    public static readonly byte[][] Pictures =
    [
        Still(Support.Pictures.Jpeg()), Still(Support.Pictures.Png()), Still(Support.Pictures.Gif()),
        Still(Support.Pictures.WebPExtended()), Still(Support.Pictures.WebPLossy()), Still(Support.Pictures.WebPLossless()),
    ];

    public static byte[] Jpeg => Pictures[0];

    /// <summary>The JSON inside the form of a press.</summary>
    public static JsonNode Press(Random random)
    {
        var (face, user) = (Faces[random.Next(Faces.Length)], Users[random.Next(Users.Length)]);
        var form = random.Next(2) == 0
            ? SlackSide.Pick(face, user, random.Next(8) == 0 ? null : Users[random.Next(Users.Length)], random.Next(0, 3), "1712345678.000100")
            : SlackSide.Button(Buttons[random.Next(Buttons.Length)], face, user, random.Next(0, 3), "1712345678.000100");
        return JsonNode.Parse(Uri.UnescapeDataString(Encoding.UTF8.GetString(form)["payload=".Length..].Replace('+', ' ')))!;
    }

    /// <summary>A face that another system has cut out, for HTTP.</summary>
    public static JsonNode Event(Random random) => JsonSerializer.SerializeToNode(new
    {
        faceId = Faces[random.Next(Faces.Length)],
        photoId = "photo-1",
        crop = Jpeg,
        zoomIn = random.Next(2) == 0 ? Jpeg : null,
        faceInZoomIn = new { left = 5, top = 4, width = 80, height = 90 },
        takenAt = "2026-11-22T12:00:00Z",
    })!;

    /// <summary>The same for the hub.</summary>
    public static JsonNode Message(Random random) => JsonSerializer.SerializeToNode(new
    {
        faceId = Faces[random.Next(Faces.Length)],
        photoId = "photo-1",
        cameraId = "door",
        rectangle = new { left = 50, top = 40, width = 80, height = 90 },
        faceInZoomIn = new { left = 5, top = 4, width = 80, height = 90 },
        takenAt = "2026-11-22T12:00:00Z",
    })!;

    /// <summary>The form with this payload, every byte of it escaped.</summary>
    public static byte[] Form(byte[] payload) => Encoding.ASCII.GetBytes("payload=" + string.Concat(payload.Select(one => $"%{one:x2}")));

    public static byte[] Multipart(byte[] picture) =>
    [
        .. "--b\r\nContent-Disposition: form-data; name=place\r\n\r\nthe entrance\r\n--b\r\nContent-Disposition: form-data; name=photo; filename=photo.jpg\r\nContent-Type: image/jpeg\r\n\r\n"u8,
        .. picture, .. "\r\n--b--\r\n"u8,
    ];

    /// <summary>The noise behind the header is different every time; here it must not be.</summary>
    private static byte[] Still(byte[] picture)
    {
        const int Noise = 2_000;
        new Random(1).NextBytes(picture.AsSpan(picture.Length - Noise));
        return picture[..^(Noise - 200)];
    }
}
