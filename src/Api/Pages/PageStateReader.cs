using System.Text.Json;
using Atmosphere.Api.Crops;
using Atmosphere.Api.Intake;
using Atmosphere.Catalogue;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Recognition;
using Atmosphere.Grains.Training;
using Atmosphere.Recognition.Hosting;
using Atmosphere.Silo.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Atmosphere.Api.Pages;

/// <summary>Collects what the start page shows, straight from the grains.</summary>
internal sealed class PageStateReader(
    IGrainFactory grains,
    PhotoIntake intake,
    CatalogueQueries catalogue,
    CropLinks links,
    FaceServiceStatus faceService,
    HealthCheckService health,
    SamplePhotos samples,
    IOptions<GalleryOptions> gallery,
    IOptions<AskingOptions> asking,
    TimeProvider time)
{
    private const int MostPhotos = 12;

    /// <summary>A dozen photos have about this many faces.</summary>
    private const int RecentFaces = 60;

    public async Task<PageState> ReadAsync(CancellationToken cancellationToken)
    {
        var recent = await Task.WhenAll((await RecentPhotosAsync(cancellationToken)).Select(photoId => grains.GetGrain<IPhotoGrain>(photoId).GetView()));
        var shown = recent.Where(photo => photo.AcceptedAt is not null).OrderByDescending(photo => photo.AcceptedAt).Take(MostPhotos);
        return new()
        {
            Recogniser = Recogniser(faceService.Current),
            Troubles = await TroublesAsync(cancellationToken),
            Samples = samples.Numbers,
            Photos = await Task.WhenAll(shown.Select(PhotoAsync)),
            Training = await TrainingAsync(),
            QuietUntil = asking.Value.QuietUntil(time.GetUtcNow()),
        };
    }

    /// <summary>What came in since the start, and what the catalogue remembers from before.</summary>
    private async Task<IEnumerable<string>> RecentPhotosAsync(CancellationToken cancellationToken)
    {
        var catalogued = (await catalogue.RecentFacesAsync(RecentFaces, null, cancellationToken)).Select(face => face.PhotoId).Where(PhotoId.IsValid).Distinct().Take(MostPhotos);
        return intake.Recent.Union(catalogued);
    }

    private static RecogniserState Recogniser(FaceServiceReport report) =>
        new(report.IsReady, report.Phase is FaceServicePhase.NodeMissing or FaceServicePhase.InstallFailed, report.Message);

    /// <summary>The face service has a line of its own.</summary>
    private async Task<IReadOnlyList<string>> TroublesAsync(CancellationToken cancellationToken)
    {
        var report = await health.CheckHealthAsync(check => check.Name != HealthEndpoints.FaceService, cancellationToken);
        return [.. report.Entries.Values.Where(entry => entry.Status != HealthStatus.Healthy).Select(entry => entry.Description).OfType<string>()];
    }

    private async Task<PageTraining> TrainingAsync()
    {
        var training = await grains.GetGrain<ITrainingGrain>(gallery.Value.Gallery).GetView();
        var last = training.History is [var newest, ..] ? newest : null;
        return new(
            training.ChangedPeople,
            training.Running is not null,
            training.LastSuccessAt,
            training.NextScheduledAt,
            last?.Phase == TrainingPhase.Failed ? last.Message : null);
    }

    private async Task<PagePhoto> PhotoAsync(PhotoView photo)
    {
        var faces = await Task.WhenAll(photo.FaceIds.Select(FaceAsync));
        return new(photo.PhotoId, Kebab(photo.Status), photo.AcceptedAt, photo.Reason, faces);
    }

    private async Task<PageFace> FaceAsync(string faceId)
    {
        var face = await grains.GetGrain<IFaceGrain>(faceId).GetView();
        return new(
            faceId,

            // The photo knows its faces a moment before their grains do.
            Kebab(face.Status == FaceStatus.Unknown ? FaceStatus.Detected : face.Status),
            links.For(CropKeys.Crop(faceId)),
            face.PersonId,
            face.PersonId is null ? "" : await NameAsync(face.PersonId),
            face.Confidence,
            face.Enrolled,
            face.Prompt is not null,
            face.Votes.Values.Count(vote => vote.IsLive),
            face.Reason);
    }

    private async Task<string> NameAsync(string personId) =>
        await grains.GetGrain<IPersonGrain>(personId).GetProfile() is { Name.Length: > 0 } profile ? profile.Name : personId;

    private static string Kebab<T>(T status)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(status.ToString());
}
