using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Api.Tests.Support;

/// <summary>A cropper that cuts nothing: photo, crop and zoom-in are the same picture.</summary>
internal sealed class FakeCropper : ICropper
{
    private volatile Task _held = Task.CompletedTask;

    /// <summary>Until this is disposed no photo is prepared.</summary>
    public IDisposable HoldUp()
    {
        var release = new Release();
        _held = release.Task;
        return release;
    }

    public async Task<Outcome<PreparedPhoto>> PrepareAsync(ReadOnlyMemory<byte> upload, CancellationToken cancellationToken)
    {
        await _held;
        var size = ImageHeader.Read(upload.Span)!;
        return Outcome<PreparedPhoto>.Done(new() { Jpeg = upload, Width = size.Width, Height = size.Height });
    }

    public Task<Outcome<ImmutableArray<CutFace>>> CutAsync(ReadOnlyMemory<byte> photo, ImmutableArray<PixelBox> boxes, CancellationToken cancellationToken) =>
        Task.FromResult(Outcome<ImmutableArray<CutFace>>.Done([.. boxes.Select(box => new CutFace { Crop = photo, ZoomIn = photo, FaceInZoomIn = box })]));

    private sealed class Release : IDisposable
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task => _released.Task;

        public void Dispose() => _released.TrySetResult();
    }
}
