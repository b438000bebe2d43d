namespace Atmosphere.EndToEnd.Tests;

/// <summary>The clone that these tests were built in.</summary>
internal static class RepositoryFolder
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (File.Exists(System.IO.Path.Combine(folder, "Atmosphere.Orleans.sln"))) return folder;
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside a clone of the repository.");
    }
}
