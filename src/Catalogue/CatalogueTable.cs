using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Dapper;

namespace Atmosphere.Catalogue;

/// <summary>A table whose rows move from one catalogue into another, whichever databases they are in.</summary>
internal sealed record CatalogueTable(string Name, ImmutableArray<CatalogueColumn> Columns)
{
    /// <summary>All that hold something: not the versions, which belong to a database, and not the permits, of which none outlives a transaction.</summary>
    public static ImmutableArray<CatalogueTable> All { get; } =
    [
        new("faces",
        [
            CatalogueColumn.Text("face_id"), CatalogueColumn.Whole("version"), CatalogueColumn.Text("photo_id"), CatalogueColumn.Text("camera_id"), CatalogueColumn.Text("status"),
            CatalogueColumn.Whole("round"), CatalogueColumn.Text("person_id", isOptional: true), CatalogueColumn.Real("confidence", isOptional: true), CatalogueColumn.Whole("width"),
            CatalogueColumn.Whole("height"), CatalogueColumn.Time("detected_at"), CatalogueColumn.Time("changed_at"), CatalogueColumn.Flag("pictures_gone"),
        ]),
        new("face_tags", [CatalogueColumn.Text("face_id"), CatalogueColumn.Text("voter_id"), CatalogueColumn.Text("choice"), CatalogueColumn.Flag("verified"), CatalogueColumn.Time("cast_at")]),
        new("people",
        [
            CatalogueColumn.Text("person_id"), CatalogueColumn.Whole("version"), CatalogueColumn.Text("display_name"), CatalogueColumn.Text("real_name"),
            CatalogueColumn.Text("gallery_person_id", isOptional: true), CatalogueColumn.Whole("enrolled_faces"), CatalogueColumn.Flag("is_bot"), CatalogueColumn.Flag("is_deactivated"),
            CatalogueColumn.Time("changed_at"),
        ]),
        new("face_events", [CatalogueColumn.Text("face_id"), CatalogueColumn.Whole("sequence"), CatalogueColumn.Time("at"), CatalogueColumn.Text("kind"), CatalogueColumn.Text("body")]),
        new("audit",
        [
            CatalogueColumn.Text("source"), CatalogueColumn.Whole("entry_index"), CatalogueColumn.Text("action"), CatalogueColumn.Time("at"), CatalogueColumn.Text("actor"), CatalogueColumn.Text("via"),
            CatalogueColumn.Text("about", isOptional: true), CatalogueColumn.Text("detail"),
        ]),
        new("photos_dropped", [CatalogueColumn.Text("photo_id"), CatalogueColumn.Time("dropped_at")]),
    ];

    private static readonly FrozenDictionary<string, CatalogueTable> ByName = All.ToFrozenDictionary(table => table.Name, StringComparer.Ordinal);

    private string ColumnNames => string.Join(", ", Columns.Select(column => column.Name));

    public string Select => $"SELECT {ColumnNames} FROM {Name}";

    public string Insert => $"INSERT INTO {Name} ({ColumnNames}) VALUES ({string.Join(", ", Columns.Select(column => "@" + column.Name))})";

    public static CatalogueTable? Find(string name) => ByName.GetValueOrDefault(name);

    public CatalogueRow Read(DbDataReader reader) => new(Name, JsonSerializer.SerializeToElement(Columns.Select((column, at) => (column.Name, Value: column.Read(reader, at))).ToDictionary(cell => cell.Name, cell => cell.Value)));

    /// <returns>What the row can't be stored for, or null. Quotes nothing of it.</returns>
    public string? FlawOf(JsonElement values)
    {
        if (values.ValueKind != JsonValueKind.Object) return "is not an object";
        if (values.EnumerateObject().Select(member => member.Name).Except(Columns.Select(column => column.Name)).Any()) return "has a column that this version does not know";
        var wrong = Columns.FirstOrDefault(column => !values.TryGetProperty(column.Name, out var value) || !column.Takes(value));
        return wrong is null ? null : $"has nothing that the column {wrong.Name} could take";
    }

    public DynamicParameters ParametersOf(JsonElement values)
    {
        var parameters = new DynamicParameters();
        foreach (var column in Columns) column.AddTo(parameters, values.GetProperty(column.Name));
        return parameters;
    }
}
