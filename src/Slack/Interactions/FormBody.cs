using System.Text;

namespace Atmosphere.Slack.Interactions;

/// <summary>Reads one field of an <c>application/x-www-form-urlencoded</c> body, strictly.</summary>
internal static class FormBody
{
    /// <summary>The decoded bytes of the field, or null when it is missing, given twice or wrongly encoded.</summary>
    public static byte[]? ReadSingle(ReadOnlySpan<byte> body, string name)
    {
        byte[]? found = null;
        foreach (var range in body.Split((byte)'&'))
        {
            var pair = body[range];
            var equals = pair.IndexOf((byte)'=');
            if (equals < 0 || !IsName(pair[..equals], name)) continue;
            if (found is not null) return null;
            found = Decode(pair[(equals + 1)..]);
            if (found is null) return null;
        }

        return found;
    }

    private static bool IsName(ReadOnlySpan<byte> encoded, string name) =>
        Decode(encoded) is { } decoded && decoded.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(name));

    private static byte[]? Decode(ReadOnlySpan<byte> encoded)
    {
        var decoded = new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            switch (encoded[i])
            {
                case (byte)'+':
                    decoded[length++] = (byte)' ';
                    break;
                case (byte)'%' when i + 2 < encoded.Length && Hex(encoded[i + 1]) is var high and >= 0 && Hex(encoded[i + 2]) is var low and >= 0:
                    decoded[length++] = (byte)((high << 4) | low);
                    i += 2;
                    break;
                case (byte)'%':
                    return null;
                default:
                    decoded[length++] = encoded[i];
                    break;
            }
        }

        Array.Resize(ref decoded, length);
        return IsUtf8(decoded) ? decoded : null;
    }

    private static int Hex(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };

    private static bool IsUtf8(byte[] bytes) => System.Text.Unicode.Utf8.IsValid(bytes);
}
