using Atmosphere.Embedded.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Embedded;

/// <summary>Durable, periodic reminders of grains.</summary>
public static class GrainReminderExtensions
{
    /// <summary>Registers a reminder, or replaces the one of the same name. When the task completes it is on disk.</summary>
    /// <param name="grain">The grain that gets the ticks. It implements <see cref="IRemindable"/>.</param>
    /// <param name="reminderName">Unique within the grain.</param>
    /// <param name="dueTime">From now to the first tick; zero or more.</param>
    /// <param name="period">From one tick to the next; at least the engine's minimum, one minute by default.</param>
    /// <exception cref="ArgumentException">The period is below the minimum, or the name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time is infinite, or the due time is negative.</exception>
    public static Task<IGrainReminder> RegisterOrUpdateReminder(this Grain grain, string reminderName, TimeSpan dueTime, TimeSpan period) =>
        grain is IRemindable
            ? Registry(grain).RegisterOrUpdateReminder(grain.GrainContext.GrainId, reminderName, dueTime, period)
            : throw new InvalidOperationException($"Grain {grain.GrainContext.GrainId} is not '{nameof(IRemindable)}'. A grain should implement {nameof(IRemindable)} to use the persistent reminder service");

    /// <summary>Removes a reminder. When the task completes it is gone from the disk; a tick that is on its way may still come.</summary>
    public static Task UnregisterReminder(this Grain grain, IGrainReminder reminder) =>
        Registry(grain).UnregisterReminder(grain.GrainContext.GrainId, reminder);

    /// <summary>The reminder of that name, or null.</summary>
    public static Task<IGrainReminder?> GetReminder(this Grain grain, string reminderName) =>
        Registry(grain).GetReminder(grain.GrainContext.GrainId, reminderName);

    /// <summary>All reminders of the grain.</summary>
    public static Task<List<IGrainReminder>> GetReminders(this Grain grain) =>
        Registry(grain).GetReminders(grain.GrainContext.GrainId);

    private static IReminderRegistry Registry(Grain grain) => grain.ServiceProvider.GetRequiredService<IReminderRegistry>();
}
