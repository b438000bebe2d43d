using System.Collections.Immutable;
using Atmosphere.Practice.People;
using Atmosphere.Slack;

namespace Atmosphere.Load;

/// <summary>A face, and what colleagues will say about it: sometimes one of them errs first, and often a third one disagrees.</summary>
internal sealed record VotedFace(string FaceId, string PersonId, ImmutableArray<Vote> Votes)
{
    private static readonly ImmutableArray<string> People = [.. PracticePeople.All.Where(person => person.CanPress).Select(person => person.Id)];

    private static long _lastPress = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;

    /// <summary>The two who agree.</summary>
    public ImmutableArray<string> Agreeing { get; init; }

    public static VotedFace Plan(Random random)
    {
        var faceId = NewId(random);
        var chosen = People.OrderBy(_ => random.Next()).ToImmutableArray();
        var (person, mistaken, dissenting, voters) = (chosen[0], chosen[1], chosen[2], chosen[3..]);
        var votes = ImmutableArray.CreateBuilder<Vote>();
        if (random.Next(3) == 0) votes.Add(new(faceId, voters[0], mistaken, NextActionTs()));
        votes.Add(new(faceId, voters[0], person, NextActionTs()));
        votes.Add(new(faceId, voters[1], person, NextActionTs()));
        if (random.Next(2) == 0) votes.Add(new(faceId, voters[2], dissenting, NextActionTs()));
        return new(faceId, person, votes.ToImmutable()) { Agreeing = [voters[0], voters[1]] };
    }

    private static string NewId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString("D");
    }

    /// <summary>Later than every one before.</summary>
    public static string NextActionTs() => SlackTs.From(Interlocked.Increment(ref _lastPress));
}
