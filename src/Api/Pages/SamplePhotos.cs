using System.Globalization;
using Atmosphere.Recognition.Hosting;

namespace Atmosphere.Api.Pages;

/// <summary>The six group photos that come inside the face service's npm package.</summary>
internal sealed class SamplePhotos(FaceServiceStatus faceService)
{
    private const int Count = 6;

    /// <summary>The numbers that can be loaded; none until the package is installed.</summary>
    public IReadOnlyList<int> Numbers => [.. Enumerable.Range(1, Count).Where(number => PathOf(number) is not null)];

    public string? PathOf(int number)
    {
        if (number is < 1 or > Count || faceService.Current.Folder is not { } folder) return null;
        var file = string.Create(CultureInfo.InvariantCulture, $"sample{number}.jpg");
        var path = Path.Combine(folder, "node_modules", "@vladmandic", "face-api", "demo", file);
        return File.Exists(path) ? path : null;
    }
}
