using System.Globalization;

namespace Atmosphere.Figures.Bench;

/// <summary>One figure beside its floor: the same work without what is measured, in the same run.</summary>
internal static class Figure
{
    /// <param name="name">What is measured.</param>
    /// <param name="value">The product's.</param>
    /// <param name="unit">Of both.</param>
    /// <param name="floor">What it is compared with, or null when there is nothing.</param>
    /// <param name="aim">What it shall reach, in words.</param>
    public static void Print(string name, double value, string unit, double? floor = null, string aim = "")
    {
        var compared = floor is { } least ? string.Create(CultureInfo.InvariantCulture, $", floor {Short(least)} {unit}, ratio {value / least:0.00}") : "";
        Console.WriteLine($"{name}: {Short(value)} {unit}{compared}{(aim.Length > 0 ? $" [{aim}]" : "")}");
    }

    private static string Short(double value) => value.ToString(value < 10 ? "0.00" : "#,0", CultureInfo.InvariantCulture);
}
