using Atmosphere.Catalogue;

namespace Atmosphere.Silo.Transfer;

/// <summary>What a line of an export is about, but for the first and the last.</summary>
internal abstract record ExportedRecord;

/// <summary>Something that is kept for one grain, whichever engine keeps it.</summary>
/// <param name="GrainType">The grain class's stored name.</param>
/// <param name="Key">The grain's key.</param>
internal abstract record GrainRecord(string GrainType, string Key) : ExportedRecord;

/// <param name="Name">The state's name within the grain.</param>
/// <param name="Json">As the product's serialiser wrote it.</param>
internal sealed record StateRecord(string GrainType, string Key, string Name, ReadOnlyMemory<byte> Json) : GrainRecord(GrainType, Key);

/// <param name="Name">The reminder's name within the grain.</param>
/// <param name="Due">The next tick.</param>
/// <param name="Period">Between ticks after that one.</param>
internal sealed record ReminderRecord(string GrainType, string Key, string Name, DateTimeOffset Due, TimeSpan Period) : GrainRecord(GrainType, Key);

/// <summary>Something that the catalogue has, whichever database it is in.</summary>
internal sealed record CatalogueRecord(CatalogueRow Row) : ExportedRecord;
