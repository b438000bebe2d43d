using System.Globalization;

namespace Atmosphere.Office.Bench.Pictures;

/// <summary>How far apart simulated descriptors are, beside what was measured on real photos.</summary>
internal static class Distances
{
    private const int Pairs = 20_000;

    public static void Print(TextWriter to)
    {
        var likeness = new Likeness(new Dice(1));
        Print("two people", _ => Far(likeness), "1 % .547, 5 % .574, half .750, 95 % .872 (sample photos)");
        Print("one person, two photos", _ => Near(likeness), "33 % .28, half .327, 95 % .440, most of 248 .508 (67 photos)");
        Print("two frames of a burst", _ => SameBurst(likeness), "turned, brighter and blurred: half .130, 95 % .183");
        Print("the same face, 85 px", _ => Smaller(likeness, 85), "half .057, 95 % .093");
        Print("the same face, 43 px", _ => Smaller(likeness, 43), "half .164, 95 % .234");
        Print("the nearest of 40 people, pictures", _ => NearestOf(likeness, 40), "look-alikes .537 and .542");

        void Print(string what, Func<int, double> distance, string measured)
        {
            var sorted = Enumerable.Range(0, Pairs / (what.StartsWith("the nearest", StringComparison.Ordinal) ? 100 : 1)).Select(distance).Order().ToList();
            var shares = string.Join(", ", ((ReadOnlySpan<int>)[1, 5, 33, 50, 95]).ToArray().Select(share => string.Create(CultureInfo.InvariantCulture, $"{share} % {sorted[sorted.Count * share / 100]:0.000}")));
            to.WriteLine($"{what}: {shares}; measured: {measured}");
        }
    }

    private static double[] Photo(Likeness likeness, double[] person) => likeness.Shoot(likeness.Meet(person), 400, isProfile: false);

    private static double Far(Likeness likeness) => Likeness.Distance(Photo(likeness, likeness.Person()), Photo(likeness, likeness.Person()));

    private static double Near(Likeness likeness)
    {
        var person = likeness.Person();
        return Likeness.Distance(Photo(likeness, person), Photo(likeness, person));
    }

    private static double SameBurst(Likeness likeness)
    {
        var met = likeness.Meet(likeness.Person());
        return Likeness.Distance(likeness.Shoot(met, 400, isProfile: false), likeness.Shoot(met, 400, isProfile: false));
    }

    private static double Smaller(Likeness likeness, int width)
    {
        var person = likeness.Person();
        return Likeness.Distance(person, likeness.Coarsen(person, width));
    }

    private static double NearestOf(Likeness likeness, int people)
    {
        var photos = Enumerable.Range(0, people).Select(_ => Photo(likeness, likeness.Person())).ToList();
        return photos.SelectMany((one, i) => photos.Skip(i + 1).Select(other => Likeness.Distance(one, other))).Min();
    }
}
