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
        Messages(face).Select(message => (message.Kind, message.PersonId, message.Round)).ShouldBe(
            [(WebhookKind.FaceTagged, FaceStory.Ann, 1), (WebhookKind.FaceUntagged, FaceStory.Ann, 2), (WebhookKind.FaceTagged, FaceStory.Ben, 2)], ignoreOrder: true);
        Messages(face).Select(message => message.Id).ShouldBeUnique();
    }

    [Fact]
    public void A_name_that_does_not_hold_any_more_is_told_and_why()
    {
        Untagged(FaceStory.Tagged(), new TagUndone { At = Now, PersonId = FaceStory.Ann, ByUserId = "U0EVE" }).ShouldBe((UntagReason.Undone, FaceStory.Ann, 2));
        Untagged(FaceStory.Identified(), new IdentificationDisputed { At = Now, PersonId = FaceStory.Ann, ByUserId = "U0EVE" }).ShouldBe((UntagReason.NotThem, FaceStory.Ann, 2));
        Untagged(FaceStory.Tagged(), new ReferenceTakenBack { At = Now, PersonId = FaceStory.Ann, ByUserId = "operator" }).ShouldBe((UntagReason.Undone, FaceStory.Ann, 1));
        Untagged(FaceStory.Tagged(), new FollowedBack { At = Now, PersonId = FaceStory.Ann }).ShouldBe((UntagReason.Undone, FaceStory.Ann, 2), "undone where the votes are");
    }

    [Fact]
    public void Of_somebody_forgotten_it_is_told_without_her_and_only_if_her_name_was_told()
    {
        foreach (var told in new[] { FaceStory.Tagged(), FaceStory.Identified() }) Untagged(told, new FaceForgotten { At = Now }).ShouldBe((UntagReason.Forgotten, "", 1));
        Messages(FaceDecider.Evolve(FaceStory.Agreed().State, new FaceForgotten { At = Now }, Telling)).ShouldBeEmpty();
        var forgotten = FaceDecider.Evolve(FaceStory.Tagged().State, new FaceForgotten { At = Now }, Telling);
        Messages(FaceDecider.Evolve(forgotten, new FaceForgotten { At = Now }, Telling)).ShouldBeEmpty("told already; what is owed of it is as good as new");
        Naming.Of(forgotten).ShouldNotContain("");
    }

    [Fact]
    public void When_a_person_is_forgotten_nothing_that_was_still_to_be_told_of_the_face_is()
    {
        var before = Take(new(), new() { Id = "msg_1", Kind = WebhookKind.FaceTagged, PersonId = FaceStory.Ann });
        var after = Take(before, new() { Id = "msg_2", Kind = WebhookKind.FaceUntagged, Reason = UntagReason.Forgotten });
        after.Owed.Slots.Keys.ShouldBe(["msg_2"]);
        after.Known.ShouldBe(["msg_1", "msg_2"], "a late repeat is not taken again");
        Take(before, new() { Id = "msg_2", Kind = WebhookKind.FaceUntagged, Reason = UntagReason.Undone }).Owed.Slots.Keys.ShouldBe(["msg_1", "msg_2"]);

        static WebhookState Take(WebhookState state, WebhookMessage message) => WebhookDecider.Decide(state, new SendMessage { At = Now, Message = message }).Aggregate(state, WebhookDecider.Evolve);
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

    private static (UntagReason? Reason, string PersonId, int Round) Untagged(FaceStory story, FaceEvent happened)
    {
        var message = Messages(FaceDecider.Evolve(story.State, happened, Telling)).ShouldHaveSingleItem();
        message.Kind.ShouldBe(WebhookKind.FaceUntagged);
        return (message.Reason, message.PersonId, message.Round);
    }

    private static IEnumerable<WebhookMessage> Messages(FaceState face) => face.Owed.Slots.Values.Select(owed => owed.Effect).OfType<TellWebhook>().Select(tell => tell.Message);
}
