using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atmosphere.Grains;
using Atmosphere.Silo.Operating;
using Atmosphere.Silo.Transfer;

namespace Atmosphere.Silo.Tests.Transfer;

/// <summary>An export: read as it was written, or refused with the line that is wrong.</summary>
public sealed class ExportTests : IDisposable
{
    private static readonly DateTimeOffset Due = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("atmosphere-export-").FullName;

    private string Export => Path.Combine(_folder, "export.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_state_that_grains_keep_is_known_by_a_name_of_its_own()
    {
        StateKind.All.Keys.Order(StringComparer.Ordinal).ShouldBe(
            typeof(WellKnownNames.States).GetFields().Select(field => (string)field.GetRawConstantValue()!).Where(name => name != WellKnownNames.States.Scaling).Order(StringComparer.Ordinal));
        StateKind.All[WellKnownNames.States.DeadLetters].GrainType.ShouldBe("deadletter");
    }

    [Fact]
    public void Whatever_grains_have_written_comes_back_as_it_was()
    {
        ExportedRecord[] records = [.. Samples(), new ReminderRecord("face", "f", "due", Due, TimeSpan.FromMinutes(15)), Row("photos_dropped", """{"photo_id":"p","dropped_at":"2026-03-02T09:00:00+00:00"}""")];

        Write(records);

        Read().Select(Text).ShouldBe(records.Select(Text));
    }

    [Fact]
    public void Export_of_nothing_is_whole()
    {
        Write([]);

        Read().ShouldBeEmpty();
    }

    [Fact]
    public void Export_that_was_cut_off_anywhere_is_refused()
    {
        Write(Samples());
        var whole = File.ReadAllBytes(Export);
        var lineEnds = Enumerable.Range(0, whole.Length - 1).Where(at => whole[at] == '\n').Select(at => at + 1);
        foreach (var length in lineEnds.Concat(Enumerable.Range(0, 50).Select(part => whole.Length * part / 50)).Append(whole.Length - 1))
        {
            File.WriteAllBytes(Export, whole[..length]);
            Refusal().ShouldMatch("not finished|cut off|is empty|not an export");
        }
    }

    [Fact]
    public void Export_in_which_anything_was_changed_is_refused()
    {
        Write(Samples());
        var whole = File.ReadAllBytes(Export);
        var random = new Random(1);
        for (var times = 0; times < 500; times++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(Export, damaged);
            Refusal().ShouldContain(Export);
        }
    }

    [Theory]
    [InlineData("\"version\":2", "\"version\":3", "newer version")]
    [InlineData("\"program\":\"0.", "\"program\":\"99.", "made by version 99")]
    [InlineData("atmosphere-export", "atmosphere-backup", "is not an export")]
    [InlineData("\"version\":2", "\"version\":\"2\"", "is not an export")]
    [InlineData("\"engine\"", "\"motor\"", "line 1")]
    public void Header_of_another_program_or_version_is_refused(string was, string becomes, string why)
    {
        Write(Samples());
        var lines = File.ReadAllLines(Export);
        lines[0] = lines[0].Replace(was, becomes, StringComparison.Ordinal);
        File.WriteAllLines(Export, lines);
        Refusal().ShouldContain(why);
    }

    [Theory]
    [InlineData("""{"type":"face","key":"f","state":"halo","json":{}}""", "no state 'halo'")]
    [InlineData("""{"type":"person","key":"f","state":"face","json":{}}""", "no state 'face' of a grain of type 'person'")]
    [InlineData("""{"type":"face","key":"f","state":"face","json":{"someday":true}}""", "made by a newer version")]
    [InlineData("""{"type":"face","key":"f","state":"face","json":{"status":"no-such-status"}}""", "can't read its state 'face' (at $.status)")]
    [InlineData("""{"type":"face","key":"f","state":"face","json":null}""", "neither a state nor a reminder")]
    [InlineData("""{"type":"face","key":"f","state":"face","json":[1]}""", "can't read its state")]
    [InlineData("""{"type":"face","key":"","state":"face","json":{}}""", "its key")]
    [InlineData("""{"type":"face","key":"a\nb","state":"face","json":{}}""", "its key")]
    [InlineData("""{"type":"face","state":"face","json":{}}""", "damaged")]
    [InlineData("""{"type":"face","key":"f","state":"face","json":{},"surprise":1}""", "damaged")]
    [InlineData("""{"type":"face","key":"f"}""", "neither a state nor a reminder")]
    [InlineData("""{"type":"face","key":"f","state":"face","json":{},"reminder":"due","due":"2026-03-02T09:00:00+00:00","period":"00:15:00"}""", "neither a state nor a reminder")]
    [InlineData("""{"type":"face","key":"f","reminder":"alarm","due":"2026-03-02T09:00:00+00:00","period":"00:15:00"}""", "no reminder 'alarm'")]
    [InlineData("""{"type":"halo","key":"f","reminder":"due","due":"2026-03-02T09:00:00+00:00","period":"00:15:00"}""", "of a grain of type 'halo'")]
    [InlineData("""{"type":"face","key":"f","reminder":"due","due":"2026-03-02T09:00:00+00:00","period":"00:00:01"}""", "the period")]
    [InlineData("""{"type":"face","key":"f","reminder":"due","due":"today","period":"00:15:00"}""", "damaged")]
    [InlineData("""{"table":"halos","row":{}}""", "of a table that this version does not know")]
    [InlineData("""{"table":"schema_version","row":{"version":1}}""", "of a table that this version does not know")]
    [InlineData("""{"table":"photos_dropped","row":[]}""", "is not an object")]
    [InlineData("""{"table":"photos_dropped","row":{"photo_id":"p","dropped_at":"2026-03-02T09:00:00+00:00","why":"old"}}""", "has a column that this version does not know")]
    [InlineData("""{"table":"photos_dropped","row":{"photo_id":"p"}}""", "the column dropped_at")]
    [InlineData("""{"table":"photos_dropped","row":{"photo_id":"p","dropped_at":"today"}}""", "the column dropped_at")]
    [InlineData("""{"table":"photos_dropped","row":{"photo_id":null,"dropped_at":"2026-03-02T09:00:00+00:00"}}""", "the column photo_id")]
    [InlineData("""{"table":"photos_dropped","row":{"photo_id":"p\u0000","dropped_at":"2026-03-02T09:00:00+00:00"}}""", "the column photo_id")]
    [InlineData("""{"table":"photos_dropped","row":{},"surprise":1}""", "damaged")]
    [InlineData("null", "it is null")]
    [InlineData("[]", "damaged")]
    [InlineData("", "damaged")]
    [InlineData("""{"complete":true,"states":0,"reminders":0,"sha256":""}""", "it says that there are 0 states")]
    public void Line_that_this_version_can_not_take_is_refused_by_its_number(string line, string why)
    {
        Write([new StateRecord("face", "first", "face", "{}"u8.ToArray())]);
        var lines = File.ReadAllLines(Export).ToList();
        lines.Insert(2, line);
        File.WriteAllLines(Export, lines);
        Refusal().ShouldSatisfyAllConditions(refusal => refusal.ShouldContain("line 3"), refusal => refusal.ShouldContain(why));
    }

    [Fact]
    public void State_that_comes_twice_and_what_comes_after_the_end_are_refused()
    {
        var state = new StateRecord("face", "f", "face", "{}"u8.ToArray());
        Write([state, state]);
        Refusal().ShouldContain("for the second time");

        Write([state]);
        File.AppendAllText(Export, "\n");
        Refusal().ShouldContain("goes on after its end");
    }

    [Fact]
    public void Line_without_an_end_does_not_fill_the_memory()
    {
        Write([]);
        var header = File.ReadAllLines(Export)[0] + "\n";
        using (var file = File.Create(Export))
        {
            file.Write(Encoding.UTF8.GetBytes(header));
            file.SetLength(3L * ExportFormat.LongestLine);
        }

        Refusal().ShouldContain("is longer than");
    }

    [Fact]
    public void A_refusal_quotes_nothing_of_a_state()
    {
        Write([new StateRecord("face", "f", "face", """{"votes":{"U0SECRETNAME":5}}"""u8.ToArray())]);

        Refusal().ShouldNotContain("SECRET");
    }

    [Fact]
    public void What_this_version_could_not_read_again_is_not_exported()
    {
        Should.Throw<RefusalException>(() => Write([new StateRecord("face", "f", "halo", "{}"u8.ToArray())])).Message.ShouldContain("halo");
        Should.Throw<RefusalException>(() => Write([new StateRecord("face", "f", "face", "{"u8.ToArray())])).Message.ShouldContain("damaged");
        Should.Throw<RefusalException>(() => Write([new ReminderRecord("face", "f", "alarm", Due, TimeSpan.FromHours(1))])).Message.ShouldContain("alarm");
    }

    private static IEnumerable<GrainRecord> Samples() =>
        from kind in StateKind.All.Values
        from sample in JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", $"{kind.Type.Name}.json")))!.AsArray().Select((json, at) => (Json: json!.ToJsonString(), At: at))
        select new StateRecord(kind.GrainType, $"key-{sample.At}", kind.Name, Encoding.UTF8.GetBytes(sample.Json));

    private static CatalogueRecord Row(string table, string json) => new(new(table, JsonSerializer.Deserialize<JsonElement>(json)));

    private static string Text(ExportedRecord record) => record switch
    {
        StateRecord state => $"{state.GrainType}/{state.Key} {state.Name} {JsonSerializer.Serialize(JsonNode.Parse(state.Json.Span))}",
        CatalogueRecord { Row: var row } => $"{row.Table} {JsonSerializer.Serialize(row.Values)}",
        _ => record.ToString(),
    };

    private void Write(IEnumerable<ExportedRecord> records)
    {
        using var file = File.Create(Export);
        using var writer = new ExportWriter(file, "Test", Due);
        foreach (var record in records) writer.Add(record);
        writer.Finish();
    }

    private List<ExportedRecord> Read()
    {
        using var file = File.OpenRead(Export);
        return [.. new ExportReader(file, Export).Read()];
    }

    private string Refusal() => Should.Throw<RefusalException>(() => Read()).Message;
}
