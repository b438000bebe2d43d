namespace Atmosphere.Grains.Recognition;

/// <summary>How sure the recogniser has to be, and how often it may be asked. Section <c>Recognition</c>.</summary>
public sealed class RecognitionRulesOptions
{
    /// <summary>Least confidence for an identification, 0 to 1. Default 0.7, the original's last value.</summary>
    public double Threshold { get; set; } = 0.7;

    /// <summary>
    /// Least confidence for asking "Is this X?" instead of "Who is this?": above 0, at most <see cref="Threshold"/>, which turns it off.
    /// Default 0.5, from which Azure Face's <c>verify</c> calls two faces identical, or the threshold when that is lower.
    /// </summary>
    public double? AskAbove { get; set; }

    /// <summary>
    /// From this confidence on, two faces of one person are pictures of one moment, and the gallery gets only one of them: above 0, at most 1.
    /// Default 0.988: with the local face service a distance of 0.28, where only one in three pairs of different photos of a person lies nearer.
    /// </summary>
    public double DuplicateAbove { get; set; } = 0.988;

    /// <summary>Calls a second for the whole cluster, 0.1 to 1000. Default 10, Azure's limit for an S0 resource.</summary>
    public double CallsPerSecond { get; set; } = 10;

    internal double EffectiveAskAbove => AskAbove ?? Math.Min(DefaultAskAbove, Threshold);

    private const double DefaultAskAbove = 0.5;

    internal IEnumerable<string> Flaws()
    {
        if (DuplicateAbove is not (> 0 and <= 1)) yield return $"Recognition:DuplicateAbove is {DuplicateAbove}; it must be above 0 and at most 1, for example 0.988.";
        if (AskAbove is { } ask && !(ask > 0 && ask <= Threshold))
            yield return $"Recognition:AskAbove is {ask}; it must be above 0 and at most Recognition:Threshold ({Threshold}), for example 0.5.";
        if (Threshold is not (> 0 and <= 1)) yield return $"Recognition:Threshold is {Threshold}; it must be above 0 and at most 1, for example 0.7.";
        if (CallsPerSecond is not (>= 0.1 and <= 1000)) yield return $"Recognition:CallsPerSecond is {CallsPerSecond}; it must be from 0.1 to 1000, for example 10.";
    }
}
