using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Atmosphere.Catalogue;

/// <summary>Makes the tables beforehand, for processes whose role in the database may not.</summary>
public static class CatalogueSetup
{
    /// <param name="configuration">The root: section <c>Catalogue</c> is read.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when the catalogue is not in PostgreSQL, where there is nothing to do beforehand.</returns>
    /// <exception cref="OptionsValidationException">The section can't work.</exception>
    /// <exception cref="CatalogueStartException">The tables are of a later program, or the database can't be reached.</exception>
    public static async Task<bool> ApplyAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        var options = OptionsOf(configuration);
        if (options.Provider != CatalogueProvider.PostgreSQL) return false;
        await using var database = new PostgreSqlDatabase(options);
        await database.OpenAsync(cancellationToken);
        return true;
    }

    /// <exception cref="OptionsValidationException">The section can't work.</exception>
    internal static CatalogueOptions OptionsOf(IConfiguration configuration)
    {
        var options = configuration.GetSection(CatalogueOptions.Section).Get<CatalogueOptions>() ?? new();
        var result = new CatalogueOptionsValidator().Validate(null, options);
        return result.Failed ? throw new OptionsValidationException(CatalogueOptions.Section, typeof(CatalogueOptions), result.Failures) : options;
    }
}
