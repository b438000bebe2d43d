using System.Text;
using Atmosphere.Grains;
using Atmosphere.Grains.DeadLetters;
using Atmosphere.Grains.Streams;
using Azure.Core.Amqp;
using Azure.Messaging.EventHubs;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers.Streams.Common;
using Orleans.Serialization;
using Orleans.Streaming.EventHubs;

namespace Atmosphere.Silo.Tests.Cloud;

/// <summary>A message of the hub gets a stream and content, whatever it is.</summary>
public sealed class ImagesInDbAdapterTests : IDisposable
{
    private const string FaceId = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    private static readonly string Whole =
        $$$"""{"faceId":"{{{FaceId}}}","rectangle":{"left":4,"top":8,"width":90,"height":96},"faceInZoomIn":{"left":2,"top":1,"width":90,"height":96}}""";

    private static readonly DateTimeOffset Sent = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void A_face_goes_to_its_own_stream_and_comes_out_of_the_cache_as_it_went_in()
    {
        var batch = ThroughTheCache(Message(Whole, sequence: 17, offset: "4242"));

        batch.StreamId.ShouldBe(StreamId.Create(WellKnownNames.Streams.ImagesInDb, FaceId));
        var (face, token) = batch.GetEvents<FaceArrived>().ShouldHaveSingleItem();
        face.ShouldBe(ArrivalMessage.Read(Encoding.UTF8.GetBytes(Whole), Sent).Face);
        token.SequenceNumber.ShouldBe(17);
        ((EventHubSequenceTokenV2)token).EventHubOffset.ShouldBe("4242");
        batch.GetEvents<DeadLetter>().ShouldBeEmpty();
        batch.ImportRequestContext().ShouldBeFalse();
    }

    [Fact]
    public void Anything_else_goes_as_a_letter_on_the_stream_of_its_partition()
    {
        var batch = ThroughTheCache(Message("hello", sequence: 18));

        var (letter, _) = batch.GetEvents<DeadLetter>().ShouldHaveSingleItem();
        letter.ShouldBe(new DeadLetter
        {
            Stream = WellKnownNames.Streams.ImagesInDb,
            Key = "3/18",
            Event = nameof(FaceArrived),
            Reason = "The message is not the JSON that is expected, from line 1, byte 1 on.",
            At = Sent,
        });
        batch.StreamId.ShouldBe(StreamId.Create(WellKnownNames.Streams.ImagesInDbGarbage, DeadLetterKey.OfQueue(letter.Stream, "3")));
        batch.GetEvents<FaceArrived>().ShouldBeEmpty();
    }

    [Fact]
    public void Neither_size_nor_properties_nor_a_body_that_is_no_bytes_fails()
    {
        var huge = new byte[1024 * 1024];
        var odd = new Dictionary<string, object> { ["StreamNamespace"] = 42, ["object"] = new object(), ["null"] = null! };
        foreach (var message in (EventData[])
        [
            EventHubsModelFactory.EventData(new BinaryData(huge), partitionKey: new string('k', 200_000), sequenceNumber: 1, offsetString: "1"),
            EventHubsModelFactory.EventData(new BinaryData(Array.Empty<byte>()), odd, sequenceNumber: 2, offsetString: null),
            MessageWithoutBytes(sequence: 3, offset: ""),
        ])
        {
            ThroughTheCache(message).GetEvents<DeadLetter>().ShouldHaveSingleItem().Item1.Reason.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void A_body_that_the_client_does_not_give_is_told_by_the_faults_name() =>
        ThroughTheCache(MessageWithoutBytes(sequence: 3, offset: "3")).GetEvents<DeadLetter>()
            .ShouldHaveSingleItem().Item1.Reason.ShouldStartWith("The message's body can't be read as bytes: ");

    /// <summary>Fixed seed: a failure comes back.</summary>
    [Fact]
    public void No_bytes_fail_and_none_is_lost()
    {
        var random = new Random(20_260_303);
        var whole = Encoding.UTF8.GetBytes(Whole);
        var faces = 0;
        for (var number = 0; number < 5_000; number++)
        {
            var bytes = whole.ToArray();
            for (var times = random.Next(3); times > 0; times--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var batch = ThroughTheCache(EventHubsModelFactory.EventData(new BinaryData(bytes), sequenceNumber: number, offsetString: $"{number}"));

            var (found, letters) = (batch.GetEvents<FaceArrived>().Count(), batch.GetEvents<DeadLetter>().Count());
            (found + letters).ShouldBe(1);
            faces += found;
        }

        faces.ShouldBeInRange(1_000, 4_000);
    }

    [Fact]
    public void What_is_asked_without_being_positioned_first_is_the_same()
    {
        var message = Message(Whole, sequence: 1);

        Adapter().GetStreamIdentity(message).ShouldBe(Adapter().GetStreamPosition("0", message).StreamId);
    }

    [Fact]
    public void A_batch_travels_to_another_silo()
    {
        var serializer = _services.GetRequiredService<Serializer>();
        foreach (var batch in (IBatchContainer[])[ThroughTheCache(Message(Whole, sequence: 5)), ThroughTheCache(Message("{}", sequence: 6))])
            serializer.Deserialize<IBatchContainer>(serializer.SerializeToArray(batch)).ShouldBe(batch);
    }

    [Fact]
    public void Nothing_is_published_through_it() =>
        Should.Throw<NotSupportedException>(() => Adapter().ToQueueMessage(StreamId.Create("images-in-db", FaceId), [new FaceArrived()], token: null, requestContext: null));

    [Fact]
    public void What_is_cached_is_small_whatever_was_sent()
    {
        var message = EventHubsModelFactory.EventData(new BinaryData(new byte[1024 * 1024]), sequenceNumber: 1, offsetString: "1");

        Cached(Adapter(), message).Segment.Count.ShouldBeLessThan(1024);
    }

    private static EventData Message(string body, long sequence, string offset = "1") =>
        EventHubsModelFactory.EventData(BinaryData.FromString(body), sequenceNumber: sequence, offsetString: offset, enqueuedTime: Sent);

    /// <summary>As a sender in another language may send it: AMQP has bodies that are numbers.</summary>
    private static EventData MessageWithoutBytes(long sequence, string offset)
    {
        var message = Message("", sequence, offset);
        message.GetRawAmqpMessage().Body = AmqpMessageBody.FromValue(42);
        return message;
    }

    private ImagesInDbAdapter Adapter() => new(_services.GetRequiredService<Serializer>());

    private static CachedMessage Cached(ImagesInDbAdapter adapter, EventData message) =>
        adapter.FromQueueMessage(adapter.GetStreamPosition("3", message), message, Sent.UtcDateTime, size => new byte[size]);

    /// <summary>The way that Orleans' cache takes with a message.</summary>
    private IBatchContainer ThroughTheCache(EventData message)
    {
        var adapter = Adapter();
        var cached = Cached(adapter, message);
        adapter.GetOffset(cached).ShouldBe(message.OffsetString ?? "");
        return adapter.GetBatchContainer(ref cached);
    }
}
