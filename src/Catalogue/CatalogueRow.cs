using System.Text.Json;

namespace Atmosphere.Catalogue;

/// <summary>A row on its way from one catalogue into another.</summary>
/// <param name="Table">Its table's name.</param>
/// <param name="Values">An object with a member for every column.</param>
public sealed record CatalogueRow(string Table, JsonElement Values);
