using System.Globalization;

namespace Atmosphere.Silo;

/// <summary>
/// A grain's key as Orleans' ADO.NET storage writes it. A key that can be read as a hexadecimal number becomes that number, and a key of
/// digits alone tells neither capitals nor leading noughts: "C0FACE" is a channel of Slack, and "c0face" may be a gallery.
/// </summary>
internal static class StoredKey
{
    /// <param name="number0">Nought for a key that is text or a number; else the key was a GUID's 32 digits.</param>
    /// <param name="number1">The number.</param>
    /// <param name="text">The text; empty for a number.</param>
    /// <param name="known">Keys of grains of this type that are known from elsewhere: the first that reads as this number is it.</param>
    /// <param name="isUpper">How a number is written that none of them is.</param>
    public static string Of(long number0, long number1, string text, IEnumerable<string> known, bool isUpper)
    {
        if (number0 == 0 && number1 == 0 && text.Length > 0) return text;
        string key;
        if (number0 == 0)
        {
            key = known.FirstOrDefault(candidate => NumberOf(candidate) == number1)
                ?? number1.ToString(isUpper ? "X" : "x", CultureInfo.InvariantCulture);
        }
        else
        {
            Span<byte> guid = stackalloc byte[16];
            BitConverter.TryWriteBytes(guid, number0);
            BitConverter.TryWriteBytes(guid[8..], number1);
            key = new Guid(guid).ToString("N");
        }

        return text.Length == 0 ? key : $"{key}+{text}";
    }

    private static long? NumberOf(string key) => long.TryParse(key, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
}
