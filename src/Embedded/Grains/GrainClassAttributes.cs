using System.Globalization;

namespace Atmosphere.Embedded;

/// <summary>The stable name of a grain class: the first part of the key under which its state and reminders are stored.</summary>
/// <remarks>Without it the name is the class name in lower case, less a trailing <c>grain</c>.</remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GrainTypeAttribute(string grainType) : Attribute
{
    /// <summary>The name as it is stored.</summary>
    public string GrainType { get; } = grainType;
}

/// <summary>How long an idle activation of the class stays in memory, instead of the engine's default. At least one minute.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class CollectionAgeLimitAttribute : Attribute
{
    /// <summary>The shortest age that can be asked for; a shorter one is raised to it.</summary>
    public static readonly TimeSpan MinAgeLimit = TimeSpan.FromMinutes(1);

    public CollectionAgeLimitAttribute() { }

    /// <param name="inactivityPeriod">For example <c>00:05:00</c>.</param>
    public CollectionAgeLimitAttribute(string inactivityPeriod) =>
        Days = TimeSpan.Parse(inactivityPeriod, CultureInfo.InvariantCulture).TotalDays;

    public double Days { get; set; }

    public double Hours { get; set; }

    public double Minutes { get; set; }

    /// <summary>The activation is never collected for being idle.</summary>
    public bool AlwaysActive { get; set; }

    /// <summary>The age that results; without bound when <see cref="AlwaysActive"/> is set.</summary>
    public TimeSpan AgeLimit
    {
        get
        {
            if (AlwaysActive) return TimeSpan.MaxValue;
            var limit = TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes);
            return limit > MinAgeLimit ? limit : MinAgeLimit;
        }
    }
}

/// <summary>Activations of the class are never collected for being idle.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class KeepAliveAttribute : Attribute;
