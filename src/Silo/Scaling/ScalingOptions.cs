using Atmosphere.Silo.Hosting;

namespace Atmosphere.Silo.Scaling;

/// <summary>When the cluster gets a silo more or one less. Section <c>Scaling</c>; the same for all silos and the API.</summary>
public sealed class ScalingOptions
{
    public const string Section = "Scaling";

    /// <summary>The most silos there can be: each is an application with two ports of its own.</summary>
    public const int MostSilos = 32;

    /// <summary>Shortest <see cref="Key"/>.</summary>
    public const int ShortestKey = 24;

    /// <summary>The bearer token of whoever asks <c>GET /scaling/silos/{k}</c>. A secret. Empty: nobody can ask.</summary>
    public string Key { get; set; } = "";

    /// <summary>Silos that are always wanted, 1 or more. Two survive the loss of one without a pause for a start.</summary>
    public int MinSilos { get; set; } = 1;

    /// <summary>Silos that are wanted at most, up to <see cref="MostSilos"/>: as many as there are applications.</summary>
    public int MaxSilos { get; set; } = 3;

    /// <summary>Grains performing owed effects that one silo shall carry, 1 to 100,000. Each holds a call to Slack, the recogniser or the database.</summary>
    public int EffectsPerSilo { get; set; } = 100;

    /// <summary>Activations that one silo shall carry, 100 to 100 million. An idle one takes about 1.8 kB.</summary>
    public int ActivationsPerSilo { get; set; } = 100_000;

    /// <summary>Processor use that one silo shall have on average, 10 to 95 %.</summary>
    public double CpuPerSilo { get; set; } = 70;

    /// <summary>Waiting stream events that one silo shall carry, 1 to 10 million.</summary>
    public int EventsPerSilo { get; set; } = 1000;

    /// <summary>How long an event may wait before that is a reason to grow: 1 second to 1 hour.</summary>
    public TimeSpan EventAge { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>A silo leaves when the others would stay below this share of their targets, 0.1 to 0.9. Growing begins at 1: between the two nothing happens.</summary>
    public double ShrinkBelow { get; set; } = 0.6;

    /// <summary>How long the load has to be too high before a silo is added: zero to 1 hour.</summary>
    public TimeSpan GrowAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the load has to be low before a silo leaves: 1 minute to 1 day.</summary>
    public TimeSpan ShrinkAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Shortest time between two changes: 1 minute to 1 day. Longer than a silo takes to start and to take its share.</summary>
    public TimeSpan CoolDown { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often each silo reports: 1 second to 1 minute.</summary>
    public TimeSpan ReportEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>From here on a report says nothing any more: three were missed.</summary>
    internal TimeSpan StaleAfter => (ReportEvery * 3) + (ReportEvery / 2);

    /// <exception cref="SettingException">Something in the section can't work.</exception>
    public static ScalingOptions Read(IConfiguration configuration)
    {
        var options = configuration.GetSection(Section).Get<ScalingOptions>() ?? new();
        return options.Flaws().ToList() is { Count: > 0 } flaws ? throw new SettingException(flaws) : options;
    }

    internal IEnumerable<string> Flaws()
    {
        if (Key.Length > 0 && (Key.Length < ShortestKey || Key.Any(c => c is < '!' or > '~')))
            yield return $"Scaling:Key has to be {ShortestKey} visible ASCII characters or more, or empty; make one with: openssl rand -hex 32.";
        if (MinSilos is < 1 or > MostSilos) yield return $"Scaling:MinSilos is {MinSilos}; it must be from 1 to {MostSilos}, for example 2.";
        if (MaxSilos < MinSilos || MaxSilos > MostSilos) yield return $"Scaling:MaxSilos is {MaxSilos}; it must be from Scaling:MinSilos ({MinSilos}) to {MostSilos}, for example 3.";
        if (EffectsPerSilo is < 1 or > 100_000) yield return $"Scaling:EffectsPerSilo is {EffectsPerSilo}; it must be from 1 to 100000, for example 100.";
        if (ActivationsPerSilo is < 100 or > 100_000_000) yield return $"Scaling:ActivationsPerSilo is {ActivationsPerSilo}; it must be from 100 to 100000000, for example 100000.";
        if (!(CpuPerSilo is >= 10 and <= 95)) yield return $"Scaling:CpuPerSilo is {CpuPerSilo}; it must be from 10 to 95 per cent, for example 70.";
        if (EventsPerSilo is < 1 or > 10_000_000) yield return $"Scaling:EventsPerSilo is {EventsPerSilo}; it must be from 1 to 10000000, for example 1000.";
        if (!(ShrinkBelow is >= 0.1 and <= 0.9)) yield return $"Scaling:ShrinkBelow is {ShrinkBelow}; it must be from 0.1 to 0.9, for example 0.6.";
        foreach (var flaw in TimeFlaws()) yield return flaw;
    }

    private IEnumerable<string> TimeFlaws()
    {
        if (EventAge < TimeSpan.FromSeconds(1) || EventAge > TimeSpan.FromHours(1))
            yield return $"Scaling:EventAge is {EventAge}; it must be from one second to one hour, for example 00:02:00.";
        if (GrowAfter < TimeSpan.Zero || GrowAfter > TimeSpan.FromHours(1))
            yield return $"Scaling:GrowAfter is {GrowAfter}; it must be from zero to one hour, for example 00:01:00.";
        if (ShrinkAfter < TimeSpan.FromMinutes(1) || ShrinkAfter > TimeSpan.FromDays(1))
            yield return $"Scaling:ShrinkAfter is {ShrinkAfter}; it must be from one minute to one day, for example 00:10:00.";
        if (CoolDown < TimeSpan.FromMinutes(1) || CoolDown > TimeSpan.FromDays(1))
            yield return $"Scaling:CoolDown is {CoolDown}; it must be from one minute to one day, for example 00:05:00.";
        if (ReportEvery < TimeSpan.FromSeconds(1) || ReportEvery > TimeSpan.FromMinutes(1))
            yield return $"Scaling:ReportEvery is {ReportEvery}; it must be from one second to one minute, for example 00:00:10.";
    }
}
