namespace Atmosphere.Grains.Retention;

/// <summary>How long things are kept. Section <c>Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>A hundred years.</summary>
    private const int Longest = 36_500;

    /// <summary>Days after which a photo is deleted, unless one of its faces is open; 0 keeps photos.</summary>
    public int PhotosDays { get; set; }

    /// <summary>Days after which the pictures of a dismissed or expired face are deleted; 0 keeps them.</summary>
    public int CropsDays { get; set; }

    /// <summary>Days after which an entry of the audit is deleted; 0 keeps them.</summary>
    public int AuditDays { get; set; }

    internal IEnumerable<string> Flaws()
    {
        foreach (var (name, days) in new[] { (nameof(PhotosDays), PhotosDays), (nameof(CropsDays), CropsDays), (nameof(AuditDays), AuditDays) })
            if (days is < 0 or > Longest) yield return $"Retention:{name} is {days}; it must be from 0 (keep) to {Longest} days, for example 30.";
    }
}

/// <param name="Photos">Null keeps them.</param>
/// <param name="Crops">Null keeps them.</param>
/// <param name="Audit">Null keeps it.</param>
internal sealed record RetentionRules(TimeSpan? Photos, TimeSpan? Crops, TimeSpan? Audit)
{
    /// <summary>Nothing is ever deleted.</summary>
    public bool KeepsAll => Photos is null && Crops is null && Audit is null;

    public static RetentionRules Of(RetentionOptions options) => new(Days(options.PhotosDays), Days(options.CropsDays), Days(options.AuditDays));

    private static TimeSpan? Days(int days) => days == 0 ? null : TimeSpan.FromDays(days);
}
