using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Office.Bench.Pictures;

/// <summary>One face on a photo.</summary>
/// <param name="Number">Its own.</param>
/// <param name="Who">Who it really is.</param>
/// <param name="Descriptor">Before it is rendered.</param>
/// <param name="Box">On the photo.</param>
/// <param name="IsProfile">Seen from the side.</param>
/// <param name="At">When it was taken.</param>
internal sealed record Shot(int Number, string Who, double[] Descriptor, PixelBox Box, bool IsProfile, DateTimeOffset At);

/// <summary>Everything the cameras have taken. A picture's bytes say which faces are on it and where; what they look like is here.</summary>
internal sealed class Album
{
    private readonly List<Shot> _shots = [];

    public IReadOnlyList<Shot> Shots => _shots;

    public Shot Add(Func<int, Shot> shoot)
    {
        var shot = shoot(_shots.Count);
        _shots.Add(shot);
        return shot;
    }

    public static byte[] Picture(IEnumerable<(Shot Shot, PixelBox Box)> faces) => Encoding.UTF8.GetBytes(string.Join(';', faces.Select(face =>
        string.Create(CultureInfo.InvariantCulture, $"{face.Shot.Number},{face.Box.Left},{face.Box.Top},{face.Box.Width},{face.Box.Height}"))));

    public ImmutableArray<(Shot Shot, PixelBox Box)> Read(ReadOnlyMemory<byte> picture) =>
    [
        .. Encoding.UTF8.GetString(picture.Span).Split(';').Select(text =>
        {
            var numbers = text.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            return (_shots[numbers[0]], new PixelBox { Left = numbers[1], Top = numbers[2], Width = numbers[3], Height = numbers[4] });
        }),
    ];
}

/// <summary>Cuts pictures out of the album, as the face service does: a face on a zoom-in is at most 200 px wide.</summary>
internal sealed class AlbumCropper(Album album, VirtualClock clock) : ICropper
{
    private const int WidestOnZoomIn = 200;

    public async Task<Outcome<PreparedPhoto>> PrepareAsync(ReadOnlyMemory<byte> upload, CancellationToken cancellationToken)
    {
        await clock.Delay(TimeSpan.FromSeconds(0.1), cancellationToken);
        return Outcome<PreparedPhoto>.Done(new() { Jpeg = upload, Width = 1920, Height = 1080 });
    }

    public async Task<Outcome<ImmutableArray<CutFace>>> CutAsync(ReadOnlyMemory<byte> photo, ImmutableArray<PixelBox> boxes, CancellationToken cancellationToken)
    {
        await clock.Delay(TimeSpan.FromSeconds(0.02) * boxes.Length, cancellationToken);
        var faces = album.Read(photo);
        return Outcome<ImmutableArray<CutFace>>.Done([.. boxes.Select(box => Cut(faces.First(face => face.Box == box).Shot, box))]);
    }

    private static CutFace Cut(Shot shot, PixelBox box)
    {
        var side = Math.Min(box.Width, WidestOnZoomIn);
        var inZoomIn = new PixelBox { Left = side / 2, Top = side / 2, Width = side, Height = side };
        return new()
        {
            Crop = Album.Picture([(shot, inZoomIn with { Left = 0, Top = 0 })]),
            ZoomIn = Album.Picture([(shot, inZoomIn)]),
            FaceInZoomIn = inZoomIn,
        };
    }
}

/// <summary>The stored pictures.</summary>
internal sealed class Shelf : ICropStore
{
    private readonly Dictionary<string, byte[]> _pictures = [];

    public Task SaveAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _pictures[key] = bytes.ToArray();
        return Task.CompletedTask;
    }

    public Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) => Task.FromResult(_pictures.GetValueOrDefault(key));

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        _pictures.Remove(key);
        return Task.CompletedTask;
    }
}
