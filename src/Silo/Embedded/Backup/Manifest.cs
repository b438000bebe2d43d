using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atmosphere.Silo.Backup;

/// <summary>What an archive is and what is in it. It is written last, so that an archive that was not finished has none.</summary>
internal sealed record Manifest
{
    public const string FileName = "manifest.json";
    public const string FormatName = "atmosphere-backup";

    /// <summary>Raised with every change that an older program could not restore.</summary>
    public const int CurrentVersion = 1;

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for people, in a file of its own
    };

    public required string Format { get; init; }

    public required int Version { get; init; }

    /// <summary>The program that made it.</summary>
    public required string Program { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required string Engine { get; init; }

    /// <summary>What one might look for in vain, in sentences.</summary>
    public ImmutableArray<string> LeftOut { get; init; } = [];

    public required ImmutableArray<ManifestFile> Files { get; init; }
}

/// <param name="Path">Within the archive, with <c>/</c>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
internal sealed record ManifestFile(string Path, long Size, string Sha256);
