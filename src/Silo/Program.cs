using Atmosphere.Silo.Hosting;
using Atmosphere.Silo.Operating;

namespace Atmosphere.Silo;

/// <summary>A silo as a process of its own.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) =>
        await OperatorCommand.TryRunAsync(args) ?? await StartFailure.GuardAsync("The silo can't start", () => SiloApp.Build(args).RunAsync());
}
