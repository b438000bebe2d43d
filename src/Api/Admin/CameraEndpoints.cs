using System.Security.Claims;
using System.Text.Json;
using Atmosphere.Api.Access;
using Atmosphere.Grains.Ports;
using Atmosphere.Silo.Hosting;

namespace Atmosphere.Api.Admin;

/// <summary>The cameras: who they are, a new one, one less.</summary>
internal static class CameraEndpoints
{
    /// <summary>Bytes of a request: a name.</summary>
    private const int LargestRequest = 4 * 1024;

    /// <param name="admin">The operators' group.</param>
    public static void MapCameras(this IEndpointRouteBuilder admin)
    {
        admin.MapGet("/cameras", (AccessKeys keys) => Results.Ok(new
        {
            fromConfiguration = keys.AreGiven,
            cameras = keys.Cameras.Select(camera => new { camera.Id, camera.CreatedAt }),
        }));
        admin.MapPost("/cameras", CreateAsync).AddEndpointFilter<OwnPageFilter>();
        admin.MapDelete("/cameras/{id}", RevokeAsync).AddEndpointFilter<OwnPageFilter>();
    }

    private static async Task<IResult> CreateAsync(HttpRequest request, ClaimsPrincipal user, AccessKeys keys, AuditDesk audit, CancellationToken cancellationToken)
    {
        var body = await BoundedBody.ReadAsync(request.Body, request.ContentLength, LargestRequest, cancellationToken);
        if (body is null) return Results.Problem($"A camera is at most {LargestRequest / 1024} kB.", statusCode: StatusCodes.Status413PayloadTooLarge);
        if (Parse(body) is not { } wanted) return Results.Problem("""A camera is expected as JSON, for example {"id":"lobby"}.""", statusCode: StatusCodes.Status400BadRequest);
        if (CameraName.Flaw(wanted.Id) is { } flaw) return Results.Problem(flaw, statusCode: StatusCodes.Status400BadRequest);
        var made = keys.CreateCameraAsync(wanted.Id!, () => audit.WriteAsync("camera-made", Acting.As(user), detail: wanted.Id!, cancellationToken: cancellationToken), cancellationToken);
        return await AnswerAsync(made, answer => Results.Created($"/admin/cameras/{wanted.Id}", new { wanted.Id, answer.Token }));
    }

    private static Task<IResult> RevokeAsync(string id, ClaimsPrincipal user, AccessKeys keys, AuditDesk audit, CancellationToken cancellationToken) => AnswerAsync(
        keys.RevokeCameraAsync(id, () => audit.WriteAsync("camera-revoked", Acting.As(user), detail: id, cancellationToken: cancellationToken), cancellationToken), _ => Results.NoContent());

    private static async Task<IResult> AnswerAsync(Task<CameraAnswer> wish, Func<CameraAnswer, IResult> done)
    {
        try
        {
            var answer = await wish;
            return answer.Kind switch
            {
                CameraAnswer.Kinds.Done => done(answer),
                CameraAnswer.Kinds.NameTaken => Conflict("There is a camera of this name. Revoke it first to give it a new token, or choose another name."),
                CameraAnswer.Kinds.TooMany => Conflict("There are as many cameras as one installation takes. Revoke one that is not in use."),
                CameraAnswer.Kinds.FromConfiguration => Conflict("The cameras come from the configuration (Access:Cameras, Access:CameraToken): change them there and start again."),
                _ => Results.Problem("There is no such camera.", statusCode: StatusCodes.Status404NotFound),
            };
        }
        catch (SettingException unusable)
        {
            return Conflict(unusable.Message);
        }
    }

    private static IResult Conflict(string why) => Results.Problem(why, statusCode: StatusCodes.Status409Conflict);

    private static CameraRequest? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<CameraRequest>(body, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record CameraRequest(string? Id);
}
