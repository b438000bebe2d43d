using System.Security.Claims;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Api.Access;

/// <summary>Whom the audit names for what an operator does over HTTP.</summary>
internal static class Acting
{
    /// <summary>Enough to tell sessions apart.</summary>
    private const int ShownOfSession = 8;

    /// <returns>One of <see cref="Actors"/>.</returns>
    public static string As(ClaimsPrincipal user) =>
        user.Identity?.AuthenticationType == AccessPolicies.Token ? Actors.OperatorKey : Actors.Session(user.FindFirstValue(ClaimTypes.Sid)?[..ShownOfSession] ?? "");
}
