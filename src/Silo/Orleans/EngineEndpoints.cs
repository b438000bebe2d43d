using Orleans.Dashboard;

namespace Atmosphere.Silo;

/// <summary>What the engine shows by HTTP.</summary>
public static class EngineEndpoints
{
    /// <summary>Orleans' dashboard, at <c>/dashboard</c>. It shows grain state and asks nobody who they are: the caller demands a sign-in.</summary>
    public static IEndpointConventionBuilder MapDashboard(this IEndpointRouteBuilder endpoints) => endpoints.MapOrleansDashboard("/dashboard");
}
