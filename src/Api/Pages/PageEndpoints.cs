using Atmosphere.Api.Access;
using Atmosphere.Api.Admin;
using Atmosphere.Api.Components;
using Atmosphere.Api.Hosting;
using Atmosphere.Api.Intake;
using Atmosphere.Api.Limits;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atmosphere.Api.Pages;

/// <summary>The start page and what it asks for.</summary>
internal static class PageEndpoints
{
    public static void AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddSingleton<PageStateReader>();
        services.AddSingleton<SamplePhotos>();
    }

    public static void MapPages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/", (HttpContext context, PracticeMode practice) => PageAsync(context, () => new RazorComponentResult<Home>(new { HasPractice = practice.IsOn })));
        endpoints.MapGet("/manage", (HttpContext context, AccessKeys keys) => PageAsync(context, () => new RazorComponentResult<Manage>(new { CamerasAreGiven = keys.AreGiven })));
        endpoints.MapGet("/records", Task<IResult> (HttpContext context) => PageAsync(context, () => new RazorComponentResult<Records>()));
        var page = endpoints.MapGroup("").RequireAuthorization(AccessPolicies.Operator).AddEndpointFilter<NoStoreFilter>();
        page.MapGet("/page/state", async (PageStateReader reader, CancellationToken cancellationToken) => Results.Json(await reader.ReadAsync(cancellationToken)));
        page.MapGet("/samples/{number:int}", (int number, SamplePhotos samples) =>
            samples.PathOf(number) is { } path ? Results.File(path, "image/jpeg") : NoSample());
        page.MapPost("/samples/{number:int}", TakeSampleAsync).AddEndpointFilter<OwnPageFilter>().AddEndpointFilter(endpoints.ServiceProvider.GetRequiredService<UploadPlaces>());
    }

    /// <summary>A page for whoever has signed in; everybody else can do that there.</summary>
    private static async Task<IResult> PageAsync(HttpContext context, Func<IResult> page) =>
        (await context.AuthenticateAsync(AccessPolicies.Session)).Succeeded ? page() : new RazorComponentResult<SignIn>();

    private static async Task<IResult> TakeSampleAsync(int number, SamplePhotos samples, PhotoIntake intake, HttpContext context)
    {
        if (samples.PathOf(number) is not { } path) return NoSample();
        var photoId = await intake.AcceptAsync(CameraName.Samples, await File.ReadAllBytesAsync(path, context.RequestAborted), context.RequestAborted);
        return Results.Accepted($"/photos/{photoId}", new { photoId });
    }

    private static IResult NoSample() => Results.Problem("There is no such sample photo.", statusCode: StatusCodes.Status404NotFound);
}
