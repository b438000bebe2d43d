using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Atmosphere.Recognition.Hosting;

/// <summary>A Node.js version, as <c>node --version</c> prints it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly partial record struct NodeVersion(int Major, int Minor, int Patch) : IComparable<NodeVersion>
{
    /// <summary>What the face service's packages ask for (<c>engines</c> in its package.json).</summary>
    public static readonly NodeVersion Least = new(20, 9, 0);

    public bool IsEnough => CompareTo(Least) >= 0;

    /// <returns>The version, or null when the text is none.</returns>
    public static NodeVersion? Parse(string text)
    {
        var match = Pattern().Match(text.Trim());
        if (!match.Success) return null;
        return new NodeVersion(Number("major"), Number("minor"), Number("patch"));

        int Number(string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    public int CompareTo(NodeVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public static bool operator <(NodeVersion left, NodeVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(NodeVersion left, NodeVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(NodeVersion left, NodeVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(NodeVersion left, NodeVersion right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{Major}.{Minor}.{Patch}";

    [GeneratedRegex(@"\Av(?<major>\d{1,6})\.(?<minor>\d{1,6})\.(?<patch>\d{1,6})(-.*)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
