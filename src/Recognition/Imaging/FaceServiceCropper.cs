using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using Atmosphere.Grains.Ports;
using Atmosphere.Recognition.FaceApi;

namespace Atmosphere.Recognition.Imaging;

/// <summary>The cropper over the local face service's imaging role.</summary>
internal sealed class FaceServiceCropper(FaceHttp http) : ICropper
{
    /// <summary>The service's bound, in bytes.</summary>
    private const int MaxUploadBytes = 20 * 1024 * 1024;

    private const int MaxBoxes = 100;

    /// <summary>A prepared photo has at most 6 MB.</summary>
    private const int MaxPreparedBytes = 8 * 1024 * 1024;

    /// <summary>100 faces with a crop and a zoom-in of up to 600 px each, in base64.</summary>
    private const int MaxCutBytes = 64 * 1024 * 1024;

    public async Task<Outcome<PreparedPhoto>> PrepareAsync(ReadOnlyMemory<byte> upload, CancellationToken cancellationToken)
    {
        if (upload.IsEmpty) return Outcome<PreparedPhoto>.Refused("InvalidImage", "The upload is empty.");
        if (upload.Length > MaxUploadBytes) return Outcome<PreparedPhoto>.Refused("ImageTooLarge", $"The upload has more than {MaxUploadBytes} bytes.");
        var sent = await http.SendAsync(
            new FaceRequest(FaceApiOperation.Prepare, HttpMethod.Post, "imaging/prepare") { Bytes = upload, MaxReplyBytes = MaxPreparedBytes },
            cancellationToken);
        if (sent is not { IsDone: true, Value: { } reply }) return sent.As<PreparedPhoto>();
        return reply.Body.Length > 0 && Pixels(reply.Headers, "X-Image-Width") is { } width && Pixels(reply.Headers, "X-Image-Height") is { } height
            ? Outcome<PreparedPhoto>.Done(new PreparedPhoto { Jpeg = reply.Body, Width = width, Height = height })
            : FaceFailure.Unreadable<PreparedPhoto>();
    }

    public async Task<Outcome<ImmutableArray<CutFace>>> CutAsync(
        ReadOnlyMemory<byte> photo, ImmutableArray<PixelBox> boxes, CancellationToken cancellationToken)
    {
        if (boxes.Length is < 1 or > MaxBoxes)
            throw new ArgumentException($"{boxes.Length} boxes were given; 1 to {MaxBoxes} can be cut at a time.", nameof(boxes));
        if (ImageHeader.Read(photo.Span) is not { MediaType: ImageHeader.JpegType, Width: var width, Height: var height })
            return Outcome<ImmutableArray<CutFace>>.Refused("InvalidImage", "The photo is not a JPEG.");
        var inside = boxes.Select(box => PixelBoxes.Clamp(box, width, height)).OfType<PixelBox>().ToList();
        if (inside.Count < boxes.Length) return Outcome<ImmutableArray<CutFace>>.Refused("InvalidRectangle", "A face lies outside of its photo.");

        var sent = await http.SendAsync(
            new FaceRequest(FaceApiOperation.Cut, HttpMethod.Post, $"imaging/cut?rectangles={string.Join(';', inside.Select(Text))}")
            {
                Bytes = photo,
                MaxReplyBytes = MaxCutBytes,
            },
            cancellationToken);
        if (sent is not { IsDone: true, Value: { } reply }) return sent.As<ImmutableArray<CutFace>>();

        var faces = FaceHttp.Read(reply, FaceApiJson.Default.CutWire)?.Faces;
        if (faces?.Length != boxes.Length
            || faces.Any(f => f is not { Crop.Length: > 0, ZoomIn.Length: > 0, FaceInZoomIn: { Left: >= 0, Top: >= 0, Width: > 0, Height: > 0 } }))
        {
            return FaceFailure.Unreadable<ImmutableArray<CutFace>>();
        }

        return Outcome<ImmutableArray<CutFace>>.Done([.. faces.Select(Face)]);
    }

    private static CutFace Face(CutFaceWire face) => new()
    {
        Crop = face.Crop,
        ZoomIn = face.ZoomIn,
        FaceInZoomIn = new PixelBox
        {
            Left = face.FaceInZoomIn!.Left,
            Top = face.FaceInZoomIn.Top,
            Width = face.FaceInZoomIn.Width,
            Height = face.FaceInZoomIn.Height,
        },
    };

    private static string Text(PixelBox box) => string.Create(CultureInfo.InvariantCulture, $"{box.Left},{box.Top},{box.Width},{box.Height}");

    private static int? Pixels(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values)
        && int.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pixels)
        && pixels > 0
            ? pixels
            : null;
}
