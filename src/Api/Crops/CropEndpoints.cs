using System.Globalization;
using Atmosphere.Grains.Ports;
using Atmosphere.Silo.Hosting;

namespace Atmosphere.Api.Crops;

/// <summary>Serves pictures to whoever has a signed link that has not expired.</summary>
internal static class CropEndpoints
{
    public static void AddCropLinks(this IServiceCollection services, DataFolder data) =>
        services.AddSingleton(sp => CropLinks.Open(data, sp.GetRequiredService<TimeProvider>()));

    public static void MapCrops(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/crops/{kind}/{id}", ShowAsync);

    private static async Task<IResult> ShowAsync(
        string kind, string id, string? expires, string? signature, CropLinks links, ICropStore crops, HttpContext context)
    {
        var key = $"{kind}/{id}";

        // One answer for a wrong link and for a picture that is gone: a guess learns nothing.
        if (!TryReadExpiry(expires, out var until) || signature is null || !links.IsValid(key, until, signature)) return NotFound();
        if (await crops.ReadAsync(key, context.RequestAborted) is not { } jpeg) return NotFound();
        context.Response.Headers.CacheControl = "private, max-age=300";
        return Results.Bytes(jpeg, "image/jpeg");
    }

    /// <summary>As we write it, and in no other spelling.</summary>
    private static bool TryReadExpiry(string? text, out long until) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out until) && text == until.ToString(CultureInfo.InvariantCulture);

    private static IResult NotFound() => Results.Problem("There is no such picture, or the link has expired.", statusCode: StatusCodes.Status404NotFound);
}
