using System.Security.Claims;
using System.Security.Cryptography;
using Atmosphere.Api.Components;
using Atmosphere.Api.Limits;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Atmosphere.Api.Access;

/// <summary>Signs a browser in: by the link on the console, or by the operator key.</summary>
internal static class SignInEndpoints
{
    /// <summary>Bytes of the form, which anybody may send.</summary>
    private const int LargestForm = 4 * 1024;

    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/signin", ByLinkAsync);
        endpoints.MapPost("/signin", ByKeyAsync).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(LargestForm));
    }

    private static async Task<IResult> ByLinkAsync(string? code, SignInLink link, StrangerLimit strangers, HttpContext context)
    {
        if (code is null) return Page(null);
        if (!link.TryUse(code)) return strangers.Refuse(context) ?? Page("This link has been used, or is from an earlier start.");
        await SignInAsync(context);
        return Results.Redirect("/");
    }

    // No antiforgery token: a foreign site that signs a browser in here would have to know the key.
    private static async Task<IResult> ByKeyAsync(HttpContext context, AccessKeys keys, StrangerLimit strangers)
    {
        if (await ReadFormAsync(context.Request) is not { } form) return Results.Problem("A form with the field key is expected.", statusCode: StatusCodes.Status400BadRequest);
        if (keys.Find(form["key"].ToString().Trim()) is not { IsOperator: true }) return strangers.Refuse(context) ?? Page("That is not the operator key.");
        await SignInAsync(context);
        return Results.Redirect("/");
    }

    /// <returns>Null when the body is no form, or one of a size or shape that no sign-in has.</returns>
    private static async Task<IFormCollection?> ReadFormAsync(HttpRequest request)
    {
        if (!request.HasFormContentType) return null;
        try
        {
            return await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (Exception fault) when (fault is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            return null;
        }
    }

    private static Task SignInAsync(HttpContext context) => context.SignInAsync(
        AccessPolicies.Session,
        new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, AccessPolicies.OperatorRole), new Claim(ClaimTypes.Sid, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)))], AccessPolicies.Session)),
        new AuthenticationProperties { IsPersistent = true });

    private static RazorComponentResult<SignIn> Page(string? problem) =>
        new(new { Problem = problem }) { StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized };
}
