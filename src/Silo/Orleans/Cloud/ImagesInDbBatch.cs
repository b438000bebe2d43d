using Atmosphere.Grains.DeadLetters;
using Atmosphere.Grains.Streams;
using Orleans.Streaming.EventHubs;

namespace Atmosphere.Silo;

/// <summary>One message of the hub on its way to its grain, which may be on another silo.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.ImagesInDbBatch")]
internal sealed record ImagesInDbBatch : IBatchContainer
{
    [Id(0)] public required StreamId StreamId { get; init; }

    [Id(1)] public required EventHubSequenceTokenV2 Token { get; init; }

    /// <summary>Set when the message could be read.</summary>
    [Id(2)] public FaceArrived? Face { get; init; }

    /// <summary>Set when it could not.</summary>
    [Id(3)] public DeadLetter? Letter { get; init; }

    public StreamSequenceToken SequenceToken => Token;

    /// <returns>The event, when it is of the type that is asked for.</returns>
    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() => ((object?)Face ?? Letter) is T item ? [Tuple.Create(item, SequenceToken)] : [];

    public bool ImportRequestContext() => false;
}
