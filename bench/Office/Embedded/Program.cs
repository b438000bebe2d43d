using System.Diagnostics;
using System.Globalization;
using Atmosphere.Office.Bench.Pictures;

namespace Atmosphere.Office.Bench;

/// <summary>
/// <c>dotnet run -c Release --project bench/Office -- --seed 1</c>: a week of an office, with the product's defaults, or with settings
/// such as <c>--Recognition:Threshold=0.7</c>. <c>--distances</c> prints how far apart the descriptors are, beside what was measured;
/// <c>--waiting 1000</c> how often a channel for which so many faces wait is asked.
/// </summary>
internal static class Program
{
    private const string Usage = "Usage: dotnet run -c Release --project bench/Office -- [--seed N] [--Section:Setting=value …] | --distances | --waiting N";

    public static int Main(string[] args)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var settings = args.Where(arg => arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains('=', StringComparison.Ordinal))
            .ToDictionary(arg => arg[2..arg.IndexOf('=', StringComparison.Ordinal)], arg => (string?)arg[(arg.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        string[] others = [.. args.Where(arg => !arg.Contains('=', StringComparison.Ordinal))];
        switch (others)
        {
            case ["--distances"]:
                Distances.Print(Console.Out);
                return 0;
            case ["--waiting", var count] when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var waiting) && waiting > 0:
                foreach (var line in WaitingLine.Describe(waiting)) Console.WriteLine(line);
                return 0;
            case [] or ["--seed", _] when ulong.TryParse(others is [_, var text] ? text : "1", NumberStyles.None, CultureInfo.InvariantCulture, out var seed):
                RunWeek(seed, settings);
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }

    private static void RunWeek(ulong seed, Dictionary<string, string?> settings)
    {
        var scale = new Scale();
        var changed = settings.Count == 0 ? "the product's defaults" : string.Join(", ", settings.Select(setting => $"{setting.Key}={setting.Value}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {scale.People} people, {scale.LookAlikes} pairs of look-alikes, {scale.Cameras} cameras, {scale.Visitors} visitors a day, {scale.Careless:P0} careless voters, {scale.Days} days from Monday on; {changed}"));
        var watch = Stopwatch.StartNew();
        var world = new World(seed, scale, settings);
        world.Run();
        var (faces, people) = world.Recogniser.Size;
        var wrong = world.Recogniser.Enrolled.Count(enrolled => enrolled.PersonKey != world.Judge.Who(enrolled.FaceKey.Split('/')[0]));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{world.Turns:#,0} turns in {watch.Elapsed.TotalSeconds:0.0} s; the gallery has {faces} faces of {people} people, {wrong} of them under a wrong name"));
        Console.WriteLine($"presses: {string.Join(", ", world.Judge.Presses.Select(press => $"{press.Value} {press.Key}"))}");
        foreach (var line in Findings.Of(world.Judge).Lines()) Console.WriteLine(line);
    }
}
