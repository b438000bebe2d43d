using System.Text.RegularExpressions;
using Atmosphere.Catalogue;
using Atmosphere.Silo.Crops;
using Atmosphere.Silo.Hosting;
using Atmosphere.Silo.Operating;
using Microsoft.Data.Sqlite;

namespace Atmosphere.Silo.Backup;

/// <summary>Where everything is that one process keeps, and what of it belongs into an archive.</summary>
/// <param name="Folder">The data folder.</param>
/// <param name="Database">The grains' states.</param>
/// <param name="Catalogue">The catalogue's file, or null when it is in another database.</param>
/// <param name="Pictures">The folder of the pictures.</param>
/// <param name="Gallery">The local face service's folder, or null when the recogniser is elsewhere.</param>
internal sealed partial record DataLayout(string Folder, string Database, string? Catalogue, string Pictures, string? Gallery)
{
    // The names that these have in an archive, wherever they are here.
    public const string DatabaseName = "atmosphere.db";
    public const string CatalogueName = "catalogue.db";
    public const string PicturesName = "pictures";
    public const string GalleryName = "gallery";

    private const string CropLinksKey = "crop-links.key";
    private const string SessionKeys = "session-keys";

    /// <exception cref="SettingException">A setting that says where something is can't work.</exception>
    public static DataLayout Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var folder = DataFolder.Find(configuration, environment).Path;
        return new(
            folder,
            GrainEngine.DatabasePath(configuration, folder),
            CatalogueFile(configuration, folder),
            Path.GetFullPath(Path.Combine(folder, CropOptions.Read(configuration).Folder)),
            configuration["Recognition:Endpoint"] is { Length: > 0 } ? null : Path.Combine(folder, GalleryName));
    }

    /// <summary>
    /// The other files directly in the data folder: the keys' hashes, the practice channel, and whatever comes to be kept there. Not what
    /// is made anew when it is missing and would open doors: the keys of sessions and of links to pictures.
    /// </summary>
    public IEnumerable<string> OtherFiles() => Directory.EnumerateFiles(Folder)
        .Where(path => path != Database && path != Catalogue && ArchivePath.IsGood(Path.GetFileName(path)))
        .Order(StringComparer.Ordinal);

    /// <summary>Whether a name directly in an archive is one that a backup puts there.</summary>
    public static bool IsKept(string name) => name is not (CropLinksKey or SessionKeys) && !name.StartsWith('.') && !PassingFile().IsMatch(name);

    /// <summary>Where a file of an archive belongs, below the data folder.</summary>
    public string PlaceOf(string archivePath)
    {
        if (archivePath == DatabaseName) return Path.GetRelativePath(Folder, Database);
        if (archivePath == CatalogueName) return Catalogue is null ? CatalogueName : Path.GetRelativePath(Folder, Catalogue);
        const string Prefix = PicturesName + "/";
        return archivePath.StartsWith(Prefix, StringComparison.Ordinal)
            ? Path.Combine(Path.GetRelativePath(Folder, Pictures), archivePath[Prefix.Length..])
            : archivePath;
    }

    /// <summary>An archive is put in place as one folder.</summary>
    /// <exception cref="RefusalException">A setting leads out of it.</exception>
    public void RequireOneFolder()
    {
        foreach (var (setting, path) in new[] { ("Embedded:DatabasePath", Database), ("Catalogue:ConnectionString", Catalogue ?? Folder), ("Crops:Folder", Pictures) })
        {
            if (path != Folder && !IsBelow(path, Folder))
                throw new RefusalException($"A backup is restored into Data:Folder ({Folder}), and {setting} leads out of it. Restore without that setting, then move what belongs there.");
        }
    }

    public static bool IsBelow(string path, string folder) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string? CatalogueFile(IConfiguration configuration, string folder)
    {
        var options = configuration.GetSection(CatalogueOptions.Section).Get<CatalogueOptions>() ?? new();
        if (options.Provider != CatalogueProvider.Sqlite) return null;
        try
        {
            var file = new SqliteConnectionStringBuilder(options.ConnectionString).DataSource;
            return Path.GetFullPath(file.Length == 0 ? CatalogueOptions.DefaultFile : file, folder);
        }
        catch (ArgumentException)
        {
            // The exception's text quotes the value, which may hold a password.
            throw new SettingException("Catalogue:ConnectionString is not a SQLite connection string. Example: Catalogue:ConnectionString=Data Source=/var/lib/atmosphere/catalogue.db");
        }
    }

    // Companions of databases, locks, and what is being written.
    [GeneratedRegex(@"(-wal|-shm|-journal|\.lock|\.unfinished-.*|\.[0-9a-f]{32})\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PassingFile();
}
