using Atmosphere.Embedded.Storage;
using Atmosphere.Grains;
using Atmosphere.Silo.Operating;
using Atmosphere.Silo.Transfer;

namespace Atmosphere.Silo;

/// <summary>
/// What grains keep in the engine's database. Events between grains stay behind: a publish is no acknowledgement, and whoever owes one
/// publishes again.
/// </summary>
internal static class SqliteRecords
{
    public static async IAsyncEnumerable<GrainRecord> ReadAsync(string database, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask; // SQLite is read where it is asked for
        using var contents = StoreContents.Open(database);
        foreach (var (key, payload) in contents.States())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new StateRecord(key.GrainType, key.GrainKey, key.Name, payload);
        }

        foreach (var (key, due, period) in contents.Reminders()) yield return new ReminderRecord(key.GrainType, key.GrainKey, key.Name, due, period);
    }

    /// <exception cref="RefusalException">There is something in it.</exception>
    public static void Fill(string database, IEnumerable<GrainRecord> records, CancellationToken cancellationToken)
    {
        using var filling = StoreFilling.Begin(database);
        if (!filling.IsEmpty()) throw new RefusalException($"{database} has states of grains in it, and an import fills an empty store. Give another Data:Folder, for example data2.");
        foreach (var record in records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (record)
            {
                case StateRecord state: filling.Add(new StateKey(WellKnownNames.Storage, state.GrainType, state.Key, state.Name), state.Json); break;
                case ReminderRecord reminder: filling.Add(new ReminderKey(reminder.GrainType, reminder.Key, reminder.Name), reminder.Due, reminder.Period); break;
                default: throw new ArgumentOutOfRangeException(nameof(records), record, "Neither a state nor a reminder.");
            }
        }

        filling.Commit();
    }
}
