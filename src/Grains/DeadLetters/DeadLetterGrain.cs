using System.Collections.Immutable;
using Atmosphere.Grains.Owing;

namespace Atmosphere.Grains.DeadLetters;

/// <summary>The stored letters of one shard.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.DeadLetterState")]
public sealed record DeadLetterState
{
    /// <summary>Older ones go when there are more. As many of the widest letters as one record of the narrowest store holds.</summary>
    public const int MostKept = 300;

    /// <summary>Longer keys and reasons are cut.</summary>
    public const int KeyLength = 200;

    /// <summary>Newest first.</summary>
    [Id(0)] public ImmutableList<DeadLetter> Letters { get; init; } = [];

    /// <summary>Adds a letter. The very same one, delivered again, changes nothing.</summary>
    public DeadLetterState With(DeadLetter letter)
    {
        var kept = letter with { Key = Cut(letter.Key), Reason = Cut(letter.Reason) };
        if (Letters.Contains(kept)) return this;
        var letters = Letters.Insert(0, kept);
        return this with { Letters = letters.Count > MostKept ? letters.RemoveRange(MostKept, letters.Count - MostKept) : letters };
    }

    private static string Cut(string text) => text.Length <= KeyLength ? text : text[..KeyLength];
}

/// <summary>
/// Also takes the letters of messages that could not even be given to a grain of their own: they come on a stream of their queue
/// (<see cref="DeadLetterKey.OfQueue"/>), and go on to their shard.
/// </summary>
[ImplicitStreamSubscription(WellKnownNames.Streams.ImagesInDbGarbage)]
internal sealed class DeadLetterGrain(
    [PersistentState(WellKnownNames.States.DeadLetters, WellKnownNames.Storage)] IPersistentState<DeadLetterState> letters,
    TimeProvider time)
    : Grain, IDeadLetterGrain, IStreamSubscriptionObserver, IAsyncObserver<DeadLetter>
{
    public Task Add(DeadLetter letter) => letters.WriteOrRestoreAsync(letters.State.With(letter), DeactivateOnIdle);

    public Task<ImmutableArray<DeadLetter>> List() => Task.FromResult(letters.State.Letters.ToImmutableArray());

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<DeadLetter>().ResumeAsync(this);

    public Task OnNextAsync(DeadLetter item, StreamSequenceToken? token = null) => PassOnAsync(item);

    public Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>The engine gave a letter up after trying for <c>MaxEventDeliveryTime</c>.</summary>
    public Task OnErrorAsync(Exception ex) => PassOnAsync(new()
    {
        Stream = WellKnownNames.Streams.ImagesInDbGarbage,
        Key = this.GetPrimaryKeyString(),
        Event = nameof(DeadLetter),
        Reason = $"delivery was given up: {ex.GetType().Name}",
        At = time.GetUtcNow(),
    });

    private Task PassOnAsync(DeadLetter letter)
    {
        var shard = DeadLetterKey.For(WellKnownNames.Streams.ImagesInDb, letter.Key);
        return shard == this.GetPrimaryKeyString() ? Add(letter) : GrainFactory.GetGrain<IDeadLetterGrain>(shard).Add(letter);
    }
}
