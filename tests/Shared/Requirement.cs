namespace Atmosphere.Testing;

/// <summary>What a fresh machine may lack. A test that needs it is skipped with what to install; with ATMOSPHERE_REQUIRE=all it fails.</summary>
public static class Requirement
{
    /// <param name="isMet">Whether it is there.</param>
    /// <param name="install">The line that installs it.</param>
    public static void Holds(bool isMet, string install)
    {
        if (Environment.GetEnvironmentVariable("ATMOSPHERE_REQUIRE") == "all") Assert.True(isMet, install);
        else Assert.SkipUnless(isMet, install);
    }

    /// <summary>The folders of <c>PATH</c>.</summary>
    public static IEnumerable<string> ProgramFolders =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
