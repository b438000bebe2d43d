namespace Atmosphere.Grains.Streams;

/// <summary>How much is expected of the streams between grains. Section <c>Streams</c>.</summary>
public sealed class StreamOptions
{
    /// <summary>How long the answer to an event may take before the event is published again: 1 second to 1 hour. A stream in memory loses what an ended silo held.</summary>
    public TimeSpan RepublishAfter { get; set; } = TimeSpan.FromMinutes(5);

    internal IEnumerable<string> Flaws()
    {
        if (RepublishAfter < TimeSpan.FromSeconds(1) || RepublishAfter > TimeSpan.FromHours(1))
            yield return $"Streams:RepublishAfter is {RepublishAfter}; it must be from one second to one hour, for example 00:05:00.";
    }
}

/// <summary>What of <see cref="StreamOptions"/> the steps need.</summary>
/// <param name="RepublishAfter">See <see cref="StreamOptions.RepublishAfter"/>.</param>
internal sealed record StreamRules(TimeSpan RepublishAfter);
