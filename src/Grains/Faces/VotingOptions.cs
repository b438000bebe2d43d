namespace Atmosphere.Grains.Faces;

/// <summary>How people decide together. Section <c>Voting</c>.</summary>
public sealed class VotingOptions
{
    /// <summary>Verified votes for the same person that make an agreement: 1 to 20. Default 2, as in the original.</summary>
    public int Required { get; set; } = 2;

    /// <summary>Verified voters after whom a face without agreement is disputed: at least <see cref="Required"/>, at most 100.</summary>
    public int MaxVoters { get; set; } = 5;

    /// <summary>How long a question stays open: 1 minute to 49 days (the longest a reminder can be armed ahead).</summary>
    public TimeSpan ExpireAfter { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Whether the person whom a vote names gets "Is this you?" as a direct message: her yes decides, and so does her no.</summary>
    public bool AskThePerson { get; set; }

    internal IEnumerable<string> Flaws()
    {
        if (Required is < 1 or > 20) yield return $"Voting:Required is {Required}; it must be from 1 to 20, for example 2.";
        if (MaxVoters < Required || MaxVoters > 100) yield return $"Voting:MaxVoters is {MaxVoters}; it must be from Voting:Required ({Required}) to 100, for example 5.";
        if (ExpireAfter < TimeSpan.FromMinutes(1) || ExpireAfter > TimeSpan.FromDays(49))
            yield return $"Voting:ExpireAfter is {ExpireAfter}; it must be from one minute to 49 days, for example 7.00:00:00.";
    }
}
