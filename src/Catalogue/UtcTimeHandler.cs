using System.Data;
using System.Globalization;
using Dapper;

namespace Atmosphere.Catalogue;

/// <summary>Times go in as UTC and come out as UTC, whether the database has a type for them (PostgreSQL) or keeps text (SQLite).</summary>
internal sealed class UtcTimeHandler : SqlMapper.TypeHandler<DateTimeOffset>
{
    public static void Register()
    {
        // Dapper asks a handler for a parameter only if it has no idea of its own.
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.AddTypeHandler(new UtcTimeHandler());
    }

    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.ToUniversalTime();

    public override DateTimeOffset Parse(object value) => value switch
    {
        DateTimeOffset time => time.ToUniversalTime(),
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        string text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        _ => throw new DataException($"{value.GetType()} is not a time."),
    };
}
