using System.Security.Cryptography;
using System.Text.Json;
using Atmosphere.Silo.Operating;

namespace Atmosphere.Silo.Transfer;

/// <summary>Writes an export. Without <see cref="Finish"/> it is not one.</summary>
internal sealed class ExportWriter : IDisposable
{
    private readonly Stream _to;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public ExportWriter(Stream to, string engine, DateTimeOffset now)
    {
        _to = to;
        WriteLine(new ExportFormat.Header(ExportFormat.Name, ExportFormat.Version, ExportFormat.Program.ToString(), now, engine));
    }

    public long States { get; private set; }

    public long Reminders { get; private set; }

    /// <summary>Of the catalogue.</summary>
    public long Rows { get; private set; }

    /// <exception cref="RefusalException">It is nothing that this program could read again.</exception>
    public void Add(ExportedRecord record)
    {
        switch (record)
        {
            case StateRecord state:
                WriteLine(new ExportFormat.Line(state.GrainType, state.Key) { State = state.Name, Json = Parse(state) });
                States++;
                break;
            case ReminderRecord reminder when StateKind.GrainTypes.Contains(reminder.GrainType) && ExportFormat.IsReminder(reminder.Name):
                WriteLine(new ExportFormat.Line(reminder.GrainType, reminder.Key) { Reminder = reminder.Name, Due = reminder.Due, Period = reminder.Period });
                Reminders++;
                break;
            case ReminderRecord strange:
                throw new RefusalException($"The store has a reminder '{strange.Name}' of a grain of type '{strange.GrainType}', which this version does not know. Export with the version that made it.");
            case CatalogueRecord { Row: var row }:
                WriteLine(new ExportFormat.RowLine(row.Table, row.Values));
                Rows++;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(record), record, "No line is about this.");
        }
    }

    public void Finish()
    {
        var sha256 = Convert.ToHexStringLower(_hash.GetCurrentHash());
        WriteLine(new ExportFormat.End(Complete: true, States, Reminders, sha256) { Rows = Rows });
        _to.Flush();
    }

    public void Dispose() => _hash.Dispose();

    private static JsonElement Parse(StateRecord state)
    {
        if (!StateKind.All.TryGetValue(state.Name, out var kind) || kind.GrainType != state.GrainType)
            throw new RefusalException($"The store has a state '{state.Name}' of a grain of type '{state.GrainType}', which this version does not know. Export with the version that made it.");
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(state.Json.Span);
        }
        catch (JsonException damage)
        {
            // Its text would quote the state.
            throw new RefusalException($"The state '{state.Name}' of {state.GrainType}/{state.Key} is damaged in the store, at byte {damage.BytePositionInLine}.");
        }
    }

    private void WriteLine<T>(T line)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(line, ExportFormat.Lines);
        Append(bytes);
        Append("\n"u8);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _to.Write(bytes);
    }
}
