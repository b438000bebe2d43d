using Atmosphere.Practice;

namespace Atmosphere.Api.Access;

/// <summary>
/// Guards actions that a browser's session allows against requests that other sites make the browser send. Requests with a bearer
/// token need no such guard, since a browser never adds one by itself.
/// </summary>
internal sealed class OwnPageFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.User.Identity?.AuthenticationType == AccessPolicies.Token || OwnPage.Sent(context.HttpContext.Request)
            ? next(context)
            : ValueTask.FromResult<object?>(Results.Problem("Actions are taken only from Atmosphere's own pages.", statusCode: StatusCodes.Status403Forbidden));
}
