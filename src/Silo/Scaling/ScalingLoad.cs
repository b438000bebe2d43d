namespace Atmosphere.Silo.Scaling;

/// <summary>The load of the whole cluster, as a share of what a number of silos shall carry.</summary>
/// <param name="Share">1 = exactly their targets. The greatest of all measures counts.</param>
/// <param name="Measure">Which measure that is, as it is called in the settings.</param>
internal readonly record struct ScalingLoad(double Share, string Measure)
{
    /// <param name="reports">One per silo.</param>
    /// <param name="silos">How many silos shall carry it; with none there is no bound.</param>
    /// <param name="options">The targets.</param>
    public static ScalingLoad Of(IReadOnlyCollection<SiloDemand> reports, int silos, ScalingOptions options)
    {
        ReadOnlySpan<ScalingLoad> measures =
        [
            new(reports.Sum(report => (double)report.Effects) / options.EffectsPerSilo / silos, "effects"),
            new(reports.Sum(report => (double)report.Activations) / options.ActivationsPerSilo / silos, "activations"),
            new(reports.Sum(report => report.Cpu) / options.CpuPerSilo / silos, "cpu"),
            new(reports.Sum(report => (double)report.Events) / options.EventsPerSilo / silos, "events"),
            // An age is nobody's share: it is the same for one silo and for ten.
            new(reports.Select(report => report.EventAge).DefaultIfEmpty().Max() / options.EventAge, "event age"),
        ];
        var greatest = measures[0];
        foreach (var measure in measures)
            if (measure.Share > greatest.Share) greatest = measure;
        return greatest;
    }
}
