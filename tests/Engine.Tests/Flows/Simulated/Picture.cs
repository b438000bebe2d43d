using System.Collections.Immutable;
using System.Text;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Engine.Tests.Flows.Simulated;

/// <summary>A picture that says in text what is on it: <c>ann@left,top,width,height;…</c>, so that the simulated services can see it.</summary>
public sealed record Picture(ImmutableArray<(string Who, PixelBox Box)> Faces)
{
    public static Picture Of(string who, int side = 80) => new([(who, new PixelBox { Left = 30, Top = 40, Width = side, Height = side })]);

    public static Picture Of(params ReadOnlySpan<string> people)
    {
        var faces = ImmutableArray.CreateBuilder<(string, PixelBox)>();
        foreach (var who in people) faces.Add((who, new PixelBox { Left = faces.Count * 200, Top = 40, Width = 150 - faces.Count, Height = 150 }));
        return new(faces.ToImmutable());
    }

    public byte[] Bytes() => Encoding.UTF8.GetBytes(string.Join(';', Faces.Select(face => $"{face.Who}@{face.Box.Left},{face.Box.Top},{face.Box.Width},{face.Box.Height}")));

    public static Picture Read(ReadOnlyMemory<byte> bytes) => new(
    [
        .. Encoding.UTF8.GetString(bytes.Span).Split(';', StringSplitOptions.RemoveEmptyEntries).Select(text =>
        {
            var parts = text.Split('@', ',');
            return (parts[0], new PixelBox { Left = int.Parse(parts[1]), Top = int.Parse(parts[2]), Width = int.Parse(parts[3]), Height = int.Parse(parts[4]) });
        }),
    ]);
}
