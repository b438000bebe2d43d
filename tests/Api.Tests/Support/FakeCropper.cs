using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Api.Tests.Support;

/// <summary>A cropper that cuts nothing: photo, crop and zoom-in are the same picture.</summary>
internal sealed class FakeCropper : ICropper
{
    public Task<Outcome<PreparedPhoto>> PrepareAsync(ReadOnlyMemory<byte> upload, CancellationToken cancellationToken)
    {
        var size = ImageHeader.Read(upload.Span)!;
        return Task.FromResult(Outcome<PreparedPhoto>.Done(new() { Jpeg = upload, Width = size.Width, Height = size.Height }));
    }

    public Task<Outcome<ImmutableArray<CutFace>>> CutAsync(ReadOnlyMemory<byte> photo, ImmutableArray<PixelBox> boxes, CancellationToken cancellationToken) =>
        Task.FromResult(Outcome<ImmutableArray<CutFace>>.Done([.. boxes.Select(box => new CutFace { Crop = photo, ZoomIn = photo, FaceInZoomIn = box })]));
}
