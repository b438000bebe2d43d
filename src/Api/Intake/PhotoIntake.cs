using System.Collections.Concurrent;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Api.Intake;

/// <summary>Takes photos in: the bytes are on disk and the grain has accepted before anybody gets an answer.</summary>
internal sealed class PhotoIntake(ICropStore crops, IGrainFactory grains)
{
    private const int MostRecent = 24;

    private readonly ConcurrentQueue<string> _recent = new();

    /// <summary>Photos accepted since this process started, oldest first: what the start page shows.</summary>
    public IReadOnlyList<string> Recent => [.. _recent];

    /// <summary>Why these bytes can't be taken, or null when they can.</summary>
    public static IntakeRefusal? Refuse(ReadOnlySpan<byte> bytes) => ImageHeader.Read(bytes) switch
    {
        null => new(StatusCodes.Status415UnsupportedMediaType, "This is not a picture. Send a JPEG, PNG, GIF or WebP."),
        { Pixels: > IntakeLimits.MostPixels } huge => new(
            StatusCodes.Status413PayloadTooLarge, $"The picture has {huge.Width} × {huge.Height} pixels; at most {IntakeLimits.MostPixels / 1_000_000} megapixels are taken."),
        _ => null,
    };

    /// <returns>The photo's id.</returns>
    public async Task<string> AcceptAsync(string cameraId, byte[] bytes, CancellationToken cancellationToken)
    {
        var photoId = PhotoId.Of(cameraId, bytes);
        await StoreAsync(photoId, bytes, photo => photo.Accept(cameraId), cancellationToken);
        Remember(photoId);
        return photoId;
    }

    /// <summary>Takes a reference photo of a person.</summary>
    /// <param name="personId">Whom it shows.</param>
    /// <param name="actor">The operator who says so.</param>
    /// <param name="bytes">A picture.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The photo's id.</returns>
    public async Task<string> AcceptReferenceAsync(string personId, string actor, byte[] bytes, CancellationToken cancellationToken)
    {
        var photoId = PhotoId.OfReference(personId, bytes);
        await StoreAsync(photoId, bytes, photo => photo.AcceptReference(personId, actor), cancellationToken);
        return photoId;
    }

    private async Task StoreAsync(string photoId, byte[] bytes, Func<IPhotoGrain, Task> accept, CancellationToken cancellationToken)
    {
        var photo = grains.GetGrain<IPhotoGrain>(photoId);
        var status = (await photo.GetView()).Status;
        if (status is PhotoStatus.Unknown)
        {
            await crops.SaveAsync(CropKeys.Upload(photoId), bytes, cancellationToken);
            await accept(photo);
            status = (await photo.GetView()).Status;
        }

        // The same upload came a second time meanwhile and has been cut: nobody else would delete what was just stored, or what an earlier
        // try has stored that did not come as far as here.
        if (status is not PhotoStatus.Waiting) await crops.DeleteAsync(CropKeys.Upload(photoId), cancellationToken);
    }

    private void Remember(string photoId)
    {
        if (_recent.Contains(photoId)) return;
        _recent.Enqueue(photoId);
        while (_recent.Count > MostRecent) _recent.TryDequeue(out _);
    }
}

/// <param name="Status">HTTP.</param>
/// <param name="Reason">A sentence for the sender.</param>
internal sealed record IntakeRefusal(int Status, string Reason);
