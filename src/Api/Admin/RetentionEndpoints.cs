using System.Collections.Immutable;
using System.Security.Claims;
using Atmosphere.Api.Access;
using Atmosphere.Catalogue;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Retention;
using Microsoft.Extensions.Options;

namespace Atmosphere.Api.Admin;

/// <summary>What retention would delete now, and when it last did.</summary>
internal static class RetentionEndpoints
{
    /// <summary>Photos and faces that are listed.</summary>
    private const int Listed = 1000;

    public static async Task<IResult> ShowAsync(
        IGrainFactory grains, IOptions<RetentionOptions> settings, IOldPictures pictures, AuditQueries audit, TimeProvider time, CancellationToken cancellationToken)
    {
        var (options, now) = (settings.Value, time.GetUtcNow());
        var photos = options.PhotosDays == 0 ? [] : await pictures.PhotosAsync(Before(options.PhotosDays), "", Listed + 1, cancellationToken);
        var faces = options.CropsDays == 0 ? [] : await pictures.FacesAsync(Before(options.CropsDays), "", Listed + 1, cancellationToken);
        var retention = await grains.GetGrain<IRetentionGrain>(IRetentionGrain.OnlyKey).GetView();
        return Results.Ok(new
        {
            options.PhotosDays,
            options.CropsDays,
            options.AuditDays,
            retention.NextAt,
            retention.Running,
            retention.Last,
            WouldDelete = new
            {
                Photos = List(photos),
                Faces = List(faces),
                AuditEntries = options.AuditDays == 0 ? 0 : await audit.CountBeforeAsync(Before(options.AuditDays), cancellationToken),
            },
        });

        DateTimeOffset Before(int days) => now.AddDays(-days);
    }

    public static async Task<IResult> RunAsync(ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.GetGrain<IRetentionGrain>(IRetentionGrain.OnlyKey).RunNow(Acting.As(user)) switch
        {
            RetentionAnswer.Started => Results.Accepted("/admin/retention", new { message = "What is too old is being deleted." }),
            RetentionAnswer.AlreadyRunning => Results.Problem("It is being deleted already.", statusCode: StatusCodes.Status409Conflict),
            _ => Results.Problem("Everything is kept: set Retention:PhotosDays, Retention:CropsDays or Retention:AuditDays, for example to 30.", statusCode: StatusCodes.Status409Conflict),
        };

    private static object List(ImmutableArray<OldPicture> found) => new { Listed = found.Take(Listed), More = found.Length > Listed };
}
