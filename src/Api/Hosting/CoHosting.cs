namespace Atmosphere.Api.Hosting;

/// <summary>Setting <c>Silo:CoHosted</c>, default true: this process hosts grains itself; else it calls those of a cluster.</summary>
internal static class CoHosting
{
    public static bool IsOn(IConfiguration configuration) => configuration.GetValue("Silo:CoHosted", true);
}
