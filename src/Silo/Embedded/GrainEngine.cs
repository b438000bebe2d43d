using Atmosphere.Embedded.Hosting;
using Atmosphere.Grains;
using Atmosphere.Grains.Faces;
using Atmosphere.Silo.Backup;
using Atmosphere.Silo.Hosting;
using Atmosphere.Silo.Intake;
using Atmosphere.Silo.Operating;
using Atmosphere.Silo.Transfer;

namespace Atmosphere.Silo;

/// <summary>The embedded engine: this process, one SQLite file in the data folder.</summary>
internal static class GrainEngine
{
    /// <summary>What exports and archives call it.</summary>
    public const string Name = "Embedded";

    /// <summary>The database in the data folder.</summary>
    private const string Database = "atmosphere.db";

    /// <exception cref="SettingException">Faces are to come from a hub that this engine can't read.</exception>
    public static void AddSilo(IHostApplicationBuilder builder, string dataFolder)
    {
        if (EventHubIntakeOptions.IsSet(builder.Configuration))
        {
            throw new SettingException(
                "Intake:EventHub is set, and this build leaves Event Hubs out. Build it with -p:Engine=Orleans, or send faces by HTTP: POST /events/images-in-db");
        }

        builder.Services.AddEmbeddedEngine(options =>
        {
            options.DatabasePath = Path.Combine(dataFolder, Database);
            options.MaxEventDeliveryTime = TimeSpan.FromDays(1);
            options.ResumeWithin = TimeSpan.FromMinutes(2); // how far ahead a grain that owes something arms its reminder
            builder.Configuration.GetSection(EmbeddedEngineOptions.Section).Bind(options);
            options.AddGrains(typeof(IFaceGrain).Assembly);
            options.StreamProviders.Add(WellKnownNames.StreamProvider);
        });
        builder.Services.AddSingleton<StorageCheck>();
        builder.Services.AddHealthChecks().AddCheck<StorageCheck>("storage");
    }

    /// <exception cref="SettingException">Always: this engine has no cluster.</exception>
    public static void AddClient(IHostApplicationBuilder builder) => throw new SettingException(
        "Silo:CoHosted is false, but this build hosts its grains in the same process. Leave it out, or build the cluster: dotnet run --project src/Api -p:Engine=Orleans -- --Silo:CoHosted=false");

    /// <summary>Makes the tables of a cluster.</summary>
    /// <exception cref="SettingException">Always: this engine has no cluster.</exception>
    public static Task InitDatabaseAsync(IConfiguration configuration, Action<string> progress, CancellationToken cancellationToken) => throw new SettingException(
        "init-db makes the tables of a cluster, which this build has not. Build the cluster, for example dotnet run --project src/Silo -p:Engine=Orleans -- init-db");

    /// <summary>For a process that is nothing but a silo.</summary>
    /// <exception cref="SettingException">Always: this engine has no cluster.</exception>
    public static void RequireCluster() => throw new SettingException(
        "A silo of its own is part of a cluster, which this build has not. Build the cluster, for example dotnet run --project src/Silo -p:Engine=Orleans; or run src/Api, which hosts its grains itself.");

    /// <summary>Where the database is.</summary>
    public static string DatabasePath(IConfiguration configuration, string dataFolder)
    {
        var options = new EmbeddedEngineOptions { DatabasePath = Path.Combine(dataFolder, Database) };
        configuration.GetSection(EmbeddedEngineOptions.Section).Bind(options);
        return Path.GetFullPath(options.DatabasePath);
    }

    /// <summary>Everything that grains keep, at one instant. A process may be running.</summary>
    public static IAsyncEnumerable<GrainRecord> ReadRecordsAsync(IConfiguration configuration, IHostEnvironment environment, CancellationToken cancellationToken) =>
        SqliteRecords.ReadAsync(DatabasePath(configuration, DataFolder.Find(configuration, environment).Path), cancellationToken);

    /// <summary>Fills an empty store, all or nothing.</summary>
    public static Task FillAsync(IConfiguration configuration, IHostEnvironment environment, IEnumerable<GrainRecord> records, CancellationToken cancellationToken)
    {
        SqliteRecords.Fill(DatabasePath(configuration, DataFolder.Create(configuration, environment).Path), records, cancellationToken);
        return Task.CompletedTask;
    }

    /// <summary>The command <c>backup</c>.</summary>
    public static Task BackupAsync(OperatorRequest request) => BackupCommands.BackupAsync(request);

    /// <summary>The command <c>restore</c>.</summary>
    public static Task RestoreAsync(OperatorRequest request) => BackupCommands.RestoreAsync(request);
}
