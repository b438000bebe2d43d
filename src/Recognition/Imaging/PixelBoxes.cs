using Atmosphere.Grains.Ports;

namespace Atmosphere.Recognition.Imaging;

internal static class PixelBoxes
{
    /// <summary>The part of a box that lies on the picture: a recogniser's box may stick out where a face touches the edge.</summary>
    /// <returns>The part, or null when no pixel of the box is on the picture.</returns>
    public static PixelBox? Clamp(PixelBox box, int width, int height)
    {
        var left = Math.Max(0, box.Left);
        var top = Math.Max(0, box.Top);
        var right = Math.Min(width, (long)box.Left + box.Width);
        var bottom = Math.Min(height, (long)box.Top + box.Height);
        return right > left && bottom > top
            ? new PixelBox { Left = left, Top = top, Width = (int)right - left, Height = (int)bottom - top }
            : null;
    }
}
