using Atmosphere.Api.Access;
using Atmosphere.Api.Intake;
using Atmosphere.Api.Limits;
using Atmosphere.Catalogue;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;
using Atmosphere.Slack;

namespace Atmosphere.Api.Admin;

/// <summary>Reference photos: an operator says who a photo shows, and nobody votes.</summary>
internal static class ReferenceEndpoints
{
    /// <summary>How long the answer waits for what the recogniser says of the photo. After that it says that the photo is kept.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <param name="admin">The operators' group.</param>
    /// <param name="places">For what is held in memory.</param>
    public static void MapReferences(this IEndpointRouteBuilder admin, UploadPlaces places)
    {
        admin.MapGet("/people", async (CatalogueQueries catalogue, CancellationToken cancellationToken) => Results.Ok(await catalogue.PeopleAsync(CatalogueQueries.MaxRows, cancellationToken)));
        admin.MapPost("/people/{id}/photos", TakeAsync).AddEndpointFilter<OwnPageFilter>().AddEndpointFilter(places);
        admin.MapGet("/people/{id}/photos/{photoId}", ShowAsync);
    }

    private static async Task<IResult> TakeAsync(string id, HttpContext context, PhotoIntake intake, IGrainFactory grains, ISlack slack, TimeProvider time)
    {
        if (!SlackIds.IsUser(id)) return Unknown();
        var (bytes, refusal) = await PhotoBody.ReadAsync(context.Request, context.RequestAborted);
        if (refusal is not null) return Results.Problem(refusal.Reason, statusCode: refusal.Status);
        if (await RefusePersonAsync(id, grains, slack, context.RequestAborted) is { } nobody) return nobody;

        var photoId = await intake.AcceptReferenceAsync(id, Acting.As(context.User), bytes!, context.RequestAborted);
        var photo = grains.GetGrain<IPhotoGrain>(photoId);
        var begun = time.GetTimestamp();
        var view = await photo.GetView();
        while (view.Status == PhotoStatus.Waiting && time.GetElapsedTime(begun) < Patience)
        {
            await Task.Delay(Pause, time, context.RequestAborted);
            view = await photo.GetView();
        }

        var reference = await DescribeAsync(view, grains);
        return reference.Status switch
        {
            "refused" => Results.Problem(reference.Message, statusCode: StatusCodes.Status422UnprocessableEntity, extensions: Extensions(reference)),
            "taken-back" => Results.Problem("This very photo was taken back. Give another one.", statusCode: StatusCodes.Status409Conflict, extensions: Extensions(reference)),
            _ => Results.Accepted($"/admin/people/{id}/photos/{photoId}", reference),
        };
    }

    private static async Task<IResult> ShowAsync(string id, string photoId, IGrainFactory grains)
    {
        if (!SlackIds.IsUser(id) || !PhotoId.IsValid(photoId)) return Unknown();
        var photo = await grains.GetGrain<IPhotoGrain>(photoId).GetView();

        // A refused photo does not know any more of whom it was to be: whoever has its id has just given it.
        var isRefused = photo is { CameraId: PhotoId.ReferenceCamera, Status: PhotoStatus.Unusable };
        return photo.ReferenceOf == id || isRefused ? Results.Ok(await DescribeAsync(photo, grains)) : Unknown();
    }

    /// <summary>What is certain at once. When Slack does not answer, the face finds out later: that is owed.</summary>
    private static async Task<IResult?> RefusePersonAsync(string id, IGrainFactory grains, ISlack slack, CancellationToken cancellationToken)
    {
        var (isBot, isDeactivated) = (false, false);
        if (await grains.GetGrain<IPersonGrain>(id).GetProfile() is { } known)
        {
            (isBot, isDeactivated) = (known.IsBot, known.IsDeactivated);
        }
        else
        {
            var user = await slack.GetUserAsync(id, cancellationToken);
            if (user.Kind == OutcomeKind.Refused) return Unknown();
            if (user.IsDone) (isBot, isDeactivated) = (user.Value!.IsBot, user.Value.IsDeactivated);
        }

        return (isBot, isDeactivated) switch
        {
            (true, _) => Results.Problem("This is a bot, and only people can be tagged.", statusCode: StatusCodes.Status422UnprocessableEntity),
            (_, true) => Results.Problem("This account is deactivated.", statusCode: StatusCodes.Status422UnprocessableEntity),
            _ => null,
        };
    }

    private static async Task<Reference> DescribeAsync(PhotoView photo, IGrainFactory grains)
    {
        if (photo.Status == PhotoStatus.Waiting) return new(photo.PhotoId, null, "waiting", "The photo is kept, and waits to be looked at.", null);
        if (photo.FaceIds is not [var faceId]) return new(photo.PhotoId, null, "refused", photo.Reason, photo.FacesFound);
        var face = await grains.GetGrain<IFaceGrain>(faceId).GetView();
        var (status, message) = face.Status switch
        {
            FaceStatus.Unknown or FaceStatus.Detected => ("checking", "The face is cut out; the person and the picture are being checked."),
            FaceStatus.Agreed => ("learning", "The face is on its way into the gallery."),
            FaceStatus.Tagged when face.Enrolled => ("enrolled", "The face is in the gallery; the next training learns it."),
            FaceStatus.Tagged => ("not-enrolled", "The gallery took nothing new: it has a near duplicate of this picture, or is full."),
            FaceStatus.Dismissed => ("taken-back", face.Reason),
            _ => ("refused", face.Reason),
        };
        return new(photo.PhotoId, faceId, status, message, 1);
    }

    private static Dictionary<string, object?> Extensions(Reference reference) => new(StringComparer.Ordinal)
    {
        ["photoId"] = reference.PhotoId,
        ["faceId"] = reference.FaceId,
        ["faces"] = reference.Faces,
    };

    private static IResult Unknown() => Results.Problem("There is no such person, or no such photo of this person.", statusCode: StatusCodes.Status404NotFound);

    /// <param name="PhotoId">Ours.</param>
    /// <param name="FaceId">Null until the face is cut out.</param>
    /// <param name="Status"><c>waiting</c>, <c>checking</c>, <c>learning</c>, <c>enrolled</c>, <c>not-enrolled</c>, <c>refused</c> or <c>taken-back</c>.</param>
    /// <param name="Message">In words.</param>
    /// <param name="Faces">How many there are on the photo, once that is known.</param>
    private sealed record Reference(string PhotoId, string? FaceId, string Status, string Message, int? Faces);
}
