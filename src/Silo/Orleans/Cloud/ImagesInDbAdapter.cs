using System.Runtime.CompilerServices;
using System.Text.Json;
using Atmosphere.Grains;
using Atmosphere.Grains.DeadLetters;
using Atmosphere.Grains.Storage;
using Atmosphere.Grains.Streams;
using Azure.Messaging.EventHubs;
using Orleans.Providers.Streams.Common;
using Orleans.Serialization;
using Orleans.Streaming.EventHubs;

namespace Atmosphere.Silo;

/// <summary>
/// Gives each message of the hub its stream: a face that can be read goes to <c>images-in-db</c> under its id, anything else as a dead
/// letter to <c>images-in-db-garbage</c>. The cache gets that finding and not the message: nothing a sender puts into a message
/// (another kind of body, strange properties, a megabyte) can fail there. An exception in here would be thrown again for the same
/// message for ever, and hold up its partition.
/// </summary>
internal sealed class ImagesInDbAdapter(Serializer serializer) : EventHubDataAdapter(serializer)
{
    /// <summary>What was found when a message was positioned; the cache asks a moment later, with the same message.</summary>
    private readonly ConditionalWeakTable<EventData, Finding> _findings = [];

    public override StreamPosition GetStreamPosition(string partition, EventData queueMessage)
    {
        var finding = Find(partition, queueMessage);
        _findings.AddOrUpdate(queueMessage, finding);
        return new(finding.Stream, new EventHubSequenceTokenV2(OffsetOf(queueMessage), queueMessage.SequenceNumber, 0));
    }

    public override StreamId GetStreamIdentity(EventData queueMessage) => FindingOf(queueMessage).Stream;

    protected override ArraySegment<byte> EncodeMessageIntoSegment(EventData queueMessage, Func<int, ArraySegment<byte>> getSegment)
    {
        var (offset, content) = (OffsetOf(queueMessage), FindingOf(queueMessage).Content);
        var segment = getSegment(SegmentBuilder.CalculateAppendSize(offset) + SegmentBuilder.CalculateAppendSize(content));
        var at = 0;
        SegmentBuilder.Append(segment, ref at, offset); // first: the base class reads it from here
        SegmentBuilder.Append(segment, ref at, content);
        return segment;
    }

    public override IBatchContainer GetBatchContainer(ref CachedMessage cachedMessage)
    {
        var at = 0;
        var offset = SegmentBuilder.ReadNextString(cachedMessage.Segment, ref at) ?? "";
        var content = SegmentBuilder.ReadNextBytes(cachedMessage.Segment, ref at);
        var isFace = cachedMessage.StreamId.GetNamespace() == WellKnownNames.Streams.ImagesInDb;
        return new ImagesInDbBatch
        {
            StreamId = cachedMessage.StreamId,
            Token = new(offset, cachedMessage.SequenceNumber, 0),
            Face = isFace ? JsonSerializer.Deserialize<FaceArrived>(content, GrainJson.Options) : null,
            Letter = isFace ? null : JsonSerializer.Deserialize<DeadLetter>(content, GrainJson.Options),
        };
    }

    /// <exception cref="NotSupportedException">Always: the hub belongs to its senders, who write JSON.</exception>
    public override EventData ToQueueMessage<T>(StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext) =>
        throw new NotSupportedException($"Nothing is published through '{EventHubIntake.Provider}': it only reads.");

    private Finding FindingOf(EventData message) => _findings.TryGetValue(message, out var known) ? known : Find("?", message);

    private static Finding Find(string partition, EventData message)
    {
        var (face, flaw) = Read(message);
        if (face is not null) return new(StreamId.Create(WellKnownNames.Streams.ImagesInDb, face.FaceId), JsonSerializer.SerializeToUtf8Bytes(face, GrainJson.Options));

        // Partition and sequence number: by these an operator finds the message in the hub, as long as the hub keeps it.
        var letter = new DeadLetter
        {
            Stream = WellKnownNames.Streams.ImagesInDb,
            Key = $"{partition}/{message.SequenceNumber}",
            Event = nameof(FaceArrived),
            Reason = flaw!,
            At = message.EnqueuedTime,
        };
        // A stream of this partition alone: Orleans' tokens are the partition's, and one of another partition moves the reader past events.
        var stream = StreamId.Create(WellKnownNames.Streams.ImagesInDbGarbage, DeadLetterKey.OfQueue(letter.Stream, partition));
        return new(stream, JsonSerializer.SerializeToUtf8Bytes(letter, GrainJson.Options));
    }

    private static (FaceArrived? Face, string? Flaw) Read(EventData message)
    {
        try
        {
            return ArrivalMessage.Read(message.Body.Span, message.EnqueuedTime);
        }
        catch (Exception fault) // Not a fault of ours: AMQP has bodies that are no bytes, and the client throws for them.
        {
            return (null, $"The message's body can't be read as bytes: {fault.GetType().Name}.");
        }
    }

    private static string OffsetOf(EventData message) => message.OffsetString ?? "";

    /// <param name="Stream">Where the message goes.</param>
    /// <param name="Content">What is delivered there, as JSON.</param>
    private sealed record Finding(StreamId Stream, byte[] Content);
}
