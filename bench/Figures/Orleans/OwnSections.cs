namespace Atmosphere.Figures.Bench;

/// <summary>What can be measured on this engine only.</summary>
internal static class OwnSections
{
    public static Func<TimeSpan, Task>? Find(string name) => name == Sections.PostgreSql ? PostgreSqlFigures.MeasureAsync : null;
}
