namespace Atmosphere.Silo.Hosting;

/// <summary>The command <c>init-db</c>: makes the tables of a cluster, or brings them up to date, says what it did, and ends.</summary>
public static class InitDb
{
    private const string Name = "init-db";

    /// <summary>Whether the command line asks for it: it is the first word.</summary>
    public static bool IsAskedFor(string[] args) => args is [Name, ..];

    /// <param name="args">The command line; what follows the command overrides the configuration.</param>
    public static Task RunAsync(string[] args)
    {
        var configuration = WebApplication.CreateBuilder(args[1..]).Configuration;
        return GrainEngine.InitDatabaseAsync(configuration, Console.WriteLine, CancellationToken.None);
    }
}
