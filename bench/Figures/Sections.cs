using System.Globalization;

namespace Atmosphere.Figures.Bench;

/// <summary>Figures that are measured together, in a process of their own: what one of them leaves behind is no other's burden.</summary>
internal static class Sections
{
    public const string Engine = "engine";
    public const string PostgreSql = "postgresql";
    public const string Start = "start";
    public const string Votes = "votes";
    public const string Photos = "photos";
    public const string Known = "known";

    private const string Argument = "--section";

    public static bool IsAskedFor(string[] args) => args is [Argument, ..];

    /// <summary>The command line of a section.</summary>
    /// <param name="name">Which one.</param>
    /// <param name="piece">How long one measurement takes.</param>
    public static string[] ArgumentsFor(string name, TimeSpan piece) => [Argument, name, piece.TotalSeconds.ToString(CultureInfo.InvariantCulture)];

    /// <param name="args">As made by <see cref="ArgumentsFor"/>.</param>
    public static Task RunAsync(string[] args)
    {
        var piece = TimeSpan.FromSeconds(double.Parse(args[2], CultureInfo.InvariantCulture));
        return args[1] switch
        {
            Engine => EngineFigures.MeasureAsync(piece),
            Start => PathFigures.StartAsync(),
            Votes => PathFigures.MeasureAsync(piece),
            Photos => FaceServiceFigures.MeasureAsync(piece),
            var own => (OwnSections.Find(own) ?? throw new ArgumentException($"There is no section '{own}' on this engine.", nameof(args)))(piece),
        };
    }
}
