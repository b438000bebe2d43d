namespace Atmosphere.Grains.Training;

/// <summary>When the recogniser is trained. Section <c>Training</c>.</summary>
public sealed class TrainingOptions
{
    /// <summary>Time of day, as <c>HH:mm</c>. Default 03:00, as in the original.</summary>
    public string At { get; set; } = "03:00";

    /// <summary>Whose night: an IANA time zone id. Default UTC.</summary>
    public string TimeZone { get; set; } = "UTC";

    internal IEnumerable<string> Flaws()
    {
        if (!TimeOnly.TryParseExact(At, "HH:mm", out _)) yield return $"Training:At is '{At}'; it must be a time of day, for example 03:00.";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return $"Training:TimeZone is '{TimeZone}', which this machine does not know; it must be an IANA time zone, for example Europe/Helsinki.";
    }
}

/// <param name="Gallery">The key of the one training grain.</param>
/// <param name="Zone">Whose night.</param>
/// <param name="At">Time of day.</param>
internal sealed record TrainingRules(string Gallery, TimeZoneInfo Zone, TimeOnly At);
