using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Simulation.Outside;

/// <summary>What is to be seen on a face's picture.</summary>
internal enum Look
{
    /// <summary>A face that can be recognised and learned.</summary>
    Clear = 0,

    /// <summary>A face that the recogniser finds, and definitely refuses to learn.</summary>
    Blurred,

    /// <summary>The cut was wrong: there is no face.</summary>
    NoFace,

    /// <summary>The recogniser definitely refuses to read it.</summary>
    Unreadable,
}

/// <summary>One face on a picture: a number of its own, who it really is, and where.</summary>
internal sealed record Sight(int Number, string Who, Look Look, PixelBox Box);

/// <summary>A picture that says in text what is on it, so that the simulated services can see it.</summary>
internal sealed record Picture(ImmutableArray<Sight> Faces)
{
    public byte[] Bytes() => Encoding.UTF8.GetBytes(string.Join(';', Faces.Select(face =>
        string.Create(CultureInfo.InvariantCulture, $"{face.Who}@{face.Number},{(int)face.Look},{face.Box.Left},{face.Box.Top},{face.Box.Width},{face.Box.Height}"))));

    public static Picture Read(ReadOnlyMemory<byte> bytes) => new(
    [
        .. Encoding.UTF8.GetString(bytes.Span).Split(';', StringSplitOptions.RemoveEmptyEntries).Select(text =>
        {
            var parts = text.Split('@', ',');
            return new Sight(Number(1), parts[0], (Look)Number(2), new PixelBox { Left = Number(3), Top = Number(4), Width = Number(5), Height = Number(6) });

            int Number(int index) => int.Parse(parts[index], CultureInfo.InvariantCulture);
        }),
    ]);
}
