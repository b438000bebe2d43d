using Atmosphere.Grains.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Atmosphere.Catalogue;

/// <summary>Registers <see cref="ICatalogue"/>, <see cref="IAudit"/>, <see cref="IOldPictures"/> and what reads them.</summary>
public static class CatalogueServices
{
    /// <param name="services">The application's.</param>
    /// <param name="configuration">The root: section <c>Catalogue</c> is read.</param>
    /// <param name="dataFolder">Where the file is, unless the configuration says otherwise.</param>
    public static IServiceCollection AddCatalogue(this IServiceCollection services, IConfiguration configuration, string dataFolder)
    {
        services.AddOptions<CatalogueOptions>().Bind(configuration.GetSection(CatalogueOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CatalogueOptions>, CatalogueOptionsValidator>();
        services.AddSingleton(provider => Database(provider.GetRequiredService<IOptions<CatalogueOptions>>().Value, dataFolder));
        services.AddSingleton<ICatalogue, SqlCatalogue>();
        services.AddSingleton<IAudit, SqlAudit>();
        services.AddSingleton<IOldPictures, SqlOldPictures>();
        services.AddSingleton(provider => new AuditQueries(provider.GetRequiredService<ICatalogueDatabase>()));
        services.AddSingleton(provider => new CatalogueQueries(provider.GetRequiredService<ICatalogueDatabase>()));
        services.AddHostedService<CatalogueStartup>();
        return services;
    }

    internal static ICatalogueDatabase Database(CatalogueOptions options, string dataFolder) => options.Provider switch
    {
        CatalogueProvider.Sqlite => new SqliteDatabase(options, dataFolder),
        CatalogueProvider.PostgreSQL => new PostgreSqlDatabase(options),
        var other => throw new InvalidOperationException($"There is no catalogue in {other}."),
    };

    /// <summary>
    /// Creates or migrates the tables before what is added after it starts, so that a catalogue of a later program stops this one at once;
    /// and after what has to hold before anything starts, such as that this process has the data folder.
    /// </summary>
    private sealed class CatalogueStartup(ICatalogueDatabase database) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => database.OpenAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
