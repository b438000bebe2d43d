namespace Atmosphere.Silo.Hosting;

/// <summary>The command <c>init-db</c>: makes the tables of a cluster, or brings them up to date, says what it did, and ends.</summary>
public static class InitDb
{
    public const string Name = "init-db";

    /// <param name="settings">What follows the command; it overrides the configuration.</param>
    public static Task RunAsync(string[] settings)
    {
        var configuration = WebApplication.CreateBuilder(settings).Configuration;
        return GrainEngine.InitDatabaseAsync(configuration, Console.WriteLine, CancellationToken.None);
    }
}
