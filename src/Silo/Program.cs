using Atmosphere.Silo.Hosting;

namespace Atmosphere.Silo;

/// <summary>A silo as a process of its own.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => StartFailure.GuardAsync("The silo", () => InitDb.IsAskedFor(args) ? InitDb.RunAsync(args) : SiloApp.Build(args).RunAsync());
}
