using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Forgetting;

/// <summary>
/// What the audit says of a wish to be forgotten: everything but her id. Entries are numbered by the time of the wish, since her record,
/// with its versions, goes. Pure.
/// </summary>
public static class ForgettingAudit
{
    public const string Asked = "forgetting-asked";

    /// <summary>The last look found nothing.</summary>
    public const string Done = "person-forgotten";

    /// <summary>She wants to be known again.</summary>
    public const string TakenBack = "remembering-asked";

    /// <summary>An entry that lacks its source and whom it is about: see <see cref="Of"/>.</summary>
    public static AuditEntry Entry(string action, DateTimeOffset askedAt, DateTimeOffset at, string actor) =>
        new() { Index = askedAt.ToUnixTimeMilliseconds(), At = at, Action = action, Actor = actor };

    /// <summary>The entry of somebody.</summary>
    /// <param name="entry">Without source and person.</param>
    /// <param name="pseudonym">See <see cref="Tombstones.PseudonymAsync"/>.</param>
    public static AuditEntry Of(AuditEntry entry, string pseudonym) => entry with { Source = $"person/{pseudonym}", About = pseudonym };
}
