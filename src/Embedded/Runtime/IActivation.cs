namespace Atmosphere.Embedded.Runtime;

/// <summary>What the base class and the extension methods of grains need from their activation.</summary>
internal interface IActivation : IGrainContext
{
    IGrainFactory GrainFactory { get; }

    void DelayDeactivation(TimeSpan timeSpan);

    IGrainTimer RegisterTimer<TState>(Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options);

    TGrainInterface AsReference<TGrainInterface>();
}

/// <summary>The registry of reminders, per grain.</summary>
internal interface IReminderRegistry
{
    Task<IGrainReminder> RegisterOrUpdateReminder(GrainId grainId, string reminderName, TimeSpan dueTime, TimeSpan period);

    Task UnregisterReminder(GrainId grainId, IGrainReminder reminder);

    Task<IGrainReminder?> GetReminder(GrainId grainId, string reminderName);

    Task<List<IGrainReminder>> GetReminders(GrainId grainId);
}

/// <summary>A reference to a grain, whatever its interface.</summary>
internal interface IGrainReference : IAddressable
{
    GrainId GrainId { get; }

    TGrainInterface AsReference<TGrainInterface>();
}
