using System.Security.Claims;
using Atmosphere.Api.Access;
using Atmosphere.Api.Limits;
using Atmosphere.Grains;
using Atmosphere.Grains.DeadLetters;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Recognition;
using Atmosphere.Grains.Training;
using Atmosphere.Slack;
using Microsoft.Extensions.Options;

namespace Atmosphere.Api.Admin;

/// <summary>The state of the grains, straight from the grains, for operators.</summary>
internal static class AdminEndpoints
{
    public static void MapAdminApi(this IEndpointRouteBuilder endpoints)
    {
        var admin = endpoints.MapGroup("/admin").RequireAuthorization(AccessPolicies.Operator).AddEndpointFilter<NoStoreFilter>();
        admin.MapGet("/photos/{id}", async (string id, IGrainFactory grains) =>
            PhotoId.IsValid(id) && await grains.GetGrain<IPhotoGrain>(id).GetView() is { Status: not PhotoStatus.Unknown } photo ? Results.Ok(photo) : NotFound("photo"));
        admin.MapGet("/faces/{id}", async (string id, IGrainFactory grains) =>
            FaceIds.IsValid(id) && await grains.GetGrain<IFaceGrain>(id).GetView() is { Status: not FaceStatus.Unknown } face ? Results.Ok(face) : NotFound("face"));
        admin.MapPost("/faces/{id}/reopen", ReopenAsync).AddEndpointFilter<OwnPageFilter>();
        admin.MapGet("/people/{id}", async (string id, IGrainFactory grains) =>
            SlackIds.IsUser(id) && await grains.GetGrain<IPersonGrain>(id).GetView() is { } person && (person.Profile is not null || !person.Faces.IsEmpty)
                ? Results.Ok(person)
                : NotFound("person"));
        admin.MapGet("/training/{id}", async (string id, IGrainFactory grains, IOptions<GalleryOptions> gallery) =>
            id == gallery.Value.Gallery ? Results.Ok(await grains.GetGrain<ITrainingGrain>(id).GetView()) : NotFound("gallery"));
        admin.MapPost("/training/run", RunTrainingAsync).AddEndpointFilter<OwnPageFilter>();
        admin.MapGet("/dead-letters/{stream}", ListDeadLettersAsync);
        admin.MapGet("/audit", AuditEndpoints.Export);
        admin.MapGet("/audit/page", AuditEndpoints.PageAsync);
        admin.MapGet("/retention", RetentionEndpoints.ShowAsync);
        admin.MapPost("/retention/run", RetentionEndpoints.RunAsync).AddEndpointFilter<OwnPageFilter>();
        admin.MapPost("/faces/{id}/undo", UndoAsync).AddEndpointFilter<OwnPageFilter>();
        admin.MapCameras();
        admin.MapReferences(endpoints.ServiceProvider.GetRequiredService<UploadPlaces>());
    }

    private static async Task<IResult> ReopenAsync(string id, ClaimsPrincipal user, IGrainFactory grains, TimeProvider time)
    {
        if (!FaceIds.IsValid(id)) return NotFound("face");
        var face = grains.GetGrain<IFaceGrain>(id);
        var round = (await face.GetView()).Round;
        return await face.Press(new ReopenFace { At = time.GetUtcNow(), Round = round, UserId = Acting.As(user) }) switch
        {
            PressVerdict.Accepted => Results.Accepted($"/admin/faces/{id}", new { message = "The channel is asked again." }),
            PressVerdict.UnknownFace => NotFound("face"),
            PressVerdict.PicturesGone => Results.Problem("The pictures of this face were deleted (Retention:CropsDays), so it can't be asked about again.", statusCode: StatusCodes.Status409Conflict),
            _ => Results.Problem("Only a face that is disputed or expired can be asked about again.", statusCode: StatusCodes.Status409Conflict),
        };
    }

    private static async Task<IResult> UndoAsync(string id, ClaimsPrincipal user, IGrainFactory grains, TimeProvider time)
    {
        if (!FaceIds.IsValid(id)) return NotFound("face");
        var face = grains.GetGrain<IFaceGrain>(id);
        var round = (await face.GetView()).Round;
        return await face.Press(new UndoTag { At = time.GetUtcNow(), Round = round, UserId = Acting.As(user) }) switch
        {
            PressVerdict.Accepted => Results.Accepted($"/admin/faces/{id}", new { message = "The tag is undone; the face leaves the gallery." }),
            PressVerdict.UnknownFace => NotFound("face"),
            _ => Results.Problem("Only a tagged face can be undone; one that was asked about together with others is undone with them.", statusCode: StatusCodes.Status409Conflict),
        };
    }

    private static async Task<IResult> RunTrainingAsync(ClaimsPrincipal user, IGrainFactory grains, IOptions<GalleryOptions> gallery) =>
        await grains.GetGrain<ITrainingGrain>(gallery.Value.Gallery).TrainNow(Acting.As(user)) switch
        {
            TrainNowAnswer.Started => Results.Accepted($"/admin/training/{gallery.Value.Gallery}", new { message = "The training has begun." }),
            TrainNowAnswer.AlreadyRunning => Results.Problem("A training is running already.", statusCode: StatusCodes.Status409Conflict),
            _ => Results.Problem("Nobody is in the gallery yet: tag somebody first.", statusCode: StatusCodes.Status409Conflict),
        };

    private static async Task<IResult> ListDeadLettersAsync(string stream, IGrainFactory grains)
    {
        if (stream is not (WellKnownNames.Streams.ImagesInDb or WellKnownNames.Streams.FaceTagged or WellKnownNames.Streams.FaceTrainingSent or WellKnownNames.Streams.FaceCleanup
            or WellKnownNames.Streams.FaceFollows or WellKnownNames.Streams.PersonForgotten or WellKnownNames.Streams.FaceForgotten or WellKnownNames.WebhookLetters))
            return NotFound("stream");
        var shards = await Task.WhenAll(DeadLetterKey.AllOf(stream).Select(key => grains.GetGrain<IDeadLetterGrain>(key).List()));
        return Results.Ok(shards.SelectMany(letters => letters).OrderByDescending(letter => letter.At));
    }

    private static IResult NotFound(string what) => Results.Problem($"There is no such {what}.", statusCode: StatusCodes.Status404NotFound);
}

/// <summary>Personal data does not stay in caches.</summary>
internal sealed class NoStoreFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
