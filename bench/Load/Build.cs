namespace Atmosphere.Load;

/// <summary>The executables of one build: <c>artifacts/{name}/bin/{project}/{configuration}</c>.</summary>
/// <param name="Folder"><c>artifacts/{name}/bin</c>.</param>
/// <param name="Configuration"><c>debug</c> or <c>release</c>.</param>
internal sealed record Build(string Folder, string Configuration)
{
    /// <summary>The build that the running program belongs to.</summary>
    public static Build Own { get; } = OfOwnFolder(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The clone that the running program was built in.</summary>
    public static string Repository { get; } = FindRepository(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>Another build of the same clone and configuration, such as <c>Orleans</c>.</summary>
    public static Build Named(string name) => Own with { Folder = Path.Combine(Repository, "artifacts", name, "bin") };

    /// <summary>A program that is not called after its project.</summary>
    public string Executable(string project, string program) => Path.Combine(Folder, project, Configuration, $"{program}.dll");

    public string Executable(string project) => Path.Combine(Folder, project, Configuration, $"Atmosphere.{project}.dll");

    private static Build OfOwnFolder(DirectoryInfo own) => new(own.Parent!.Parent!.FullName, own.Name);

    private static string FindRepository(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Atmosphere.Orleans.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside a clone of the repository.");
    }
}
