using System.Security.Claims;
using Atmosphere.Api.Access;

namespace Atmosphere.Api.Limits;

/// <summary>Whose share of the limits a request takes. Only who has shown a right token, key or session has one: nobody can invent further shares.</summary>
internal static class Caller
{
    private const string Camera = "camera ";
    private const string Key = "key";
    private const string Session = "session ";

    /// <returns>Null for a stranger.</returns>
    public static string? Of(ClaimsPrincipal user)
    {
        if (user.Identity?.IsAuthenticated is not true) return null;
        if (user.FindFirstValue(AccessPolicies.CameraClaim) is { } camera) return Camera + camera;
        return user.Identity.AuthenticationType == AccessPolicies.Token ? Key : Session + user.FindFirstValue(ClaimTypes.Sid);
    }

    public static bool IsCamera(string caller) => caller.StartsWith(Camera, StringComparison.Ordinal);
}
