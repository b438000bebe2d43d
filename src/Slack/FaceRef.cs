using Atmosphere.Grains.Faces;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Atmosphere.Slack;

/// <summary>
/// Which face, and which round of voting on it, a message part or a button is about. It travels through Slack and comes back
/// as text, <c>v1|&lt;face id&gt;|&lt;round&gt;</c>, so it is read as if a stranger had written it.
/// </summary>
public sealed record FaceRef
{
    private const string Version = "v1";
    private const char Separator = '|';

    /// <summary>A GUID in lower-case hexadecimal with dashes.</summary>
    public string FaceId { get; init; } = "";

    /// <summary>0 or more.</summary>
    public int Round { get; init; }

    /// <summary>The reference of a face that is known to be well-formed.</summary>
    /// <exception cref="ArgumentException">The face id is not a GUID in lower case, or the round is negative.</exception>
    public static FaceRef Of(string faceId, int round)
    {
        if (!FaceIds.IsValid(faceId)) throw new ArgumentException($"'{faceId}' is not a face id: a lower-case GUID is wanted.", nameof(faceId));
        ArgumentOutOfRangeException.ThrowIfNegative(round);
        return new FaceRef { FaceId = faceId, Round = round };
    }

    /// <summary>The text for a button's <c>value</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version}{Separator}{FaceId}{Separator}{Round}");

    /// <summary>A <c>block_id</c>: the reference, the part of the message, and a fingerprint that changes with the part's content.</summary>
    /// <param name="part">A word, for example <c>answer</c>.</param>
    /// <param name="fingerprint">Hexadecimal.</param>
    public string ToBlockId(string part, string fingerprint) => $"{this}{Separator}{part}{Separator}{fingerprint}";

    /// <summary>The <c>value</c> of a button that also names somebody: whom its voter saw named, whatever the face is taken for by then.</summary>
    /// <exception cref="ArgumentException">The person is not a user id.</exception>
    public string ToValueAbout(string personId) => SlackIds.IsUser(personId)
        ? $"{this}{Separator}{personId}"
        : throw new ArgumentException($"'{personId}' is not a user id.", nameof(personId));

    /// <summary>The <c>value</c> of a button about another face on this one's prompt.</summary>
    /// <exception cref="ArgumentException">The other id is not a lower-case GUID.</exception>
    public string ToValueAboutFace(string otherFaceId) => FaceIds.IsValid(otherFaceId)
        ? $"{this}{Separator}{otherFaceId}"
        : throw new ArgumentException($"'{otherFaceId}' is not a face id: a lower-case GUID is wanted.", nameof(otherFaceId));

    /// <summary>Reads a button's value.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out FaceRef? face) => TryParse(text, fields: 3, out face);

    /// <summary>Reads the value of a button that also names somebody.</summary>
    public static bool TryParseAbout(string? text, [NotNullWhen(true)] out FaceRef? face, [NotNullWhen(true)] out string? personId) =>
        TryParseAbout(text, out face, out personId, SlackIds.IsUser);

    /// <summary>Reads the value of a button about another face.</summary>
    public static bool TryParseAboutFace(string? text, [NotNullWhen(true)] out FaceRef? face, [NotNullWhen(true)] out string? otherFaceId) =>
        TryParseAbout(text, out face, out otherFaceId, FaceIds.IsValid);

    private static bool TryParseAbout(string? text, [NotNullWhen(true)] out FaceRef? face, [NotNullWhen(true)] out string? other, Func<string?, bool> isValid)
    {
        other = null;
        if (text is null || !TryParse(text, fields: 4, out face))
        {
            face = null;
            return false;
        }

        other = text[(text.LastIndexOf(Separator) + 1)..];
        return isValid(other);
    }

    /// <summary>Reads the reference at the front of a block id.</summary>
    public static bool TryParseBlockId(string? text, [NotNullWhen(true)] out FaceRef? face) => TryParse(text, fields: 5, out face);

    private static bool TryParse(string? text, int fields, [NotNullWhen(true)] out FaceRef? face)
    {
        face = null;
        if (text is null || text.Length > SlackLimits.BlockId) return false;
        var parts = text.Split(Separator);
        if (parts.Length != fields || parts[0] != Version || !FaceIds.IsValid(parts[1])) return false;
        // A sign, a space, a leading zero or a trailing NUL, which the runtime reads past, would give one round two spellings.
        if (!int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var round)) return false;
        if (parts[2] != round.ToString(CultureInfo.InvariantCulture)) return false;
        face = new FaceRef { FaceId = parts[1], Round = round };
        return true;
    }
}
