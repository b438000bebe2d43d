using System.Reflection;

namespace Atmosphere.Embedded.Hosting;

/// <summary>How the embedded engine runs. The host binds it to the configuration section <see cref="Section"/>.</summary>
public sealed class EmbeddedEngineOptions
{
    /// <summary>The configuration section that the settings are named after in errors.</summary>
    public const string Section = "Embedded";

    /// <summary>The SQLite file with states, reminders and stream events. Its folder is created, and locked against a second process.</summary>
    public string DatabasePath { get; set; } = "data/atmosphere.db";

    /// <summary>How long a caller waits before it gets a <see cref="TimeoutException"/>. 10 ms to 1 day; 30 s as in Orleans.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an activation stays in memory without being called. At least 1 minute; 15 minutes as in Orleans.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The shortest period of a reminder. More than zero; 1 minute as in Orleans.</summary>
    public TimeSpan MinimumReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Ticks that are due within this time after a start come at once: no activation of an earlier process is left to do what
    /// they look after. Zero or more; zero as in Orleans, where other silos may have such activations.
    /// </summary>
    public TimeSpan ResumeWithin { get; set; }

    /// <summary>How many reminder ticks are under way at once. 1 to 10,000.</summary>
    public int ConcurrentReminders { get; set; } = 128;

    /// <summary>How long a stream event is tried before it is given up and put aside. More than zero; 1 minute as in Orleans.</summary>
    public TimeSpan MaxEventDeliveryTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The wait before a failed stream event is tried again. It doubles with every failure, up to 30 s. More than zero.</summary>
    public TimeSpan EventRetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many stream keys are delivered to at once. 1 to 10,000.</summary>
    public int ConcurrentStreams { get; set; } = 128;

    /// <summary>How long a stop waits for running calls and deactivations. Zero or more.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long <c>OnActivateAsync</c> may take. More than zero; 30 s as in Orleans.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long <c>OnDeactivateAsync</c> may take. More than zero; 30 s as in Orleans.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The names of the stream providers. They share one store and differ in nothing.</summary>
    public IList<string> StreamProviders { get; } = [];

    /// <summary>The assemblies that are searched for grain classes.</summary>
    public IList<Assembly> GrainAssemblies { get; } = [];

    /// <summary>What turns and the engine's own work run on.</summary>
    public TaskScheduler Scheduler { get; set; } = TaskScheduler.Default;

    /// <summary>Adds the grain classes of an assembly.</summary>
    public EmbeddedEngineOptions AddGrains(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        if (!GrainAssemblies.Contains(assembly)) GrainAssemblies.Add(assembly);
        return this;
    }

    /// <summary>What is wrong, each with the setting's name and an example; empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(DatabasePath))
            faults.Add($"{Section}:{nameof(DatabasePath)} is empty. Give the path of the database file, for example \"data/atmosphere.db\".");
        InRange(ResponseTimeout, nameof(ResponseTimeout), TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(1), "00:00:30");
        InRange(CollectionAge, nameof(CollectionAge), TimeSpan.FromMinutes(1), TimeSpan.MaxValue, "00:15:00");
        InRange(MinimumReminderPeriod, nameof(MinimumReminderPeriod), TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1), "00:01:00");
        InRange(ResumeWithin, nameof(ResumeWithin), TimeSpan.Zero, TimeSpan.FromDays(1), "00:02:00");
        InRange(MaxEventDeliveryTime, nameof(MaxEventDeliveryTime), TimeSpan.FromMilliseconds(1), TimeSpan.MaxValue, "1.00:00:00");
        InRange(EventRetryDelay, nameof(EventRetryDelay), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(30), "00:00:01");
        InRange(DrainTimeout, nameof(DrainTimeout), TimeSpan.Zero, TimeSpan.FromDays(1), "00:00:15");
        InRange(ActivationTimeout, nameof(ActivationTimeout), TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1), "00:00:30");
        InRange(DeactivationTimeout, nameof(DeactivationTimeout), TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1), "00:00:30");
        CountInRange(ConcurrentReminders, nameof(ConcurrentReminders));
        CountInRange(ConcurrentStreams, nameof(ConcurrentStreams));
        if (GrainAssemblies.Count == 0)
            faults.Add($"{nameof(EmbeddedEngineOptions)}.{nameof(GrainAssemblies)} is empty. Add the grains in code, for example options.AddGrains(typeof(FaceGrain).Assembly).");
        return faults;

        void InRange(TimeSpan value, string name, TimeSpan least, TimeSpan most, string example)
        {
            if (value < least || value > most)
                faults.Add($"{Section}:{name} is {value}. It must be at least {least}{(most == TimeSpan.MaxValue ? "" : $" and at most {most}")}, for example \"{example}\".");
        }

        void CountInRange(int value, string name)
        {
            if (value is < 1 or > 10_000) faults.Add($"{Section}:{name} is {value}. It must be 1 to 10000, for example 128.");
        }
    }
}
