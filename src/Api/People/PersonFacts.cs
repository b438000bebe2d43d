using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Atmosphere.Catalogue;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.People;

namespace Atmosphere.Api.People;

/// <summary>Everything that is stored about one person: what she is given when she asks, and what an operator can look up.</summary>
internal sealed record PersonFacts
{
    public required string UserId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What Slack said of her, or null when it was never asked.</summary>
    public Profile? Profile { get; init; }

    /// <summary>The gallery that she is recognised by.</summary>
    public required GalleryFacts Gallery { get; init; }

    /// <summary>Faces that are taken for hers.</summary>
    public ImmutableArray<FaceRow> Faces { get; init; } = [];

    /// <summary>Live votes that she has cast.</summary>
    public ImmutableArray<VoteRow> VotesByYou { get; init; } = [];

    /// <summary>Live votes that say that a face is hers, or that it is not.</summary>
    public ImmutableArray<VoteRow> VotesAboutYou { get; init; } = [];

    /// <summary>Faces of which it was said that they are not hers.</summary>
    public ImmutableArray<string> NotYou { get; init; } = [];

    /// <summary>What happened to faces, as far as it names her.</summary>
    public ImmutableArray<EventRow> Events { get; init; } = [];

    /// <summary>Entries of the audit about her and by her, oldest first. What is kept under a pseudonym is not among them: that would take it off.</summary>
    public ImmutableArray<AuditLine> Audit { get; init; } = [];

    /// <summary>Set when she asked to be forgotten.</summary>
    public ForgettingReceipt? Forgetting { get; init; }

    /// <summary>False when there is more than one answer holds: then an operator has to look into the catalogue itself.</summary>
    public bool IsComplete { get; init; } = true;
}

/// <summary>Her place in the gallery.</summary>
internal sealed record GalleryFacts
{
    /// <summary>The recogniser's id of her, or null when she is not in the gallery.</summary>
    public string? PersonId { get; init; }

    /// <summary>By face id.</summary>
    public ImmutableSortedDictionary<string, Enrolment> Faces { get; init; } = ImmutableSortedDictionary<string, Enrolment>.Empty;
}

/// <summary>Gathers the facts: from her grain, and from the catalogue, which follows the grains within moments.</summary>
internal sealed class FactsReader(IGrainFactory grains, ForgettingDesk desk, CatalogueQueries catalogue, AuditQueries audit, TimeProvider time)
{
    private static readonly string[] Denials = ["identification-disputed", "tag-undone", "suggestion-rejected", "followed-back"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public async Task<PersonFacts> ReadAsync(string userId, CancellationToken cancellationToken)
    {
        var person = await grains.GetGrain<IPersonGrain>(userId).GetView();
        var stored = await catalogue.NamingAsync(userId, cancellationToken);
        var entries = await audit.PageAsync(new() { Naming = userId }, after: null, newestFirst: false, CatalogueQueries.MaxNaming, cancellationToken);
        return new()
        {
            UserId = userId,
            At = time.GetUtcNow(),
            Profile = person.Profile,
            Gallery = new() { PersonId = person.GalleryPersonId, Faces = person.Faces },
            Faces = stored.Faces,
            VotesByYou = [.. stored.Votes.Where(vote => vote.VoterId == userId)],
            VotesAboutYou = [.. stored.Votes.Where(vote => vote.Choice == userId || vote.Choice == $"not:{userId}")],
            NotYou = [.. stored.Events.Where(happened => Denials.Contains(happened.Kind) && happened.IsAbout(userId)).Select(happened => happened.FaceId).Distinct(StringComparer.Ordinal)],
            Events = stored.Events,
            Audit = entries,
            Forgetting = await desk.ReceiptAsync(userId),
            IsComplete = stored.IsComplete && entries.Length < CatalogueQueries.MaxNaming,
        };
    }

    /// <summary>As a file.</summary>
    public static byte[] ToJson(PersonFacts facts) => JsonSerializer.SerializeToUtf8Bytes(facts, Json);
}
