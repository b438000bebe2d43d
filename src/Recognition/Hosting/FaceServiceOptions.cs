namespace Atmosphere.Recognition.Hosting;

/// <summary>Where the local face service is and what runs it. Configuration section <c>FaceService</c>; all of it may be left out.</summary>
public sealed class FaceServiceOptions
{
    public const string Section = "FaceService";

    public static readonly TimeSpan MinTimeout = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(2);

    /// <summary>The Node.js executable. Empty: <c>node</c> from PATH.</summary>
    public string NodePath { get; set; } = "";

    /// <summary>The service's folder, with <c>package.json</c> and <c>src/main.js</c>. Empty: looked for near the application.</summary>
    public string Folder { get; set; } = "";

    /// <summary>How long preparing or cutting one photo may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
