using System.Text.Json;
using System.Text.Json.Serialization;
using Atmosphere.Grains;
using Atmosphere.Grains.Storage;

namespace Atmosphere.Silo.Transfer;

/// <summary>
/// The form of an export: lines of JSON. The first says what it is, each that follows is a state or a reminder of one grain or a row of the
/// catalogue, and the last has their number and the SHA-256 of everything before it.
/// </summary>
internal static class ExportFormat
{
    public const string Name = "atmosphere-export";

    /// <summary>Raised with every change that an older program could not read. Version 1 had no rows of the catalogue.</summary>
    public const int Version = 2;

    /// <summary>Many times the largest state.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    /// <summary>Of a line; the member names are the file's.</summary>
    public static JsonSerializerOptions Lines { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>As states are read, but strictly: a member that this program does not know would be lost.</summary>
    public static JsonSerializerOptions States { get; } = new(GrainJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>This program's version, of three numbers.</summary>
    public static Version Program { get; } = typeof(ExportFormat).Assembly.GetName().Version is { } version ? new(version.Major, version.Minor, version.Build) : new(0, 0, 0);

    /// <summary>Reminders have the one name that the grains give them.</summary>
    public static bool IsReminder(string name) => name == WellKnownNames.DueReminder;

    /// <param name="Engine">Which engine kept it.</param>
    internal sealed record Header(string Format, int Version, string Program, DateTimeOffset MadeAt, string Engine);

    /// <summary>A state (with <see cref="State"/> and <see cref="Json"/>) or a reminder (with the rest).</summary>
    internal sealed record Line(string Type, string Key)
    {
        public string? State { get; init; }

        public JsonElement? Json { get; init; }

        public string? Reminder { get; init; }

        public DateTimeOffset? Due { get; init; }

        public TimeSpan? Period { get; init; }
    }

    /// <param name="Table">Of the catalogue.</param>
    /// <param name="Row">A member for every column.</param>
    internal sealed record RowLine(string Table, JsonElement Row);

    internal sealed record End(bool Complete, long States, long Reminders, string Sha256)
    {
        /// <summary>Of the catalogue.</summary>
        public long Rows { get; init; }
    }
}
