namespace Atmosphere.Recognition.Hosting;

/// <summary>How patient the <see cref="FaceServiceHost"/> is. Not settings: tests shorten them.</summary>
internal sealed record FaceServiceTimings
{
    /// <summary>Between two looks for what a person has to install.</summary>
    public TimeSpan Recheck { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>110 MB over a slow line.</summary>
    public TimeSpan InstallLimit { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>From the start of the process to its first healthy answer: 0.6 s on two cores, with a cold disk much more.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan HealthPeriod { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan HealthTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Failed checks in a row that cost the service its life.</summary>
    public int HealthFailures { get; init; } = 3;

    /// <summary>What the service gets to finish what it is doing.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);
}
