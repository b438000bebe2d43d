using System.Collections.Immutable;

namespace Atmosphere.Grains.Strangers;

/// <param name="Within">How long a face is compared with those that come after it.</param>
/// <param name="GatherFor">How long a face waits for others of its burst.</param>
internal sealed record StrangersRules(TimeSpan Within, TimeSpan GatherFor);

/// <summary>Which unknown faces are asked about together. Pure.</summary>
internal static class StrangersDecider
{
    /// <summary>Faces that stand for one person in later comparisons: as many as a prompt shows.</summary>
    public const int Representatives = 4;

    /// <summary>Faces under one question at most; whoever comes then begins another.</summary>
    public const int MostTogether = 50;

    /// <summary>Faces compared at once. Azure takes 1000; this also bounds the state to some 150 kB.</summary>
    public const int MostCompared = 400;

    /// <summary>A face that was placed and stands for nobody is kept this long, so that its grain can fetch the answer.</summary>
    private static readonly TimeSpan Fetched = TimeSpan.FromMinutes(10);

    public static ImmutableArray<StrangersEvent> Decide(StrangersState strangers, StrangersCommand command, StrangersRules rules) => command switch
    {
        NoteStranger noted => strangers.Faces.ContainsKey(noted.Face.FaceId)
            ? []
            : [.. Forget(strangers, noted.At, rules), new StrangerSeen(noted.Face) { At = noted.At }],
        NoteGrouped grouped => Place(strangers, grouped),
        NoteUngroupable lost =>
        [
            .. Known(strangers, lost.FaceIds).Where(face => face.Value.LeadFaceId is null).Select(face => new StrangerPlaced(face.Key, face.Key) { At = lost.At }),
            .. Known(strangers, lost.Others).Select(face => new StrangerForgotten(face.Key) { At = lost.At }),
        ],
        NoteDenied noted => Deny(strangers, noted, rules),
        NoteApart apart => strangers.Faces.GetValueOrDefault(apart.FaceId) is { IsApart: false } ? [new StrangerSetApart(apart.FaceId) { At = apart.At }] : [],
        ForgetStranger forget => strangers.Faces.ContainsKey(forget.FaceId) ? [new StrangerForgotten(forget.FaceId) { At = forget.At }] : [],
        StrangersTick => [],
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No decision for this command."),
    };

    public static StrangersState Evolve(StrangersState strangers, StrangersEvent happened) => happened switch
    {
        StrangerSeen seen => strangers with
        {
            Faces = strangers.Faces.SetItem(seen.Face.FaceId, new() { Face = seen.Face, SeenAt = seen.At }),
            Owed = strangers.Owed.Owe(new GroupStrangers(), seen.At),
        },
        StrangerPlaced placed => Put(strangers, placed),
        StrangerForgotten forgotten => strangers with { Faces = strangers.Faces.Remove(forgotten.FaceId) },
        StrangerSetApart apart => strangers with
        {
            Faces = strangers.Faces.SetItem(apart.FaceId, strangers.Faces[apart.FaceId] with { IsApart = true, LeadFaceId = apart.FaceId, Size = 1 }),
        },
        StrangerDenied { Denied: var denied } => strangers with { Faces = strangers.Faces.SetItem(denied.Face.FaceId, WithDenial(strangers, denied)) },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "No evolution for this event."),
    };

    /// <summary>What a face is answered.</summary>
    public static StrangerAnswer Answer(StrangersState strangers, string faceId, TimeSpan wait)
    {
        if (strangers.Faces.GetValueOrDefault(faceId)?.LeadFaceId is not { } lead) return new() { Wait = wait };
        var before = strangers.Faces.Values
            .Where(other => other.LeadFaceId == lead && other.Face.FaceId != faceId)
            .OrderBy(other => other.SeenAt).ThenBy(other => other.Face.FaceId, StringComparer.Ordinal)
            .Take(Representatives);
        return new() { LeadFaceId = lead, Alike = lead == faceId ? [] : [.. before.Select(other => other.Face.DetectedFaceId)] };
    }

    /// <summary>The recogniser's ids of the last faces that do not show this person, newest first.</summary>
    public static ImmutableArray<string> Denied(StrangersState strangers, string personId, DateTimeOffset now, StrangersRules rules) =>
    [
        .. strangers.Faces.Values.Where(face => face.NotPersonIds?.Contains(personId) == true && now - face.SeenAt < rules.Within)
            .OrderByDescending(face => face.SeenAt).ThenBy(face => face.Face.FaceId, StringComparer.Ordinal)
            .Take(Representatives)
            .Select(face => face.Face.DetectedFaceId),
    ];

    /// <summary>A face that was announced stands for itself: it has its message.</summary>
    private static Stranger WithDenial(StrangersState strangers, DeniedFace denied)
    {
        var known = strangers.Faces.GetValueOrDefault(denied.Face.FaceId) ?? new() { Face = denied.Face, SeenAt = denied.SeenAt, LeadFaceId = denied.Face.FaceId, Size = 1 };
        return known with { NotPersonIds = denied.PersonIds.IsEmpty ? null : denied.PersonIds };
    }

    private static ImmutableArray<StrangersEvent> Deny(StrangersState strangers, NoteDenied noted, StrangersRules rules)
    {
        var (denied, known) = (noted.Denied, strangers.Faces.GetValueOrDefault(noted.Denied.Face.FaceId));
        if ((known?.NotPersonIds ?? denied.PersonIds.Clear()).SetEquals(denied.PersonIds)) return [];
        var happened = new StrangerDenied(denied) { At = noted.At };
        if (known is not null) return [happened];
        return noted.At - denied.SeenAt < rules.Within ? [.. Forget(strangers, noted.At, rules), happened] : [];
    }

    private static IEnumerable<KeyValuePair<string, Stranger>> Known(StrangersState strangers, ImmutableArray<string> faceIds) =>
        strangers.Faces.Where(face => faceIds.Contains(face.Key));

    private static StrangersState Put(StrangersState strangers, StrangerPlaced placed)
    {
        var faces = strangers.Faces.SetItem(placed.FaceId, strangers.Faces[placed.FaceId] with { LeadFaceId = placed.LeadFaceId, Size = placed.LeadFaceId == placed.FaceId ? 1 : 0 });
        if (placed.LeadFaceId != placed.FaceId && faces.GetValueOrDefault(placed.LeadFaceId) is { } lead) faces = faces.SetItem(placed.LeadFaceId, lead with { Size = lead.Size + 1 });
        return strangers with { Faces = faces };
    }

    /// <summary>One after the other, the best to ask about first: it leads those that come after it.</summary>
    private static ImmutableArray<StrangersEvent> Place(StrangersState strangers, NoteGrouped grouped)
    {
        var events = ImmutableArray.CreateBuilder<StrangersEvent>();
        var waiting = Known(strangers, grouped.FaceIds).Where(face => face.Value.LeadFaceId is null)
            .OrderByDescending(face => face.Value.Face.SuggestedPersonId is not null)
            .ThenByDescending(face => face.Value.Face.Quality)
            .ThenBy(face => face.Value.SeenAt).ThenBy(face => face.Key, StringComparer.Ordinal);
        foreach (var (faceId, stranger) in waiting)
        {
            var group = grouped.Groups.FirstOrDefault(group => group.Contains(faceId), []);
            var placed = new StrangerPlaced(faceId, LeadOf(strangers, stranger.Face, group) ?? faceId) { At = grouped.At };
            strangers = Evolve(strangers, placed);
            events.Add(placed);
        }

        return events.ToImmutable();
    }

    /// <summary>Whom a face is put with, or null: rather one question more than two people under one.</summary>
    private static string? LeadOf(StrangersState strangers, StrangerFace face, ImmutableArray<string> group)
    {
        var placed = group.Where(faceId => faceId != face.FaceId).Select(strangers.Faces.GetValueOrDefault).OfType<Stranger>().Where(other => other.LeadFaceId is not null).ToList();
        if (placed.Exists(other => other.IsApart)) return null;
        return placed.GroupBy(other => other.LeadFaceId!)
            .Where(together => strangers.Faces.GetValueOrDefault(together.Key) is { Size: < MostTogether } lead && Fits(strangers, face, lead))
            .OrderByDescending(together => strangers.Faces[together.Key].NotPersonIds is not null) // people have looked at it, and know more than the recogniser
            .ThenByDescending(together => together.Count()).ThenBy(together => together.Key, StringComparer.Ordinal)
            .FirstOrDefault()?.Key;
    }

    private static bool Fits(StrangersState strangers, StrangerFace face, Stranger lead) =>
        (face.SuggestedPersonId is null || lead.Face.SuggestedPersonId is null || face.SuggestedPersonId == lead.Face.SuggestedPersonId)
        && !strangers.Faces.Values.Any(other => other.LeadFaceId == lead.Face.FaceId && other.Face.PhotoId == face.PhotoId);

    /// <summary>What is too old, what stands for nobody, and the oldest of what is too much.</summary>
    private static IEnumerable<StrangersEvent> Forget(StrangersState strangers, DateTimeOffset now, StrangersRules rules)
    {
        var kept = strangers.Faces.Values.Where(face => now - face.SeenAt < rules.Within && (now - face.SeenAt < Fetched || Represents(strangers, face)));
        var keys = kept.OrderByDescending(face => face.SeenAt).Take(MostCompared - 1).Select(face => face.Face.FaceId).ToHashSet(StringComparer.Ordinal);
        return strangers.Faces.Keys.Where(faceId => !keys.Contains(faceId)).Select(faceId => new StrangerForgotten(faceId) { At = now });
    }

    private static bool Represents(StrangersState strangers, Stranger face) =>
        face.LeadFaceId is null
        || face.LeadFaceId == face.Face.FaceId
        || strangers.Faces.Values.Count(other => other.LeadFaceId == face.LeadFaceId && other.SeenAt < face.SeenAt) < Representatives;
}
