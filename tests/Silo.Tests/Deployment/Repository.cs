namespace Atmosphere.Silo.Tests.Deployment;

/// <summary>The files of this repository, as they are checked out.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Relative paths of the files below a folder, without what was built or installed there.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules"));

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Atmosphere.Orleans.sln"))) return folder;
        throw new InvalidOperationException($"The tests were not built inside the repository: {AppContext.BaseDirectory}");
    }
}
