namespace Atmosphere.Embedded;

/// <summary>On an interface method: it changes no state, so calls of such methods interleave with each other (and with nothing else).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;

/// <summary>On an interface method: how long its callers wait before they get a <see cref="TimeoutException"/>, instead of the engine's default.</summary>
/// <param name="timeout">For example <c>00:00:10</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ResponseTimeoutAttribute(string timeout) : Attribute
{
    public TimeSpan? Timeout { get; init; } = TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture);
}
