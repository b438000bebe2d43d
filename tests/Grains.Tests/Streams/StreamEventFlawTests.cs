using System.Text.Json;
using Atmosphere.Grains.Storage;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.Tests.Streams;

/// <summary>What is wrong with an event is found and named; nothing that JSON can hold makes finding it fail.</summary>
public sealed class StreamEventFlawTests
{
    private const string FaceId = "0a0b0c0d-0000-8000-8000-000000000001";
    private const string Person = "U0ANN";

    private static readonly FaceArrived Arrived = new()
    {
        FaceId = FaceId,
        Rectangle = new() { Width = 80, Height = 90 },
        FaceInZoomIn = new() { Width = 200, Height = 220 },
    };

    private static readonly FaceTagged Tagged = new() { FaceId = FaceId, PersonId = Person, Round = 1, FaceInZoomIn = new() { Width = 200, Height = 220 } };

    [Fact]
    public void A_good_event_has_no_flaw()
    {
        Arrived.Flaw(FaceId).ShouldBeNull();
        Tagged.Flaw(Person).ShouldBeNull();
        new FaceTrainingSent { FaceId = FaceId }.Flaw(FaceId).ShouldBeNull();
        new FaceCleanup { FaceId = FaceId }.Flaw(FaceId).ShouldBeNull();
    }

    [Fact]
    public void A_key_that_is_not_the_events_own_is_a_flaw()
    {
        const string Other = "0a0b0c0d-0000-8000-8000-000000000002";
        Arrived.Flaw(Other).ShouldBe("faceId differs from the stream's key");
        Tagged.Flaw("U0BEN").ShouldBe("personId differs from the stream's key");
        new FaceTrainingSent { FaceId = FaceId }.Flaw(Other).ShouldBe("faceId differs from the stream's key");
        new FaceCleanup { FaceId = FaceId }.Flaw(Other).ShouldBe("faceId differs from the stream's key");
    }

    [Fact]
    public void An_arrival_needs_a_guid_and_boxes()
    {
        (Arrived with { FaceId = "face-1" }).Flaw("face-1").ShouldBe("faceId is not a GUID in lower case");
        (Arrived with { Rectangle = new() { Width = 0, Height = 90 } }).Flaw(FaceId).ShouldBe("rectangle is empty");
        (Arrived with { Rectangle = new() { Width = 80, Height = -1 } }).Flaw(FaceId).ShouldBe("rectangle is empty");
        (Arrived with { FaceInZoomIn = new() }).Flaw(FaceId).ShouldBe("faceInZoomIn is empty");
    }

    [Fact]
    public void An_agreement_needs_a_person_a_round_and_a_box()
    {
        (Tagged with { PersonId = "" }).Flaw("").ShouldBe("personId differs from the stream's key");
        (Tagged with { Round = 0 }).Flaw(Person).ShouldBe("round is below 1");
        (Tagged with { FaceId = "" }).Flaw(Person).ShouldBe("faceId is not a GUID in lower case");
        (Tagged with { FaceInZoomIn = new() }).Flaw(Person).ShouldBe("faceInZoomIn is empty");
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"faceId":null}""")]
    [InlineData("""{"faceId":"0a0b0c0d-0000-8000-8000-000000000001","rectangle":null}""")]
    [InlineData("""{"faceId":"0a0b0c0d-0000-8000-8000-000000000001","rectangle":{"width":1,"height":1},"faceInZoomIn":null}""")]
    [InlineData("""{"faceId":"0a0b0c0d-0000-8000-8000-000000000001","photoId":null,"cameraId":null,"rectangle":{"width":1,"height":1},"faceInZoomIn":{"width":1,"height":1}}""")]
    [InlineData("""{"faceId":"0a0b0c0d-0000-8000-8000-000000000001","personId":null,"round":1}""")]
    public void Missing_and_null_fields_are_flaws_too(string json)
    {
        Read<FaceArrived>(json).Flaw(FaceId).ShouldNotBeNull();
        Read<FaceTagged>(json).Flaw(Person).ShouldNotBeNull();
        Should.NotThrow(() => Read<FaceTrainingSent>(json).Flaw(FaceId));
        Should.NotThrow(() => Read<FaceCleanup>(json).Flaw(FaceId));
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, GrainJson.Options)!;
}
