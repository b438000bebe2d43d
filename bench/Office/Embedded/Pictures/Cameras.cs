using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;
using Atmosphere.Office.Bench.People;

namespace Atmosphere.Office.Bench.Pictures;

/// <summary>Take a burst of everybody who walks by, and upload each photo as the API takes it.</summary>
internal sealed class Cameras(World world, Dice dice)
{
    /// <summary>One face of the 22 on the sample photos is in profile.</summary>
    private const double InProfile = 1.0 / 22;

    /// <summary>Pixels. Smaller than 50 is not asked about, and the figures are of faces that are.</summary>
    private const int Far = 60, Near = 260;

    private const int ShortestBurst = 2, LongestBurst = 6;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public async Task WatchAsync(IEnumerable<Encounter> encounters)
    {
        foreach (var encounter in encounters)
        {
            if (encounter.At > world.Now) await world.Clock.Delay(encounter.At - world.Now);
            world.Start(() => BurstAsync(encounter));
        }
    }

    private async Task BurstAsync(Encounter encounter)
    {
        var camera = $"camera-{dice.From(1, world.Scale.Cameras)}";
        var people = encounter.People.Select(person => (person.Who, Met: world.Likeness.Meet(person.Face))).ToList();
        for (var frame = dice.From(ShortestBurst, LongestBurst); frame > 0; frame--)
        {
            var shots = people.Select((person, place) => world.Album.Add(number => Shoot(number, person.Who, person.Met, place))).ToList();
            await UploadAsync(camera, Album.Picture(shots.Select(shot => (shot, shot.Box))));
            await world.Clock.Delay(Interval);
        }
    }

    private Shot Shoot(int number, string who, double[] met, int place)
    {
        var width = (int)dice.Spread(TimeSpan.FromSeconds(Far), TimeSpan.FromSeconds(Near)).TotalSeconds;
        var isProfile = dice.Chance(InProfile);
        var box = new PixelBox { Left = 100 + (400 * place), Top = 200, Width = width, Height = width };
        return new(number, who, world.Likeness.Shoot(met, width, isProfile), box, isProfile, world.Now);
    }

    /// <summary>As the API's <c>PhotoIntake</c> does it.</summary>
    private async Task UploadAsync(string camera, byte[] bytes)
    {
        var photoId = PhotoId.Of(camera, bytes);
        await world.Shelf.SaveAsync(CropKeys.Upload(photoId), bytes, CancellationToken.None);
        await world.Grains.GetGrain<IPhotoGrain>(photoId).Accept(camera);
        world.Judge.OnUploaded(photoId, world.Album.Read(bytes));
    }
}
