using System.Text.RegularExpressions;

namespace Atmosphere.Silo.Tests.Deployment;

/// <summary>The settings that the code reads, found in its sources: options classes with their sections, and names that are read one by one.</summary>
internal static partial class KnownSettings
{
    /// <summary>In the spelling of configuration, such as <c>Cluster:SiloPort</c>.</summary>
    public static IReadOnlySet<string> OfApplications { get; } = Applications();

    /// <summary>Environment variables of the face service.</summary>
    public static IReadOnlySet<string> OfFaceService { get; } =
        Regex.Matches(Repository.Read("src/face-service/src/settings.js"), "FACE_SERVICE_[A-Z_]+").Select(match => match.Value).ToHashSet();

    private static HashSet<string> Applications()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Repository.Files("src", "*.cs"))
        {
            var text = Repository.Read(file);
            // One options class per file; the sections of the grains' own are named where they are registered.
            var section = SectionConstant().Match(text) is { Success: true } named ? named.Groups["name"].Value : SectionInWords().Match(text).Groups["name"].Value;
            if (section.Length > 0)
                known.UnionWith(Property().Matches(text).Select(property => $"{section}:{property.Groups["name"].Value}"));
            known.UnionWith(Literal().Matches(text).Select(literal => literal.Groups["name"].Value));
        }

        // Read as a list or as one value, whose property has the plural.
        if (known.Contains("Slack:SigningSecrets")) known.Add("Slack:SigningSecret");
        return known;
    }

    [GeneratedRegex("""const string Section = "(?<name>[A-Za-z:]+)";""", RegexOptions.ExplicitCapture)]
    private static partial Regex SectionConstant();

    [GeneratedRegex("""Section <c>(?<name>[A-Za-z]+)</c>\.""", RegexOptions.ExplicitCapture)]
    private static partial Regex SectionInWords();

    [GeneratedRegex("""public [A-Za-z<>?]+ (?<name>[A-Z][A-Za-z]+) \{ get; set; \}""", RegexOptions.ExplicitCapture)]
    private static partial Regex Property();

    /// <summary>A whole string literal that is a setting's name.</summary>
    [GeneratedRegex("\"(?<name>[A-Z][A-Za-z]+:[A-Z][A-Za-z]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Literal();
}
