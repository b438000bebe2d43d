using Microsoft.Data.Sqlite;

namespace Atmosphere.Embedded.Storage;

/// <summary>A prepared statement whose parameters are set by position: <c>$0</c>, <c>$1</c> and so on.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    public SqliteStatement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        _parameters = [.. Enumerable.Range(0, parameters).Select(i => _command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" }))];
    }

    public SqliteStatement In(SqliteTransaction? transaction)
    {
        _command.Transaction = transaction;
        return this;
    }

    public SqliteStatement With(int parameter, string value)
    {
        _parameters[parameter].SqliteType = SqliteType.Text;
        _parameters[parameter].Value = value;
        return this;
    }

    public SqliteStatement With(int parameter, long value)
    {
        _parameters[parameter].SqliteType = SqliteType.Integer;
        _parameters[parameter].Value = value;
        return this;
    }

    public SqliteStatement With(int parameter, ReadOnlyMemory<byte> value)
    {
        _parameters[parameter].SqliteType = SqliteType.Blob;
        _parameters[parameter].Value = System.Runtime.InteropServices.MemoryMarshal.TryGetArray(value, out var whole) && whole.Offset == 0 && whole.Count == whole.Array!.Length
            ? whole.Array
            : value.ToArray();
        return this;
    }

    /// <summary>Returns how many rows were changed.</summary>
    public int Execute() => _command.ExecuteNonQuery();

    public SqliteDataReader Query() => _command.ExecuteReader();

    public void Dispose() => _command.Dispose();
}
