using System.Text;
using System.Text.Json.Nodes;

namespace Atmosphere.Api.Tests.Fuzz;

/// <summary>Damages valid samples where it hurts: whole values of a structure, and single bytes. The same source gives the same damage.</summary>
internal sealed class Mutator(Random random)
{
    private const int LongText = 3_000;

    /// <summary>Texts that have broken parsers, queries, pages and logs before.</summary>
    private static readonly string[] OddTexts =
    [
        "", " ", "\0", "\u00ff", "\ud800", "\u202e", "\ufeff", "é\u0301", "𝄞", "null", "NaN", "-0", "0x10", "1e400", "9223372036854775808", "-9223372036854775809", "00001",
        "../../../etc/passwd", "..%2f..%2faccess.json", "%00", "%zz", "%", "C:\\", "file:///etc/passwd", "http://169.254.169.254/latest/meta-data", "' OR 1=1 --", "\"; DROP TABLE faces; --",
        "<script>alert(1)</script>", "&lt;", "*bold* <!channel> <@U0DANALEVI> <http://evil.example|x>", "{{7*7}}", "${jndi:ldap://x}", "%s%n", "\r\nSet-Cookie: a=b", "v1|", "|", "U0DANALEVI|",
        "ffffffff-ffff-ffff-ffff-ffffffffffff", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "1712345678.000100", "1712345678", ".5", "99999999999999.000001", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00",
    ];

    private static readonly string[] OddValues =
    [
        "null", "true", "0", "-1", "1.5", "1e308", "2147483648", "[]", "{}", "[[[[[[[[]]]]]]]]", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "{\"$type\":\"System.Object\"}", "{\"id\":{\"id\":{}}}", "[null]",
    ];

    private readonly HashSet<int> _written = [];

    public T Pick<T>(IReadOnlyList<T> things) => things[random.Next(things.Count)];

    public bool Rarely(int oneIn) => random.Next(oneIn) == 0;

    public string OddText() => random.Next(20) == 0 ? new string((char)random.Next(32, 0x2fff), random.Next(LongText)) : Pick(OddTexts);

    /// <summary>A text with an odd one in it, or instead of it, or with some characters changed.</summary>
    public string Text(string valid)
    {
        var at = random.Next(valid.Length + 1);
        return random.Next(6) switch
        {
            0 => OddText(),
            1 => valid.Insert(at, OddText()),
            2 => valid[..at],
            3 => valid + valid,
            4 => valid.ToUpperInvariant(),
            _ => at == valid.Length ? valid + (char)random.Next(1, 0x250) : string.Concat(valid.AsSpan(0, at), [(char)random.Next(1, 0x250)], valid.AsSpan(at + 1)),
        };
    }

    /// <summary>Some bytes changed, taken out, doubled or put in.</summary>
    public byte[] Bytes(byte[] valid)
    {
        var bytes = new List<byte>(valid);
        for (var times = random.Next(1, 5); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(2) == 0 ? random.Next(bytes.Count) : random.Next(Math.Min(64, bytes.Count));
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] = Pick<byte>([0, 1, 0x7f, 0x80, 0xff]); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 4: bytes.InsertRange(at, Encoding.UTF8.GetBytes(OddText())); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>A document with values, names or whole parts exchanged, and sometimes with single bytes damaged, too.</summary>
    public byte[] Json(JsonNode valid)
    {
        var document = valid.DeepClone();
        for (var times = random.Next(1, 4); times > 0; times--) Damage(document);
        var written = new StringBuilder(document.ToJsonString());
        foreach (var odd in _written) written.Replace($"\"{Marker(odd)}\"", OddValues[odd]);
        var text = Encoding.UTF8.GetBytes(written.ToString());
        return Rarely(4) ? Bytes(text) : text;
    }

    private void Damage(JsonNode document)
    {
        var parents = new List<JsonNode>();
        Collect(document, parents);
        switch (Pick(parents))
        {
            case JsonObject { Count: > 0 } parent:
                var name = Pick([.. parent.Select(member => member.Key)]);
                if (Rarely(4)) parent.Remove(name);
                else if (Rarely(6)) parent[Text(name)] = parent[name]?.DeepClone();
                else parent[name] = Value(parent[name]);
                break;
            case JsonArray { Count: > 0 } parent:
                var at = random.Next(parent.Count);
                if (Rarely(3)) parent.RemoveAt(at);
                else if (Rarely(3)) parent.Insert(at, parent[at]?.DeepClone());
                else parent[at] = Value(parent[at]);
                break;
            case JsonObject parent:
                parent[OddText()] = Value(null);
                break;
        }
    }

    private JsonValue? Value(JsonNode? valid) =>
        valid is JsonValue value && value.TryGetValue<string>(out var text) && random.Next(3) > 0 ? JsonValue.Create(Text(text)) : Odd();

    private JsonValue Odd()
    {
        var odd = random.Next(OddValues.Length);
        _written.Add(odd);
        return JsonValue.Create(Marker(odd));
    }

    /// <summary>Stands for an odd value until the document is written: not every one of them could be.</summary>
    private static string Marker(int odd) => $"@odd-{odd}@";

    private static void Collect(JsonNode? node, List<JsonNode> parents)
    {
        if (node is not (JsonObject or JsonArray)) return;
        parents.Add(node);
        IEnumerable<JsonNode?> children = node is JsonObject members ? members.Select(member => member.Value) : (JsonArray)node;
        foreach (var child in children) Collect(child, parents);
    }
}
