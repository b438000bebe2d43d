namespace Atmosphere.Silo.Transfer;

/// <summary>Something that is kept for one grain, whichever engine keeps it.</summary>
/// <param name="GrainType">The grain class's stored name.</param>
/// <param name="Key">The grain's key.</param>
internal abstract record GrainRecord(string GrainType, string Key);

/// <param name="Name">The state's name within the grain.</param>
/// <param name="Json">As the product's serialiser wrote it.</param>
internal sealed record StateRecord(string GrainType, string Key, string Name, ReadOnlyMemory<byte> Json) : GrainRecord(GrainType, Key);

/// <param name="Name">The reminder's name within the grain.</param>
/// <param name="Due">The next tick.</param>
/// <param name="Period">Between ticks after that one.</param>
internal sealed record ReminderRecord(string GrainType, string Key, string Name, DateTimeOffset Due, TimeSpan Period) : GrainRecord(GrainType, Key);
