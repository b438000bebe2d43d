using System.Text.Json;
using Atmosphere.Api.Access;
using Atmosphere.Api.Intake.Folder;
using Atmosphere.Api.Limits;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;
using Atmosphere.Silo.Hosting;

namespace Atmosphere.Api.Intake;

/// <summary>How pictures come in.</summary>
internal static class IntakeEndpoints
{
    /// <exception cref="SettingException">The watched folder can't work.</exception>
    public static void AddIntake(this WebApplicationBuilder builder, DataFolder data)
    {
        builder.Services.AddSingleton<PhotoIntake>();
        if (WatchedFolder.Open(builder.Configuration, builder.Environment, data) is not { } folder) return;
        builder.Services.AddSingleton(folder);
        builder.Services.AddSingleton<FolderSweep>();
        builder.Services.AddSingleton<FolderIntake>();
        builder.Services.AddHostedService(sp => sp.GetRequiredService<FolderIntake>());
        builder.Services.AddHealthChecks().AddCheck<FolderIntake>("watched-folder");
    }

    public static void MapIntakeApi(this IEndpointRouteBuilder endpoints)
    {
        var intake = endpoints.MapGroup("").RequireAuthorization(AccessPolicies.Intake).AddEndpointFilter<OwnPageFilter>();
        var places = endpoints.ServiceProvider.GetRequiredService<UploadPlaces>();
        intake.MapPost("/photos", TakePhotoAsync).AddEndpointFilter(places);
        intake.MapPost("/events/images-in-db", TakeFaceAsync).AddEndpointFilter(places);
        endpoints.MapGet("/photos/{photoId}", ShowPhotoAsync).RequireAuthorization(AccessPolicies.Intake);
    }

    private static async Task<IResult> TakePhotoAsync(HttpContext context, PhotoIntake intake)
    {
        var (bytes, refusal) = await PhotoBody.ReadAsync(context.Request, context.RequestAborted);
        if (refusal is not null) return Results.Problem(refusal.Reason, statusCode: refusal.Status);

        var photoId = await intake.AcceptAsync(Camera(context), bytes!, context.RequestAborted);
        return Results.Accepted($"/photos/{photoId}", new { photoId });
    }

    private static async Task<IResult> TakeFaceAsync(HttpContext context, ICropStore crops, IGrainFactory grains, TimeProvider time)
    {
        var body = await BoundedBody.ReadAsync(context.Request.Body, context.Request.ContentLength, IntakeLimits.LargestEvent, context.RequestAborted);
        if (body is null) return Results.Problem($"An event is at most {IntakeLimits.LargestEvent / 1024 / 1024} MB.", statusCode: StatusCodes.Status413PayloadTooLarge);
        if (Parse(body) is not { } request) return Results.Problem("The event is not the JSON that is expected.", statusCode: StatusCodes.Status400BadRequest);
        if (request.Refuse() is { } refusal) return Results.Problem(refusal.Reason, statusCode: refusal.Status);

        var faceId = request.FaceId!;

        // Sent again, it is the same face: people may be voting on its pictures, which another sender must not exchange.
        var face = grains.GetGrain<IFaceGrain>(faceId);
        if ((await face.GetView()).Status != FaceStatus.Unknown) return Results.Accepted(null, new { faceId });
        var crop = ImageHeader.Read(request.Crop)!;
        var whole = new PixelBox { Width = crop.Width, Height = crop.Height };
        await crops.SaveAsync(CropKeys.Crop(faceId), request.Crop, context.RequestAborted);
        await crops.SaveAsync(CropKeys.ZoomIn(faceId), request.ZoomIn ?? request.Crop, context.RequestAborted);

        // A call, not a publish: its answer says that the face is kept, which not every stream can say.
        await face.Accept(new()
        {
            FaceId = faceId,
            PhotoId = request.PhotoId ?? "",
            CameraId = Camera(context),
            Rectangle = whole,
            FaceInZoomIn = request.ZoomIn is null ? whole : request.FaceInZoomIn!,
            TakenAt = request.TakenAt ?? time.GetUtcNow(),
        });
        return Results.Accepted(null, new { faceId });
    }

    private static async Task<IResult> ShowPhotoAsync(string photoId, HttpContext context, IGrainFactory grains)
    {
        if (!PhotoId.IsValid(photoId)) return NoSuchPhoto();
        var photo = await grains.GetGrain<IPhotoGrain>(photoId).GetView();

        // A camera sees its own photos only.
        var mayLook = context.User.IsInRole(AccessPolicies.OperatorRole) || photo.CameraId == Camera(context);
        return photo.Status == PhotoStatus.Unknown || !mayLook
            ? NoSuchPhoto()
            : Results.Ok(new { photo.PhotoId, photo.Status, photo.AcceptedAt, photo.FaceIds, photo.Reason });
    }

    private static IResult NoSuchPhoto() => Results.Problem("There is no such photo.", statusCode: StatusCodes.Status404NotFound);

    private static string Camera(HttpContext context) => context.User.FindFirst(AccessPolicies.CameraClaim)?.Value ?? CameraName.Page;

    private static ImagesInDbRequest? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<ImagesInDbRequest>(body, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
