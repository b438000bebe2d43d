using System.Security.Cryptography;
using System.Text;
using Atmosphere.Api.Limits;
using Atmosphere.Silo.Scaling;

namespace Atmosphere.Api.Scaling;

/// <summary>
/// How many silos are wanted, for whoever starts and stops them: KEDA's <c>metrics-api</c>, one rule per silo. An answer that is not 200
/// leaves a silo as it is. Setting <c>Scaling:Key</c>; without it there is none of this.
/// </summary>
internal static class ScalingEndpoints
{
    private const string Prefix = "Bearer ";

    public static void MapScalingApi(this IEndpointRouteBuilder endpoints)
    {
        if (endpoints.ServiceProvider.GetRequiredService<ScalingOptions>().Key is not { Length: > 0 } key) return;
        var group = endpoints.MapGroup("/scaling/silos").AddEndpointFilter(new KeyFilter(key, endpoints.ServiceProvider.GetRequiredService<StrangerLimit>()));
        group.MapGet("/", async (HttpContext context) => Scaling(context) is { } scaling ? Results.Ok(await scaling.ShowAsync()) : NothingToScale());
        group.MapGet("/{silo:int:range(0,31)}", AnswerAsync);
    }

    private static async Task<IResult> AnswerAsync(int silo, HttpContext context)
    {
        if (Scaling(context) is not { } scaling) return NothingToScale();
        return await scaling.IsWantedAsync(silo) switch
        {
            true => Results.Ok(new { Replicas = 1 }),
            false => Results.Ok(new { Replicas = 0 }),
            null => Results.Problem("The silos have not all reported yet: leave them as they are.", statusCode: StatusCodes.Status503ServiceUnavailable),
        };
    }

    private static ISiloScaling? Scaling(HttpContext context) => context.RequestServices.GetService<ISiloScaling>();

    private static IResult NothingToScale() => Results.Problem("This process is all there is: nothing to scale.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>Lets in who knows the key, comparing in a time that tells nothing of it.</summary>
    private sealed class KeyFilter(string key, StrangerLimit strangers) : IEndpointFilter
    {
        // Of equal length whatever is sent.
        private readonly byte[] _expected = SHA256.HashData(Encoding.UTF8.GetBytes(key));

        public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        {
            var header = context.HttpContext.Request.Headers.Authorization.ToString();
            if (header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
                && CryptographicOperations.FixedTimeEquals(_expected, SHA256.HashData(Encoding.UTF8.GetBytes(header[Prefix.Length..]))))
                return next(context);
            if (strangers.Refuse(context.HttpContext) is { } refusal) return ValueTask.FromResult<object?>(refusal);
            context.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
            return ValueTask.FromResult<object?>(Results.Problem("The key of the section Scaling is needed.", statusCode: StatusCodes.Status401Unauthorized));
        }
    }
}
