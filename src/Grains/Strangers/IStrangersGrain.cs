using System.Collections.Immutable;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Strangers;

/// <summary>
/// Knows the unknown faces of the last hours, and which of them show the same person, so that the channel is asked once for all of
/// them. It asks nobody itself and knows no votes. Key: Slack channel id.
/// </summary>
[Alias("Atmosphere.IStrangersGrain")]
public interface IStrangersGrain : IGrainWithStringKey
{
    /// <summary>With whom is this face asked about? Asked again, it gives the same answer for as long as the face is known here.</summary>
    [Alias("Join")]
    Task<StrangerAnswer> Join(StrangerFace face);

    /// <summary>People say that this face shows somebody else than those it was put with. Repeated, it changes nothing.</summary>
    [Alias("Leave")]
    Task Leave(string faceId);

    /// <summary>Whom people say that a face does not show, for whom the recogniser took it. The newest word counts; repeated, it changes nothing.</summary>
    [Alias("Deny")]
    Task Deny(DeniedFace denied);

    /// <summary>The recogniser's ids of the last faces that people say do not show this person. At most <see cref="StrangersDecider.Representatives"/>.</summary>
    [ReadOnly, Alias("ListDenied")]
    Task<ImmutableArray<string>> ListDenied(string personId);

    /// <summary>Removes what is known of this face. Repeated, it changes nothing.</summary>
    [Alias("Forget")]
    Task Forget(string faceId);

    /// <summary>The grain's own pump reports here.</summary>
    [Alias("EffectDone")]
    Task EffectDone(EffectReport<StrangersCommand> report);
}

/// <summary>A face that the recogniser does not know.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.StrangerFace")]
public sealed record StrangerFace
{
    [Id(0)] public string FaceId { get; init; } = "";

    /// <summary>The recogniser's short-lived id.</summary>
    [Id(1)] public string DetectedFaceId { get; init; } = "";

    /// <summary>Two faces on one photo are two people.</summary>
    [Id(2)] public string PhotoId { get; init; } = "";

    [Id(3)] public FaceQuality Quality { get; init; }

    /// <summary>For whom the recogniser takes it without being sure, or null.</summary>
    [Id(4)] public string? SuggestedPersonId { get; init; }
}

/// <summary>Ask again after a wait, or the face that is asked about for both.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.StrangerAnswer")]
public sealed record StrangerAnswer
{
    /// <summary>The face itself when it is asked about in its own right; null while that is not known yet.</summary>
    [Id(0)] public string? LeadFaceId { get; init; }

    [Id(1)] public TimeSpan Wait { get; init; }

    /// <summary>The recogniser's ids of faces that were put with it before, for finding near duplicates.</summary>
    [Id(2)] public ImmutableArray<string> Alike { get; init; } = [];
}

/// <summary>A face, and whom it was taken for and does not show.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.DeniedFace")]
public sealed record DeniedFace
{
    [Id(0)] public required StrangerFace Face { get; init; }

    /// <summary>Empty when people have changed their minds.</summary>
    [Id(1)] public ImmutableSortedSet<string> PersonIds { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Not later than the recogniser saw it: its short-lived id is as old.</summary>
    [Id(2)] public DateTimeOffset SeenAt { get; init; }
}
