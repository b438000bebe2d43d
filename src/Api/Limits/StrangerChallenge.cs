using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Atmosphere.Api.Limits;

/// <summary>Asks for a token or a session, and counts who is asked too often.</summary>
internal sealed class StrangerChallenge(StrangerLimit strangers) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Challenged && strangers.Refuse(context) is { } refusal
            ? refusal.ExecuteAsync(context)
            : _usual.HandleAsync(next, context, policy, authorizeResult);
}
