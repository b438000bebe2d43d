namespace Atmosphere.Grains.People;

/// <summary>Section <c>People</c>.</summary>
public sealed class PeopleOptions
{
    /// <summary>Faces per person in the gallery, 1 to 248: Azure's limit, which is also the default.</summary>
    public int MaxFaces { get; set; } = 248;

    /// <summary>How long what Slack said of a user is believed: 1 minute to 30 days.</summary>
    public TimeSpan ProfileMaxAge { get; set; } = TimeSpan.FromDays(1);

    internal IEnumerable<string> Flaws()
    {
        if (MaxFaces is < 1 or > 248) yield return $"People:MaxFaces is {MaxFaces}; it must be from 1 to 248, for example 248.";
        if (ProfileMaxAge < TimeSpan.FromMinutes(1) || ProfileMaxAge > TimeSpan.FromDays(30))
            yield return $"People:ProfileMaxAge is {ProfileMaxAge}; it must be from one minute to 30 days, for example 1.00:00:00.";
    }
}
