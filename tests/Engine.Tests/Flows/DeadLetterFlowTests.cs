using Atmosphere.Grains;
using Atmosphere.Grains.DeadLetters;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Engine.Tests.Flows;

/// <summary>Nothing blocks a stream.</summary>
public sealed class DeadLetterFlowTests : FlowTest
{
    [Fact]
    public async Task A_garbage_event_goes_to_the_dead_letters_and_the_next_is_handled()
    {
        var good = await World.ArriveAsync("ann");
        var key = Guid.NewGuid().ToString();
        await World.PublishAsync(WellKnownNames.Streams.ImagesInDb, key, good with { FaceId = key, Rectangle = null! });
        await World.PublishAsync(WellKnownNames.Streams.ImagesInDb, key, good with { FaceId = Guid.NewGuid().ToString() });
        await World.PublishAsync(WellKnownNames.Streams.ImagesInDb, key, good with { FaceId = key, FaceInZoomIn = new() });
        await World.PublishAsync(WellKnownNames.Streams.ImagesInDb, key, good with { FaceId = key });

        await World.UntilAsync(key, face => face.Status != FaceStatus.Unknown, "the good event behind the garbage is handled");
        var letters = await LettersAsync(WellKnownNames.Streams.ImagesInDb, key);
        letters.Select(letter => letter.Reason).ShouldBe(["faceInZoomIn is empty", "faceId differs from the stream's key", "rectangle is empty"]);
        letters.ShouldAllBe(letter => letter.Key == key && letter.Event == nameof(FaceArrived));
    }

    [Fact]
    public async Task A_message_that_no_face_can_be_read_from_becomes_a_dead_letter_once()
    {
        const string Stream = WellKnownNames.Streams.ImagesInDb;
        var letter = new DeadLetter { Stream = Stream, Key = $"0/{Guid.NewGuid()}", Event = nameof(FaceArrived), Reason = "The message is null.", At = World.Time.GetUtcNow() };
        foreach (var delivered in (DeadLetter[])[letter, letter, letter with { Reason = "behind them" }])
            await World.PublishAsync(WellKnownNames.Streams.ImagesInDbGarbage, DeadLetterKey.OfQueue(Stream, "0"), delivered);

        await FlowWorld.UntilAsync(async () => (await LettersAsync(Stream, letter.Key)).Any(found => found.Key == letter.Key && found.Reason == "behind them"), "all three have been handled");
        (await LettersAsync(Stream, letter.Key)).Count(found => found == letter).ShouldBe(1);
    }

    [Fact]
    public async Task A_garbage_agreement_does_not_hold_up_the_person()
    {
        await World.PublishAsync(WellKnownNames.Streams.FaceTagged, FlowWorld.Ann, new FaceTagged { FaceId = "face-1", Round = 1, PersonId = FlowWorld.Ann });
        var faceId = await World.TaggedAsync();

        World.Recogniser.FaceKeys.ShouldBe([$"{faceId}/1"]);
        (await LettersAsync(WellKnownNames.Streams.FaceTagged, FlowWorld.Ann)).ShouldHaveSingleItem().Reason.ShouldBe("faceId is not a GUID in lower case");
    }

    [Fact]
    public async Task An_answer_for_a_face_that_never_was_changes_nothing()
    {
        var key = Guid.NewGuid().ToString();
        await World.PublishAsync(WellKnownNames.Streams.FaceTrainingSent, key, new FaceTrainingSent { FaceId = key, Round = 1, PersonId = FlowWorld.Ann, Enrolled = true });
        await World.PublishAsync(WellKnownNames.Streams.FaceCleanup, key, new FaceCleanup { FaceId = key, Round = 1, PersonId = FlowWorld.Ann, Code = "InvalidImage" });
        await World.PublishAsync(WellKnownNames.Streams.FaceCleanup, key, new FaceCleanup { FaceId = "garbage behind them" });

        await FlowWorld.UntilAsync(async () => (await LettersAsync(WellKnownNames.Streams.FaceCleanup, key)).Count == 1, "all three have been handled");
        (await World.Face(key).GetView()).Status.ShouldBe(FaceStatus.Unknown);
        World.Slack.Faults.Calls(nameof(ISlack.PostPromptAsync)).ShouldBe(0);
    }

    [Fact]
    public async Task An_event_that_could_not_be_written_is_delivered_again()
    {
        var key = Guid.NewGuid().ToString();
        World.Engine.FailNextWrite(World.Face(key));
        var box = new PixelBox { Width = 80, Height = 80 };
        await World.PublishAsync(WellKnownNames.Streams.ImagesInDb, key, new FaceArrived { FaceId = key, Rectangle = box, FaceInZoomIn = box });

        await World.UntilAsync(key, face => face.Status != FaceStatus.Unknown, "the event came again");
        (await LettersAsync(WellKnownNames.Streams.ImagesInDb, key)).ShouldBeEmpty();
    }

    private async Task<IReadOnlyList<DeadLetter>> LettersAsync(string stream, string key) =>
        await World.Client.GetGrain<IDeadLetterGrain>(DeadLetterKey.For(stream, key)).List();
}
