using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Tests.Faces;
using Atmosphere.Grains.Webhooks;
using Atmosphere.Grains.Webhooks.Steps;

namespace Atmosphere.Grains.Tests.Webhooks;

/// <summary>What other systems are told, and how often.</summary>
public sealed class WebhookTests
{
    private static readonly DateTimeOffset Now = FaceStory.Start;
    private static readonly FaceRules Telling = FaceStory.DefaultRules with { TellsWebhook = true };

    [Fact]
    public void An_identification_is_told()
    {
        var (face, message) = Told(new FaceIdentified { At = Now, PersonId = FaceStory.Ann, Confidence = 0.93 });
        message.ShouldBe(new WebhookMessage
        {
            Id = $"msg_{FaceStory.FaceId}_{face.Events}",
            Kind = WebhookKind.PersonIdentified,
            At = Now,
            FaceId = FaceStory.FaceId,
            PhotoId = face.Source!.PhotoId,
            CameraId = "camera-1",
            TakenAt = face.Source.TakenAt,
            PersonId = FaceStory.Ann,
            Round = 1,
            Confidence = 0.93,
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_tag_is_told_and_whether_the_gallery_has_it(bool enrolled)
    {
        var message = Told(new FaceWasTagged { At = Now, PersonId = FaceStory.Ann, Enrolled = enrolled }).Message!;
        (message.Kind, message.Enrolled, message.ByOperator, message.Confidence).ShouldBe((WebhookKind.FaceTagged, enrolled, false, null));
    }

    [Fact]
    public void A_tag_by_a_reference_photo_is_the_operators()
    {
        var reference = FaceDecider.Evolve(new(), new FaceDetected { At = Now, Source = FaceStory.Arrival() with { ReferenceOf = FaceStory.Ann } }, Telling);
        var tagged = FaceDecider.Evolve(reference, new FaceWasTagged { At = Now, PersonId = FaceStory.Ann, Enrolled = true }, Telling);
        Messages(tagged).ShouldHaveSingleItem().ByOperator.ShouldBeTrue();
    }

    [Fact]
    public void Every_round_has_a_message_of_its_own()
    {
        var face = FaceStory.Tagged().State;
        foreach (var happened in new FaceEvent[]
        {
            new FaceWasTagged { At = Now, PersonId = FaceStory.Ann, Enrolled = true }, new TagUndone { At = Now, PersonId = FaceStory.Ann, ByUserId = "U0EVE" },
            new FaceWasTagged { At = Now, PersonId = FaceStory.Ben, Enrolled = true },
        }) face = FaceDecider.Evolve(face, happened, Telling);
        Messages(face).Select(message => message.PersonId).ShouldBe([FaceStory.Ann, FaceStory.Ben], ignoreOrder: true);
        Messages(face).Select(message => message.Id).ShouldBeUnique();
    }

    [Fact]
    public void Nothing_else_is_told_and_nothing_when_there_is_no_receiver()
    {
        Told(new AgreementReached { At = Now, PersonId = FaceStory.Ann, Round = 1 }).Message.ShouldBeNull();
        Told(new FaceDismissed { At = Now, Why = VoteKind.NotAFace }).Message.ShouldBeNull();
        Messages(FaceDecider.Evolve(FaceStory.Detected().State, new FaceIdentified { At = Now, PersonId = FaceStory.Ann }, FaceStory.DefaultRules)).ShouldBeEmpty();
    }

    [Fact]
    public void A_message_is_taken_over_once_also_when_it_was_delivered_long_ago()
    {
        var send = new SendMessage { At = Now, Message = new() { Id = "msg_1" } };
        var taken = WebhookDecider.Decide(new(), send).Aggregate(new WebhookState(), WebhookDecider.Evolve);
        taken.Owed.Slots.Values.ShouldHaveSingleItem().Effect.ShouldBe(new DeliverMessage { Message = send.Message });
        WebhookDecider.Decide(taken, send).ShouldBeEmpty();
        WebhookDecider.Decide(taken with { Owed = OwedLedger<WebhookEffect>.Empty }, send).ShouldBeEmpty();
        WebhookDecider.Decide(taken, new WebhookTick { At = Now }).ShouldBeEmpty();
        WebhookDecider.Decide(taken, send with { Message = new() { Id = "msg_2" } }).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 5)]
    [InlineData(3_600, 1_800)]
    [InlineData(86_000, 3_600)]
    public void Pauses_grow_with_the_age_of_a_message_up_to_an_hour(int age, int pause) =>
        DeliverMessageStep.PauseAt(TimeSpan.FromSeconds(age)).ShouldBe(TimeSpan.FromSeconds(pause));

    private static (FaceState Face, WebhookMessage? Message) Told(FaceEvent happened)
    {
        var face = FaceDecider.Evolve(FaceStory.Detected().State, happened, Telling);
        return (face, Messages(face).SingleOrDefault());
    }

    private static IEnumerable<WebhookMessage> Messages(FaceState face) => face.Owed.Slots.Values.Select(owed => owed.Effect).OfType<TellWebhook>().Select(tell => tell.Message);
}
