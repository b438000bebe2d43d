namespace Atmosphere.Recognition.Tests;

/// <summary>What a fresh machine may lack. A test that needs it is skipped with what to install; with ATMOSPHERE_REQUIRE=all it fails.</summary>
internal static class Requires
{
    public static void Node() => Requirement.Holds(
        OnPath("node") && OnPath("npm"), "Node.js 20.9 or newer with npm is needed: https://nodejs.org, or 'apt-get install nodejs npm' where that is new enough.");

    private static bool OnPath(string program) => Requirement.ProgramFolders
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")) || File.Exists(Path.Combine(folder, program + ".cmd")));
}
