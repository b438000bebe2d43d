using Atmosphere.Office.Bench.Pictures;

namespace Atmosphere.Office.Bench.People;

/// <summary>When somebody is in the office.</summary>
/// <param name="Person">Who.</param>
/// <param name="From">Comes.</param>
/// <param name="To">Goes.</param>
internal sealed record Stay(Colleague Person, DateTimeOffset From, DateTimeOffset To);

/// <summary>When a camera sees somebody.</summary>
/// <param name="At">When the first frame is taken.</param>
/// <param name="People">Who walks by together, with their faces.</param>
internal sealed record Encounter(DateTimeOffset At, IReadOnlyList<(string Who, double[] Face)> People);

/// <summary>Who comes when, for the whole week. Times are the office's own clock; its zone is UTC.</summary>
internal sealed class Diary
{
    private const double Attends = 0.85;

    /// <summary>How often a colleague passes a camera between coming and going: meetings, coffee, lunch.</summary>
    private const int FewestPasses = 3, MostPasses = 7;

    /// <summary>How often somebody comes along who passes anyway.</summary>
    private const double Together = 0.15;

    private readonly Dice _dice;

    public Diary(Scale scale, Staff staff, Likeness likeness, DateTimeOffset monday, Dice dice)
    {
        _dice = dice;
        var visitors = new List<(string Who, double[] Face)>();
        for (var day = 0; day < scale.Days; day++)
        {
            if (day % 7 >= 5) continue;
            var midnight = monday.AddDays(day);
            foreach (var person in staff.People)
            {
                if (dice.Chance(Attends)) Stays.Add(new(person, midnight + dice.Time(TimeSpan.FromHours(8), TimeSpan.FromHours(9.5)), midnight + dice.Time(TimeSpan.FromHours(16.5), TimeSpan.FromHours(18))));
            }

            var present = Stays.Where(stay => stay.From.Date == midnight.Date).ToList();
            foreach (var stay in present) Add(stay, present);
            for (var i = 0; i < scale.Visitors; i++)
            {
                var visitor = visitors.Count > 0 && dice.Chance(1.0 / 3) ? dice.Pick(visitors) : ($"visitor {visitors.Count + 1}", likeness.Person());
                if (!visitors.Contains(visitor)) visitors.Add(visitor);
                var from = midnight + dice.Time(TimeSpan.FromHours(9), TimeSpan.FromHours(16));
                for (var pass = dice.From(2, 4); pass > 0; pass--) Encounters.Add(new(from + dice.Time(TimeSpan.Zero, TimeSpan.FromHours(1.5)), [visitor]));
            }
        }

        Encounters.Sort((a, b) => a.At.CompareTo(b.At));
    }

    public List<Stay> Stays { get; } = [];

    /// <summary>In the order in which they happen.</summary>
    public List<Encounter> Encounters { get; } = [];

    private void Add(Stay stay, List<Stay> present)
    {
        var passes = _dice.From(FewestPasses, MostPasses);
        for (var pass = 0; pass < passes + 2; pass++)
        {
            var at = pass == 0 ? stay.From : pass == 1 ? stay.To : stay.From + _dice.Time(TimeSpan.Zero, stay.To - stay.From);
            List<(string, double[])> people = [(stay.Person.Id, stay.Person.Face)];
            while (_dice.Chance(Together) && _dice.Pick(present) is var other && other.From <= at && other.To >= at && people.TrueForAll(who => who.Item1 != other.Person.Id))
                people.Add((other.Person.Id, other.Person.Face));
            Encounters.Add(new(at, people));
        }
    }
}
