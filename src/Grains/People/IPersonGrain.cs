using System.Collections.Immutable;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.People;

/// <summary>Somebody who can be tagged, and this person's faces in the gallery. Key: Slack user id.</summary>
[Alias("Atmosphere.IPersonGrain")]
public interface IPersonGrain : IGrainWithStringKey
{
    /// <summary>Takes the face of an undone round out of the gallery, now or as soon as it is in. Repeated, it changes nothing.</summary>
    [Alias("Withdraw")]
    Task Withdraw(string faceId, int round);

    /// <summary>What Slack says of this user, as far as it is known here.</summary>
    [ReadOnly, Alias("GetProfile")]
    Task<Profile?> GetProfile();

    /// <summary>Somebody has asked Slack.</summary>
    [Alias("LearnProfile")]
    Task LearnProfile(Profile profile);

    /// <summary>
    /// Removes everything that is known of her, and keeps her from being tagged again. On disk when this returns; it happens also when the
    /// process dies. Asked again, it changes nothing.
    /// </summary>
    /// <param name="by">At whose word.</param>
    /// <param name="actor">Who that is, for the audit: one of <see cref="Actors"/>.</param>
    /// <returns>How far it has come.</returns>
    [Alias("Forget")]
    Task<ForgettingReceipt> Forget(ForgottenBy by, string actor);

    [ReadOnly, Alias("GetView")]
    Task<PersonView> GetView();

    /// <summary>The grain's own pump reports here.</summary>
    [Alias("EffectDone")]
    Task EffectDone(EffectReport<PersonCommand> report);
}

/// <summary>A person, for the admin API and the pages.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PersonView")]
public sealed record PersonView
{
    [Id(0)] public string PersonId { get; init; } = "";

    [Id(1)] public Profile? Profile { get; init; }

    [Id(2)] public string? GalleryPersonId { get; init; }

    /// <summary>Faces in the gallery now.</summary>
    [Id(3)] public int EnrolledFaces { get; init; }

    /// <summary>By face id.</summary>
    [Id(4)] public ImmutableSortedDictionary<string, Enrolment> Faces { get; init; } = ImmutableSortedDictionary<string, Enrolment>.Empty;

    [Id(5)] public ImmutableArray<OwedView> Owed { get; init; } = [];

    /// <summary>Set while she is being forgotten.</summary>
    [Id(6)] public ForgettingReceipt? Forgetting { get; init; }
}
