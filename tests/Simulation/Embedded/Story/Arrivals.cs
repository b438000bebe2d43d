using System.Collections.Immutable;
using Atmosphere.Grains;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Streams;
using Atmosphere.Simulation.Outside;
using Atmosphere.Simulation.Processes;

namespace Atmosphere.Simulation.Story;

/// <summary>Faces come in: cut out by other systems, or on photos that are uploaded. Senders repeat until they have an answer, and sometimes longer.</summary>
internal sealed class Arrivals(World world, Dice dice)
{
    private int _sights;

    public async Task RunAsync(int count, TimeSpan within)
    {
        for (var i = 0; i < count; i++)
        {
            await world.Clock.Delay(dice.Time(TimeSpan.Zero, within / count * 2));
            world.Start(dice.Chance(0.05) ? GarbageAsync : dice.Chance(0.5) ? UploadAsync : ArriveAsync);
        }
    }

    private async Task ArriveAsync()
    {
        var faceId = dice.Id().ToString();
        var sight = See(0);
        var box = sight.Box with { Left = 50, Top = 50 };
        world.Shelf[CropKeys.Crop(faceId)] = new Picture([sight with { Box = box with { Left = 0, Top = 0 } }]).Bytes();
        world.Shelf[CropKeys.ZoomIn(faceId)] = new Picture([sight with { Box = box }]).Bytes();
        world.Truth.Faces[faceId] = sight;
        var arrived = new FaceArrived { FaceId = faceId, PhotoId = "elsewhere", CameraId = "camera-2", Rectangle = box, FaceInZoomIn = box, TakenAt = world.Clock.GetUtcNow() };
        do
        {
            await PublishAsync(faceId, arrived);
            world.Trace.Note($"{world.Names.Face(faceId)} arrives: {sight.Who}, {sight.Look}, {box.Width} px");
            world.Truth.AcceptedFaces.Add(faceId);
        }
        while (await RepeatsAsync());
    }

    /// <summary>An event that no grain can handle: it must stop no other.</summary>
    private async Task GarbageAsync()
    {
        var key = dice.Id().ToString();
        await PublishAsync(key, new FaceArrived { FaceId = "not the key" });
        world.Trace.Note($"garbage arrives for {key}");
        world.Truth.AcceptedGarbage.Add(key);
    }

    private Task<bool> PublishAsync(string key, FaceArrived arrived) => world.Operator.AskUntilAnsweredAsync(async server =>
    {
        var stream = server.Client.GetStreamProvider(WellKnownNames.StreamProvider).GetStream<FaceArrived>(StreamId.Create(WellKnownNames.Streams.ImagesInDb, key));
        await stream.OnNextAsync(arrived);
        return true;
    });

    private async Task UploadAsync()
    {
        var sights = Enumerable.Range(0, dice.From(0, 3)).Select(See).ToImmutableArray();
        var isPicture = !dice.Chance(0.1);
        var bytes = isPicture ? new Picture(sights).Bytes() : [.. "no picture"u8, .. BitConverter.GetBytes(dice.Next())];
        const string camera = "camera-1";
        var photoId = PhotoId.Of(camera, bytes);
        world.Truth.Photos[photoId] = isPicture ? sights : null;
        var readable = isPicture && sights.All(sight => sight.Look != Look.Unreadable);
        var found = sights.Where(sight => sight.Look != Look.NoFace).OrderByDescending(sight => sight.Box.Width * sight.Box.Height).ToList();
        for (var i = 0; readable && i < found.Count; i++) world.Truth.Faces[PhotoId.Face(photoId, i)] = found[i];
        if (dice.Chance(0.3)) world.Start(() => world.Operator.AskUntilAnsweredAsync(server => AcceptAsync(server, photoId, camera, bytes)));
        do
        {
            await world.Operator.AskUntilAnsweredAsync(server => AcceptAsync(server, photoId, camera, bytes));
            world.Trace.Note($"photo {photoId[..8]} is accepted: {(isPicture ? string.Join(", ", sights.Select(sight => $"{sight.Who} {sight.Look}")) : "no picture")}");
            world.Truth.AcceptedPhotos.Add(photoId);
        }
        while (await RepeatsAsync());
    }

    /// <summary>As the API's <c>PhotoIntake</c> does it.</summary>
    private static async Task<bool> AcceptAsync(ServerProcess server, string photoId, string camera, byte[] bytes)
    {
        var photo = server.Client.GetGrain<IPhotoGrain>(photoId);
        var status = (await photo.GetView()).Status;
        if (status is PhotoStatus.Unknown)
        {
            await server.Crops.SaveAsync(CropKeys.Upload(photoId), bytes, CancellationToken.None);
            await photo.Accept(camera);
            status = (await photo.GetView()).Status;
        }

        if (status is not PhotoStatus.Waiting) await server.Crops.DeleteAsync(CropKeys.Upload(photoId), CancellationToken.None);
        return true;
    }

    private async Task<bool> RepeatsAsync()
    {
        if (!dice.Chance(0.15)) return false;
        await world.Clock.Delay(dice.Spread(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)));
        return true;
    }

    private Sight See(int place)
    {
        var side = dice.Chance(0.1) ? 40 : 100 - place;
        var look = dice.Chance(0.85) ? Look.Clear : (Look)dice.From(1, 3);
        return new(++_sights, world.Cast.Somebody(dice), look, new PixelBox { Left = 200 * (place + 1), Top = 40, Width = side, Height = side });
    }
}
