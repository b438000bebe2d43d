using System.Security.Cryptography;
using System.Text.Json;
using Atmosphere.Catalogue;
using Atmosphere.Silo.Operating;

namespace Atmosphere.Silo.Transfer;

/// <summary>Reads an export, and believes none of it: whoever has enumerated all of it knows that it is whole and that this program can read every state.</summary>
internal sealed class ExportReader(Stream from, string path)
{
    /// <summary>Longer than any key that a grain has.</summary>
    private const int LongestKey = 512;

    /// <summary>What engines accept.</summary>
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(49);

    private int _line;

    /// <summary>The states, the reminders and the rows of the catalogue, each checked.</summary>
    /// <exception cref="RefusalException">The file is not a whole export, or not one that this program can read; names the line.</exception>
    public IEnumerable<ExportedRecord> Read()
    {
        from.Position = 0;
        _line = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var seen = new HashSet<(string, string, string, bool)>();
        var (states, reminders, rows) = (0L, 0L, 0L);
        var isEnded = false;
        foreach (var bytes in Lines())
        {
            _line++;
            if (_line == 1)
            {
                CheckHeader(bytes);
            }
            else if (isEnded)
            {
                throw Flaw("it goes on after its end");
            }
            else if (IsEnd(bytes))
            {
                CheckEnd(bytes, (states, reminders, rows), Convert.ToHexStringLower(hash.GetCurrentHash()));
                isEnded = true;
                continue;
            }
            else if (IsRow(bytes))
            {
                rows++;
                yield return ReadRow(bytes);
            }
            else
            {
                var record = ReadRecord(bytes);
                var name = record is StateRecord state ? state.Name : ((ReminderRecord)record).Name;
                if (!seen.Add((record.GrainType, record.Key, name, record is StateRecord))) throw Flaw($"it has '{name}' of {record.GrainType}/{record.Key} for the second time");
                if (record is StateRecord) states++;
                else reminders++;
                yield return record;
            }

            hash.AppendData(bytes.Span);
            hash.AppendData("\n"u8);
        }

        if (_line == 0) throw new RefusalException($"{path} is empty: it is not an export.");
        if (!isEnded) throw new RefusalException($"{path} has no end: it was not finished, or cut off after line {_line}. Export again.");
    }

    private void CheckHeader(ReadOnlyMemory<byte> bytes)
    {
        JsonElement header;
        try
        {
            header = JsonSerializer.Deserialize<JsonElement>(bytes.Span);
        }
        catch (JsonException)
        {
            throw NotOne();
        }

        if (header.ValueKind != JsonValueKind.Object || !header.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.String || format.GetString() != ExportFormat.Name
            || !header.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number < 1)
        {
            throw NotOne();
        }

        if (number > ExportFormat.Version)
            throw new RefusalException($"{path} was made by a newer version (its format is {number}, this version knows {ExportFormat.Version}). Import it with that version.");
        if (header.TryGetProperty("program", out var made) && made.ValueKind == JsonValueKind.String && Version.TryParse(made.GetString(), out var program) && program > ExportFormat.Program)
            throw new RefusalException($"{path} was made by version {program}, and this is version {ExportFormat.Program}, which may not know all that is in it. Import it with that version.");
        Parse<ExportFormat.Header>(bytes);

        RefusalException NotOne() => new($"{path} is not an export: its first line does not say so.");
    }

    private static bool IsEnd(ReadOnlyMemory<byte> bytes) => bytes.Span.StartsWith("{\"complete\":"u8);

    private static bool IsRow(ReadOnlyMemory<byte> bytes) => bytes.Span.StartsWith("{\"table\":"u8);

    private void CheckEnd(ReadOnlyMemory<byte> bytes, (long States, long Reminders, long Rows) found, string sha256)
    {
        var end = Parse<ExportFormat.End>(bytes);
        if ((end.States, end.Reminders, end.Rows) != found)
            throw Flaw($"it says that there are {end.States} states, {end.Reminders} reminders and {end.Rows} rows of the catalogue before it, and there are {found.States}, {found.Reminders} and {found.Rows}");
        if (end.Sha256 != sha256) throw Flaw("what is before it was changed after the export: its SHA-256 is another one");
    }

    /// <summary>That no row comes twice is the database's to see, which has their keys.</summary>
    private CatalogueRecord ReadRow(ReadOnlyMemory<byte> bytes)
    {
        var line = Parse<ExportFormat.RowLine>(bytes);
        var row = new CatalogueRow(line.Table, line.Row);
        return CatalogueTransfer.FlawOf(row) is { } flaw ? throw Flaw($"the row of the catalogue {flaw}. It is damaged, or was made by a newer version: import it with that one") : new(row);
    }

    private GrainRecord ReadRecord(ReadOnlyMemory<byte> bytes)
    {
        var line = Parse<ExportFormat.Line>(bytes);
        if (line.Key.Length is 0 or > LongestKey || line.Key.Any(char.IsControl)) throw Flaw("its key is not one of a grain");
        switch (line)
        {
            case { State: { } name, Json: { } json, Reminder: null, Due: null, Period: null }:
                if (!StateKind.All.TryGetValue(name, out var kind) || kind.GrainType != line.Type)
                    throw Flaw($"this version knows no state '{name}' of a grain of type '{line.Type}'. It may have been made by a newer version: import it with that one");
                var state = JsonSerializer.SerializeToUtf8Bytes(json);
                CheckState(state, kind);
                return new StateRecord(line.Type, line.Key, name, state);
            case { State: null, Json: null, Reminder: { } name, Due: { } due, Period: { } period }:
                if (!StateKind.GrainTypes.Contains(line.Type) || !ExportFormat.IsReminder(name))
                    throw Flaw($"this version knows no reminder '{name}' of a grain of type '{line.Type}'. It may have been made by a newer version: import it with that one");
                if (period < ShortestPeriod || period > LongestPeriod) throw Flaw($"the period of its reminder is {period}, and has to be from {ShortestPeriod} to {LongestPeriod}");
                return new ReminderRecord(line.Type, line.Key, name, due.ToUniversalTime(), period);
            default:
                throw Flaw("it is neither a state nor a reminder");
        }
    }

    private void CheckState(byte[] json, StateKind kind)
    {
        try
        {
            if (JsonSerializer.Deserialize(json, kind.Type, ExportFormat.States) is not null) return;
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            // What the serialiser says quotes the state, in which there are names; and its path has keys, which may be people's.
            var where = fault is JsonException { Path: { } place } && place.Split('.') is ["$", var member, ..] ? $" (at $.{member.Split('[')[0]})" : "";
            throw Flaw($"this version can't read its state '{kind.Name}'{where}. It is damaged, or was made by a newer version: import it with that one");
        }

        throw Flaw($"its state '{kind.Name}' is null");
    }

    private T Parse<T>(ReadOnlyMemory<byte> bytes)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(bytes.Span, ExportFormat.Lines) ?? throw Flaw("it is null");
        }
        catch (JsonException)
        {
            throw Flaw("it is damaged: not a line of an export");
        }
    }

    private RefusalException Flaw(string what) => new($"{path}, line {_line}: {what}.");

    /// <summary>The lines without their ends; also a last one that was cut off. The bytes are good until the next line is asked for.</summary>
    private IEnumerable<ReadOnlyMemory<byte>> Lines()
    {
        var buffer = new byte[64 * 1024];
        var (begin, end) = (0, 0);
        while (true)
        {
            var length = buffer.AsSpan(begin, end - begin).IndexOf((byte)'\n');
            if (length >= 0)
            {
                yield return buffer.AsMemory(begin, length);
                begin += length + 1;
                continue;
            }

            if (end - begin > ExportFormat.LongestLine)
            {
                _line++;
                throw Flaw($"it is longer than {ExportFormat.LongestLine} bytes");
            }

            buffer.AsSpan(begin, end - begin).CopyTo(buffer);
            (begin, end) = (0, end - begin);
            if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            var read = from.Read(buffer, end, buffer.Length - end);
            if (read == 0) break;
            end += read;
        }

        if (end > begin) throw new RefusalException($"{path} has no end: it was cut off in line {_line + 1}. Export again.");
    }
}
