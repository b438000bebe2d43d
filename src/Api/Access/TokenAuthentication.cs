using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Atmosphere.Api.Access;

/// <summary><c>Authorization: Bearer …</c> with a camera token or the operator key.</summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccessKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";
    private const int LongestToken = 200;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return Task.FromResult(AuthenticateResult.NoResult());
        var token = header[Prefix.Length..].Trim();
        if (token.Length is 0 or > LongestToken || keys.Find(token) is not { } owner) return Task.FromResult(AuthenticateResult.Fail("The token is not known."));

        Claim[] claims = owner.IsOperator
            ? [new(ClaimTypes.Role, AccessPolicies.OperatorRole)]
            : [new(ClaimTypes.Role, AccessPolicies.CameraRole), new(AccessPolicies.CameraClaim, owner.CameraId!)];
        var identity = new ClaimsIdentity(claims, Scheme.Name);
        return Task.FromResult(AuthenticateResult.Success(new(new(identity), Scheme.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return base.HandleChallengeAsync(properties);
    }
}
