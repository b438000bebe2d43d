using Atmosphere.Grains.Ports;
using Atmosphere.Office.Bench.Pictures;

namespace Atmosphere.Office.Bench.People;

/// <summary>Somebody who works here, and uses Slack.</summary>
/// <param name="Id">The Slack user id.</param>
/// <param name="Face">The centre of her descriptors.</param>
/// <param name="IsCareless">Presses anything.</param>
internal sealed record Colleague(string Id, double[] Face, bool IsCareless);

/// <summary>Who works here, and who knows whom.</summary>
internal sealed class Staff
{
    /// <summary>In an office of forty one knows most.</summary>
    private const double Knows = 0.9;

    private readonly HashSet<(string Who, string Whom)> _known = [];

    public Staff(Scale scale, Likeness likeness, Dice dice)
    {
        var careless = (int)Math.Round(scale.People * scale.Careless);
        for (var i = 0; i < scale.People; i++)
        {
            // The look-alikes are the first pairs; who is careless has nothing to do with that.
            var face = i % 2 == 1 && i / 2 < scale.LookAlikes ? likeness.LookAlikeOf(People[i - 1].Face) : likeness.Person();
            People.Add(new($"U{i + 1}", face, i >= scale.People - careless));
        }

        foreach (var who in People)
        {
            foreach (var whom in People)
            {
                if (who == whom || dice.Chance(Knows)) _known.Add((who.Id, whom.Id));
            }
        }
    }

    public List<Colleague> People { get; } = [];

    public IReadOnlyList<SlackUser> Users => [.. People.Select(person => new SlackUser { UserId = person.Id, DisplayName = $"Person {person.Id[1..]}" })];

    public bool Know(string who, string whom) => _known.Contains((who, whom));

    /// <summary>Whether that is the id of a colleague; a visitor's is not.</summary>
    public static bool IsColleague(string who) => who[0] == 'U';
}
