using System.Collections.Immutable;
using Atmosphere.Grains.Ports;
using Atmosphere.Simulation.Processes;
using Atmosphere.Simulation.Storage;

namespace Atmosphere.Simulation.Outside;

/// <summary>The stored pictures. They outlive the processes.</summary>
internal sealed class PictureShelf
{
    private readonly Dictionary<string, byte[]> _pictures = [];

    public IEnumerable<string> Keys => _pictures.Keys;

    public byte[]? this[string key]
    {
        get => _pictures.GetValueOrDefault(key);
        set
        {
            if (value is null) _pictures.Remove(key);
            else _pictures[key] = value;
        }
    }
}

/// <summary>One process's way to the stored pictures.</summary>
internal sealed class SimulatedCropStore(PictureShelf shelf, Weather weather, Lifetime life) : ICropStore
{
    public Task SaveAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => WriteAsync(key, bytes.ToArray(), cancellationToken);

    public async Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        await life.Clock.Delay(weather.DiskTakes(), cancellationToken);
        if (weather.CallFails("pictures can't be read")) throw new SimulatedFaultException("The picture can't be read.");
        return shelf[key];
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => WriteAsync(key, null, cancellationToken);

    private async Task WriteAsync(string key, byte[]? bytes, CancellationToken cancellationToken)
    {
        await life.Clock.Delay(weather.DiskTakes(), cancellationToken);
        if (weather.CallFails("pictures can't be written")) throw new SimulatedFaultException("The picture can't be written.");
        shelf[key] = bytes;
    }
}

/// <summary>Cuts pictures that say what is on them.</summary>
internal sealed class SimulatedCropper(Wire wire) : ICropper
{
    public const string Service = "cropper";

    public Task<Outcome<PreparedPhoto>> PrepareAsync(ReadOnlyMemory<byte> upload, CancellationToken cancellationToken) => wire.CallAsync(
        Service,
        "prepare",
        () => upload.Span.StartsWith("no picture"u8)
            ? Outcome<PreparedPhoto>.Refused("InvalidImage", "This is not a picture.")
            : Outcome<PreparedPhoto>.Done(new() { Jpeg = upload, Width = 4000, Height = 2000 }),
        cancellationToken);

    public Task<Outcome<ImmutableArray<CutFace>>> CutAsync(ReadOnlyMemory<byte> photo, ImmutableArray<PixelBox> boxes, CancellationToken cancellationToken) => wire.CallAsync(
        Service,
        "cut",
        () => Outcome<ImmutableArray<CutFace>>.Done([.. boxes.Select(box => Cut(Picture.Read(photo), box))]),
        cancellationToken);

    private static CutFace Cut(Picture photo, PixelBox box)
    {
        var face = photo.Faces.First(seen => seen.Box == box);
        var inZoomIn = box with { Left = 50, Top = 50 };
        return new()
        {
            Crop = new Picture([face with { Box = box with { Left = 0, Top = 0 } }]).Bytes(),
            ZoomIn = new Picture([face with { Box = inZoomIn }]).Bytes(),
            FaceInZoomIn = inZoomIn,
        };
    }
}
