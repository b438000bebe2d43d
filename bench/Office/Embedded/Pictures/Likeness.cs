namespace Atmosphere.Office.Bench.Pictures;

/// <summary>
/// Descriptors of faces, as the local face service's network makes them: near for one person, far for two. The numbers are measured
/// distances: of the face service's README ("Accuracy", 67 photos) and of <c>bench/Office/measure.mjs</c> (the sample photos);
/// docs/office.md has both beside what comes out here. None was chosen by its effect on the figures.
/// </summary>
/// <remarks>
/// A descriptor is the person's centre, plus what the encounter adds (light, pose), plus what the frame adds, plus what the rendering
/// adds. All are normal, so squared distances have chi-squared distributions, and their spread gives the number of dimensions.
/// </remarks>
internal sealed class Likeness(Dice dice)
{
    /// <summary>Two people: 1 % of the pairs are nearer than .547, 5 % than .574, half than .750, 95 % than .872. The spread nearest to that, and exact at the 1 %, is that of 34 dimensions.</summary>
    private const int Dimensions = 34;

    /// <summary>One person: half of the pairs are nearer than .327, 95 % than .440, so the spread is that of 12 dimensions (.327 and .445). They are among the 34: light and pose make people alike.</summary>
    private const int Varying = 12;

    /// <summary>Medians of chi-squared with 12 and 34 degrees of freedom.</summary>
    private const double Median12 = 11.34, Median34 = 33.34;

    private const double TwoPeople = 0.750, OnePerson = 0.327;

    /// <summary>The nearest look-alikes that were seen.</summary>
    private const double LookAlikes = 0.537;

    /// <summary>Two frames of a burst. A turn of 4 degrees with other brightness and blur makes .130, another photo .327; seconds of walking lie between.</summary>
    private const double TwoFrames = 0.20;

    /// <summary>Two renderings of one picture (JPEG quality 50).</summary>
    private const double TwoRenderings = 0.066;

    /// <summary>One face in profile from the other rendering of itself is .71: each is half of that square away.</summary>
    private const double Profile = 0.50;

    private static readonly double Photo = OnePerson / Math.Sqrt(2 * Median12);
    private static readonly double Frame = TwoFrames / Math.Sqrt(2 * Median12);
    private static readonly double Encounter = Math.Sqrt((Photo * Photo) - (Frame * Frame));
    private static readonly double Rendering = TwoRenderings / Math.Sqrt(Median12);

    /// <summary>So that two people's pictures, noise included, are as far apart as measured.</summary>
    private static readonly double Centre =
        Math.Sqrt(((TwoPeople * TwoPeople * Dimensions / Median34) - (2 * Varying * Photo * Photo)) / (2 * Dimensions));

    public double[] Person() => Normal(new double[Dimensions], Centre, Dimensions);

    /// <summary>Somebody whose pictures are as near to another person's as look-alikes' were.</summary>
    public double[] LookAlikeOf(double[] other)
    {
        var direction = Normal(new double[Dimensions], 1, Dimensions);
        var length = Math.Sqrt(direction.Sum(x => x * x));
        var apart = Math.Sqrt((LookAlikes * LookAlikes) - (OnePerson * OnePerson));
        return [.. other.Select((x, i) => x + (direction[i] / length * apart))];
    }

    public double[] Meet(double[] person) => Normal(person, Encounter, Varying);

    /// <param name="encounter">From <see cref="Meet"/>.</param>
    /// <param name="width">Of the face in pixels.</param>
    /// <param name="isProfile">It is seen from the side.</param>
    public double[] Shoot(double[] encounter, int width, bool isProfile) =>
        Coarsen(Normal(encounter, Math.Sqrt((Frame * Frame) + (isProfile ? Profile * Profile / Median12 : 0)), Varying), width);

    /// <summary>Fewer pixels: half the size (85 px) puts a face .057 from itself, a quarter (43 px) .164.</summary>
    public double[] Coarsen(double[] picture, int width) => Normal(picture, 0.057 * Math.Pow(85.0 / width, 1.55) / Math.Sqrt(Median12), Varying);

    /// <summary>The same picture, decoded, scaled or compressed once more.</summary>
    public double[] Render(double[] picture) => Normal(picture, Rendering, Varying);

    public static double Distance(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
        return Math.Sqrt(sum);
    }

    /// <summary>As <c>src/face-service/src/recognition/confidence.js</c>: .50 has 0.5, .458 has 0.7.</summary>
    public static double Confidence(double distance) => 1 / (1 + Math.Exp(20 * (distance - DistanceLimit)));

    public const double DistanceLimit = 0.5;

    private double[] Normal(double[] around, double spread, int dimensions)
    {
        var moved = (double[])around.Clone();
        for (var i = 0; i < dimensions; i++) moved[i] += spread * Normal();
        return moved;
    }

    /// <summary>Box and Muller.</summary>
    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - dice.Fraction())) * Math.Cos(2 * Math.PI * dice.Fraction());
}
