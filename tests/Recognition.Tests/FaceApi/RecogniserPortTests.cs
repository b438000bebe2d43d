using Atmosphere.Grains.Ports;
using Atmosphere.Recognition.FaceApi;
using Atmosphere.Recognition.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace Atmosphere.Recognition.Tests.FaceApi;

/// <summary>What every recogniser of the Face API keeps, against a server that keeps the rules of it.</summary>
public abstract partial class RecogniserPortTests : IAsyncLifetime
{
    private static readonly FakeFace Ann = new("ann", 10, 20, 100, 110);
    private static readonly FakeFace Ben = new("ben", 300, 40, 150, 160, "medium");

    private readonly ManualTime _time = new();
    private FakeFaceApi _api = null!;
    private IRecogniser _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _api = await FakeFaceApi.StartAsync(_time);
        _client = Recogniser(_api.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The client under test.</summary>
    private protected abstract IRecogniser Connect(Uri address, string key, TimeProvider time, ListLogger<FaceHttp> logger);

    private IRecogniser Recogniser(Uri address, string key = FakeFaceApi.Key, TimeProvider? time = null, ListLogger<FaceHttp>? logger = null) =>
        Connect(address, key, time ?? TimeProvider.System, logger ?? new ListLogger<FaceHttp>());

    [Fact]
    public async Task Detect_finds_the_faces_largest_first()
    {
        var faces = Done(await _client.DetectAsync(FakePicture.Of(Ann, Ben), Token));

        faces.Select(f => f.Box).ShouldBe([Ben.Box, Ann.Box]);
        faces.Select(f => f.Quality).ShouldBe([FaceQuality.Medium, FaceQuality.High]);
        faces.ShouldAllBe(f => f.DetectedFaceId.Length > 0);
    }

    [Fact]
    public async Task Detect_asks_for_the_models_of_the_gallery_and_sends_the_picture_itself()
    {
        var picture = FakePicture.Of(Ann);

        await _client.DetectAsync(picture, Token);

        var request = _api.Requests.ShouldHaveSingleItem();
        (request.Method, request.Path, request.Key, request.ContentType).ShouldBe(("POST", "/face/v1.2/detect", FakeFaceApi.Key, "application/octet-stream"));
        request.Body.ShouldBe(picture);
        request.Query.ShouldBe(
            new Dictionary<string, string>
            {
                ["returnFaceId"] = "true",
                ["returnFaceLandmarks"] = "false",
                ["returnFaceAttributes"] = "qualityForRecognition",
                ["recognitionModel"] = "recognition_04",
                ["detectionModel"] = "detection_03",
            },
            ignoreOrder: true);
    }

    [Fact]
    public async Task No_face_is_a_success() => Done(await _client.DetectAsync(FakePicture.Of(), Token)).ShouldBeEmpty();

    [Fact]
    public async Task A_picture_that_is_none_is_refused() =>
        Failed(await _client.DetectAsync(FakePicture.NotAPicture, Token)).ShouldBe((OutcomeKind.Refused, "InvalidImage"));

    [Theory]
    [InlineData(0)]
    [InlineData(1023)]
    [InlineData((6 * 1024 * 1024) + 1)]
    public async Task A_picture_of_an_impossible_size_is_refused_without_asking(int bytes)
    {
        Failed(await _client.DetectAsync(new byte[bytes], Token)).ShouldBe((OutcomeKind.Refused, "InvalidImageSize"));
        Failed(await _client.AddFaceAsync(Guid.NewGuid().ToString(), new byte[bytes], Ann.Box, "key", Token)).ShouldBe((OutcomeKind.Refused, "InvalidImageSize"));

        _api.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_taught_face_is_known_after_the_training_and_not_before()
    {
        var person = await TeachAsync("U1", Ann);
        await TrainAsync();
        await TeachAsync("U2", Ben);

        Done(await IdentifyAsync(Ann)).ShouldBe(new Candidate { GalleryPersonId = person, Confidence = FakeGallery.Confidence });
        Done(await IdentifyAsync(Ben)).ShouldBeNull();

        await TrainAsync();
        Done(await IdentifyAsync(Ben)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_gallery_has_faces_as_long_as_anybody_has_one()
    {
        Done(await _client.HasFacesAsync(Token)).ShouldBeFalse("there is no gallery");
        for (var i = 0; i < 50; i++) _api.TheGallery.AddPerson($"U{i}", $"U{i}");
        Done(await _client.HasFacesAsync(Token)).ShouldBeFalse("nobody has a face");

        var person = await TeachAsync("U1", Ann);
        Done(await _client.HasFacesAsync(Token)).ShouldBeTrue("on whichever page she is");
        Done(await _client.DeletePersonAsync(person, Token));
        Done(await _client.HasFacesAsync(Token)).ShouldBeFalse();

        _api.AnswerNext(401, "Unauthorized");
        Failed(await _client.HasFacesAsync(Token)).Kind.ShouldBe(OutcomeKind.Misconfigured);
    }

    [Fact]
    public async Task A_candidate_below_the_threshold_is_nobody()
    {
        await TeachAsync("U1", Ann);
        await TrainAsync();

        Done(await IdentifyAsync(Ann, FakeGallery.Confidence + 0.01)).ShouldBeNull();
        Done(await IdentifyAsync(Ann, FakeGallery.Confidence)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_candidate_below_the_threshold_is_nobody_even_if_the_recogniser_returns_one()
    {
        _api.AnswerNext(async context => await context.Response.WriteAsync($$"""[{"candidates":[{"personId":"{{Guid.NewGuid()}}","confidence":0.4}]}]""", Token));

        Done(await _client.IdentifyAsync(Guid.NewGuid().ToString(), 0.5, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_gallery_that_is_missing_or_untrained_knows_nobody()
    {
        Done(await IdentifyAsync(Ann)).ShouldBeNull();
        _api.HasGallery.ShouldBeFalse();

        await _client.EnsureGalleryAsync(Token);
        Done(await IdentifyAsync(Ann)).ShouldBeNull();
    }

    [Fact]
    public async Task A_detected_face_expires_after_a_day_and_is_never_taken_for_a_stranger()
    {
        await TeachAsync("U1", Ann);
        await TrainAsync();
        var face = Done(await _client.DetectAsync(FakePicture.Of(Ann), Token)).Single();
        _time.Advance(TimeSpan.FromHours(24));

        Failed(await _client.IdentifyAsync(face.DetectedFaceId, 0.5, Token)).ShouldBe((OutcomeKind.Expired, "FaceNotFound"));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public async Task A_threshold_outside_of_0_to_1_is_a_bug(double threshold) =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => _client.IdentifyAsync("id", threshold, Token));

    [Fact]
    public async Task Ensuring_the_gallery_again_is_a_success()
    {
        Done(await _client.EnsureGalleryAsync(Token));
        Done(await _client.EnsureGalleryAsync(Token));

        _api.HasGallery.ShouldBeTrue();
    }

    [Fact]
    public async Task A_gallery_of_another_model_is_an_operators_matter()
    {
        _api.AddGallery("recognition_01");

        Failed(await _client.EnsureGalleryAsync(Token)).ShouldBe((OutcomeKind.Misconfigured, "recognition-model"));
    }

    [Fact]
    public async Task A_person_carries_our_key_and_is_found_by_it()
    {
        var person = Done(await _client.CreatePersonAsync("U1", Token));

        var kept = _api.TheGallery.Persons.ShouldHaveSingleItem();
        (kept.PersonId, kept.Name, kept.UserData).ShouldBe((person, "U1", "U1"));
        Done(await _client.FindPersonAsync("U1", Token)).ShouldBe(person);
        Done(await _client.FindPersonAsync("U2", Token)).ShouldBeNull();
        Done(await _client.FindPersonKeyAsync(person, Token)).ShouldBe("U1");
        Done(await _client.FindPersonKeyAsync(Guid.NewGuid().ToString(), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Creating_the_first_person_creates_the_gallery()
    {
        _api.HasGallery.ShouldBeFalse();

        Done(await _client.CreatePersonAsync("U1", Token)).ShouldNotBeEmpty();

        _api.TheGallery.Persons.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_person_is_found_on_every_page_of_the_listing()
    {
        foreach (var number in Enumerable.Range(0, 2500)) _api.TheGallery.AddPerson("somebody", $"U{number}");
        var (first, last) = (_api.TheGallery.Persons.First(), _api.TheGallery.Persons.Last());

        Done(await _client.FindPersonAsync(last.UserData, Token)).ShouldBe(last.PersonId);
        _api.Requests.Count.ShouldBe(3);
        Done(await _client.FindPersonAsync(first.UserData, Token)).ShouldBe(first.PersonId);
        _api.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_listing_that_never_ends_is_given_up()
    {
        var page = "[" + string.Join(',', Enumerable.Range(0, 1000).Select(n => $$"""{"personId":"{{new Guid(n, 0, 0, new byte[8])}}"}""")) + "]";
        _api.AnswerNext(context => context.Response.WriteAsync(page, Token));
        _api.AnswerNext(context => context.Response.WriteAsync(page, Token));

        Failed(await _client.FindPersonAsync("U1", Token)).ShouldBe((OutcomeKind.Unavailable, "unreadable-answer"));
    }

    [Fact]
    public async Task Nobody_is_in_a_gallery_that_is_missing() => Done(await _client.FindPersonAsync("U1", Token)).ShouldBeNull();

    [Fact]
    public async Task A_face_is_added_with_its_place_and_our_key_and_found_by_it()
    {
        var person = Done(await _client.CreatePersonAsync("U1", Token));
        const string FaceKey = "face 1/round=2&ä";

        var face = Done(await _client.AddFaceAsync(person, FakePicture.Of(Ann, Ben), Ben.Box, FaceKey, Token));

        _api.TheGallery.Persons.Single().Faces.ShouldBe(new Dictionary<string, FakePersistedFace> { [face] = new("ben", FaceKey) });
        var request = _api.Requests[^1];
        (request.Query["targetFace"], request.Query["detectionModel"]).ShouldBe(("300,40,150,160", "detection_03"));
        Done(await _client.FindFaceAsync(person, FaceKey, Token)).ShouldBe(face);
        Done(await _client.FindFaceAsync(person, "another", Token)).ShouldBeNull();
        Done(await _client.FindFaceAsync(Guid.NewGuid().ToString(), FaceKey, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_face_that_vanishes_while_it_is_looked_for_is_passed_over()
    {
        var person = Done(await _client.CreatePersonAsync("U1", Token));
        await _client.AddFaceAsync(person, FakePicture.Of(Ann), Ann.Box, "first", Token);
        await _client.AddFaceAsync(person, FakePicture.Of(Ann), Ann.Box, "second", Token);
        _api.AnswerNext(context => context.Response.WriteAsync(
            $$"""{"personId":"{{person}}","persistedFaceIds":["{{_api.TheGallery.Persons.Single().Faces.First().Key}}","{{Guid.NewGuid()}}"]}""", Token));

        Done(await _client.FindFaceAsync(person, "first", Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_person_takes_248_faces_and_the_next_is_refused_as_full()
    {
        var person = Done(await _client.CreatePersonAsync("U1", Token));
        foreach (var number in Enumerable.Range(0, FaceApiClient.MaxFacesPerPerson))
            Done(await _client.AddFaceAsync(person, FakePicture.Of(Ann), Ann.Box, $"face-{number}", Token));

        Failed(await _client.AddFaceAsync(person, FakePicture.Of(Ann), Ann.Box, "one more", Token)).ShouldBe((OutcomeKind.Refused, "QuotaExceeded"));
        Done(await _client.FindFaceAsync(person, "face-0", Token)).ShouldNotBeNull();
        Done(await _client.FindFaceAsync(person, "one more", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_picture_without_a_single_face_at_the_place_is_refused()
    {
        var person = Done(await _client.CreatePersonAsync("U1", Token));

        Failed(await _client.AddFaceAsync(person, FakePicture.Of(Ann, Ann), Ann.Box, "two", Token)).ShouldBe((OutcomeKind.Refused, "InvalidImage"));
        Failed(await _client.AddFaceAsync(person, FakePicture.Of(Ann), Ben.Box, "none", Token)).ShouldBe((OutcomeKind.Refused, "InvalidImage"));
    }

    [Fact]
    public async Task Adding_to_a_person_who_is_gone_is_told_apart_from_a_bad_picture()
    {
        Failed(await _client.AddFaceAsync(Guid.NewGuid().ToString(), FakePicture.Of(Ann), Ann.Box, "key", Token)).ShouldBe((OutcomeKind.Refused, "PersonNotFound"));
        await _client.EnsureGalleryAsync(Token);
        Failed(await _client.AddFaceAsync(Guid.NewGuid().ToString(), FakePicture.Of(Ann), Ann.Box, "key", Token)).ShouldBe((OutcomeKind.Refused, "PersonNotFound"));
    }

    [Fact]
    public async Task Deleting_what_is_gone_is_a_success()
    {
        var person = await TeachAsync("U1", Ann);
        var face = _api.TheGallery.Persons.Single().Faces.Keys.Single();

        Done(await _client.DeleteFaceAsync(person, face, Token));
        _api.TheGallery.Persons.Single().Faces.ShouldBeEmpty();
        Done(await _client.DeleteFaceAsync(person, face, Token));
        Done(await _client.DeletePersonAsync(person, Token));
        _api.TheGallery.Persons.ShouldBeEmpty();
        Done(await _client.DeletePersonAsync(person, Token));
        Done(await _client.DeleteFaceAsync(person, face, Token));
    }

    [Fact]
    public async Task While_a_training_runs_changes_are_busy_and_nothing_is_lost()
    {
        var person = await TeachAsync("U1", Ann);
        Done(await _client.TrainAsync(Token));

        Failed(await _client.TrainAsync(Token)).ShouldBe((OutcomeKind.Busy, "LargePersonGroupTrainingNotFinished"));
        Failed(await _client.CreatePersonAsync("U2", Token)).Kind.ShouldBe(OutcomeKind.Busy);
        Failed(await _client.AddFaceAsync(person, FakePicture.Of(Ann), Ann.Box, "key", Token)).Kind.ShouldBe(OutcomeKind.Busy);
        Failed(await _client.DeletePersonAsync(person, Token)).Kind.ShouldBe(OutcomeKind.Busy);
        Done(await _client.GetTrainingAsync(Token)).Phase.ShouldBe(TrainingPhase.Running);

        _api.TheGallery.FinishTraining();
        var status = Done(await _client.GetTrainingAsync(Token));
        status.Phase.ShouldBe(TrainingPhase.Succeeded);
        status.CreatedAt.ShouldNotBeNull().ShouldBe(new DateTimeOffset(2026, 3, 2, 3, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(1));
        status.LastSuccessAt.ShouldBe(new DateTimeOffset(2026, 3, 2, 3, 0, 5, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_gallery_that_was_never_trained_or_is_missing_has_no_training()
    {
        Done(await _client.GetTrainingAsync(Token)).ShouldBe(new TrainingStatus());
        await _client.EnsureGalleryAsync(Token);
        Done(await _client.GetTrainingAsync(Token)).Phase.ShouldBe(TrainingPhase.NotStarted);
    }

    [Theory]
    [InlineData("../..")]
    [InlineData("")]
    [InlineData("U1")]
    public async Task What_is_no_id_of_the_gallery_gets_into_no_path(string id)
    {
        await Should.ThrowAsync<ArgumentException>(() => _client.DeletePersonAsync(id, Token));
        await Should.ThrowAsync<ArgumentException>(() => _client.DeleteFaceAsync(Guid.NewGuid().ToString(), id, Token));

        _api.Requests.ShouldBeEmpty();
    }

    private async Task<string> TeachAsync(string key, FakeFace face)
    {
        var person = Done(await _client.CreatePersonAsync(key, Token));
        Done(await _client.AddFaceAsync(person, FakePicture.Of(face), face.Box, $"face of {key}", Token));
        return person;
    }

    private async Task TrainAsync()
    {
        Done(await _client.TrainAsync(Token));
        _api.TheGallery.FinishTraining();
    }

    [Fact]
    public async Task Group_puts_the_faces_of_one_person_together_whoever_that_is()
    {
        var (ann, ben, annAgain) = (await DetectedAsync(Ann), await DetectedAsync(Ben), await DetectedAsync(Ann));

        Done(await _client.GroupAsync([ann, ben, annAgain], Token)).ShouldHaveSingleItem().ShouldBe([ann, annAgain]);
        Done(await _client.GroupAsync([ann, ben], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Compare_says_how_sure_it_is()
    {
        var (ann, ben, annAgain) = (await DetectedAsync(Ann), await DetectedAsync(Ben), await DetectedAsync(Ann));

        Done(await _client.CompareAsync(ann, annAgain, Token)).ShouldBe(FakeGallery.Confidence);
        Done(await _client.CompareAsync(ann, ben, Token)).ShouldBe(0.1);
    }

    [Fact]
    public async Task An_old_face_can_not_be_grouped_or_compared_any_more()
    {
        var old = await DetectedAsync(Ann);
        _time.Advance(TimeSpan.FromHours(24));
        var fresh = await DetectedAsync(Ann);

        Failed(await _client.GroupAsync([old, fresh], Token)).ShouldBe((OutcomeKind.Expired, "FaceNotFound"));
        Failed(await _client.CompareAsync(old, fresh, Token)).ShouldBe((OutcomeKind.Expired, "FaceNotFound"));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"groups":null}""")]
    [InlineData("""{"groups":[null]}""")]
    [InlineData("""{"groups":[["a","a"]]}""")]
    [InlineData("""{"groups":[["somebody else"]]}""")]
    public async Task Groups_that_can_not_be_are_not_believed(string json)
    {
        _api.AnswerNext(context => context.Response.WriteAsync(json, Token));

        Failed(await _client.GroupAsync(["a", "b"], Token)).Kind.ShouldBe(OutcomeKind.Unavailable);
    }

    [Fact]
    public async Task A_confidence_that_can_not_be_is_not_believed()
    {
        _api.AnswerNext(context => context.Response.WriteAsync("""{"isIdentical":true}""", Token));
        Failed(await _client.CompareAsync("a", "b", Token)).Kind.ShouldBe(OutcomeKind.Unavailable);
    }

    private async Task<string> DetectedAsync(FakeFace face) => Done(await _client.DetectAsync(FakePicture.Of(face), Token)).Single().DetectedFaceId;

    private async Task<Outcome<Candidate?>> IdentifyAsync(FakeFace face, double threshold = 0.5)
    {
        var detected = Done(await _client.DetectAsync(FakePicture.Of(face), Token)).Single();
        return await _client.IdentifyAsync(detected.DetectedFaceId, threshold, Token);
    }

    private static T Done<T>(Outcome<T> outcome)
    {
        outcome.Kind.ShouldBe(OutcomeKind.Done, $"{outcome.Code}: {outcome.Reason}");
        return outcome.Value!;
    }

    private static (OutcomeKind Kind, string Code) Failed<T>(Outcome<T> outcome) => (outcome.Kind, outcome.Code);
}
