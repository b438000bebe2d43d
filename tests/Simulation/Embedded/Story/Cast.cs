using Atmosphere.Grains.Ports;

namespace Atmosphere.Simulation.Story;

/// <summary>Who is who in the workspace.</summary>
internal sealed class Cast
{
    public const string Bot = "U0BOT";
    public const string Gone = "U0GONE";

    /// <summary>An id that Slack does not know.</summary>
    public const string Nobody = "U0NOBODY";

    private readonly string[] _people;

    public Cast(int people)
    {
        _people = [.. Enumerable.Range(1, people).Select(i => $"U{i}")];
        Users =
        [
            .. _people.Select((id, i) => (i % 3) switch
            {
                0 => new SlackUser { UserId = id, DisplayName = $"display {id}", RealName = $"Real {id}" },
                1 => new SlackUser { UserId = id, RealName = $"Real {id}" },
                _ => new SlackUser { UserId = id },
            }),
            new SlackUser { UserId = Bot, DisplayName = "robot", IsBot = true },
            new SlackUser { UserId = Gone, DisplayName = "gone", IsDeactivated = true },
        ];
    }

    public IReadOnlyList<SlackUser> Users { get; }

    /// <summary>Those whose votes count, and who can be tagged.</summary>
    public bool IsPerson(string userId) => Array.IndexOf(_people, userId) >= 0;

    public string Somebody(Dice dice) => dice.Pick(_people);

    /// <summary>Anybody who can press a button, now and then somebody whose vote must not count.</summary>
    public string Voter(Dice dice) => dice.Chance(0.92) ? Somebody(dice) : dice.Pick([Bot, Gone, Nobody]);
}
