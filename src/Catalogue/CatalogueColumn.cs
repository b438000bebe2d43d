using System.Data;
using System.Data.Common;
using System.Text.Json;
using Dapper;

namespace Atmosphere.Catalogue;

/// <summary>A column, by what SQLite, PostgreSQL and JSON each have a type of their own for.</summary>
internal sealed record CatalogueColumn
{
    private readonly DbType _type;
    private readonly bool _isOptional;

    private CatalogueColumn(string name, DbType type, bool isOptional) => (Name, _type, _isOptional) = (name, type, isOptional);

    public string Name { get; }

    public static CatalogueColumn Text(string name, bool isOptional = false) => new(name, DbType.String, isOptional);

    public static CatalogueColumn Whole(string name) => new(name, DbType.Int64, isOptional: false);

    public static CatalogueColumn Real(string name, bool isOptional) => new(name, DbType.Double, isOptional);

    public static CatalogueColumn Flag(string name) => new(name, DbType.Boolean, isOptional: false);

    public static CatalogueColumn Time(string name) => new(name, DbType.DateTimeOffset, isOptional: false);

    public object? Read(DbDataReader reader, int at) => reader.IsDBNull(at) ? null : _type switch
    {
        DbType.String => reader.GetString(at),
        DbType.Int64 => reader.GetInt64(at),
        DbType.Double => reader.GetDouble(at),
        DbType.Boolean => reader.GetBoolean(at),
        _ => reader.GetFieldValue<DateTimeOffset>(at).ToUniversalTime(),
    };

    public bool Takes(JsonElement value) => value.ValueKind == JsonValueKind.Null ? _isOptional : _type switch
    {
        // What PostgreSQL's text can't have in it.
        DbType.String => value.ValueKind == JsonValueKind.String && !value.GetString()!.Contains('\0', StringComparison.Ordinal),
        DbType.Int64 => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        DbType.Double => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number),
        DbType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out _),
    };

    public void AddTo(DynamicParameters parameters, JsonElement value) => parameters.Add(Name, value.ValueKind == JsonValueKind.Null ? null : _type switch
    {
        DbType.String => value.GetString(),
        DbType.Int64 => value.GetInt64(),
        DbType.Double => value.GetDouble(),
        DbType.Boolean => value.GetBoolean(),
        _ => value.GetDateTimeOffset(),
    });
}
