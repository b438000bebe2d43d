using Atmosphere.Catalogue;
using Atmosphere.Grains.People;

namespace Atmosphere.Api.Slack.Commands;

/// <summary>What is stored about one person, counted.</summary>
internal sealed record PersonSummary
{
    /// <summary>Display name, else real name; empty when Slack was never asked.</summary>
    public string Name { get; init; } = "";

    /// <summary>When Slack said so, or null.</summary>
    public DateTimeOffset? NameAskedAt { get; init; }

    /// <summary>Faces that carry her name because people said so.</summary>
    public long Tagged { get; init; }

    /// <summary>Faces that carry her name because the recogniser said so.</summary>
    public long Identified { get; init; }

    /// <summary>Faces in the gallery that she is recognised by.</summary>
    public int Enrolled { get; init; }

    /// <summary>Live votes that she has cast.</summary>
    public long VotesCast { get; init; }

    /// <summary>Live votes that name her.</summary>
    public long VotesFor { get; init; }
}

/// <summary>Tells what is stored about somebody.</summary>
internal interface IAboutPerson
{
    Task<PersonSummary> DescribeAsync(string userId, CancellationToken cancellationToken);
}

/// <summary>From her grain and from the catalogue, which follows the grains within moments.</summary>
internal sealed class AboutPerson(IGrainFactory grains, CatalogueQueries catalogue) : IAboutPerson
{
    public async Task<PersonSummary> DescribeAsync(string userId, CancellationToken cancellationToken)
    {
        var person = await grains.GetGrain<IPersonGrain>(userId).GetView();
        var faces = await catalogue.CountOfPersonAsync(userId, cancellationToken);
        var identified = faces.GetValueOrDefault(nameof(Grains.Faces.FaceStatus.Identified));
        return new()
        {
            Name = person.Profile?.Name ?? "",
            NameAskedAt = person.Profile?.FetchedAt,
            Tagged = faces.Values.Sum() - identified,
            Identified = identified,
            Enrolled = person.EnrolledFaces,
            VotesCast = await catalogue.CountVotesByAsync(userId, cancellationToken),
            VotesFor = await catalogue.CountVotesForAsync(userId, cancellationToken),
        };
    }
}
