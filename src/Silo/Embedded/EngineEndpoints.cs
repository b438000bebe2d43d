namespace Atmosphere.Silo;

/// <summary>What the engine shows by HTTP.</summary>
public static class EngineEndpoints
{
    /// <summary>The embedded engine has no dashboard.</summary>
    public static IEndpointConventionBuilder MapDashboard(this IEndpointRouteBuilder endpoints) => endpoints.MapGroup("/dashboard");
}
