using Atmosphere.Engine.Tests.Flows.Simulated;
using Atmosphere.Grains;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Engine.Tests.Flows;

/// <summary>From an upload, or an event from elsewhere, to a message in the channel.</summary>
public sealed class ArrivalFlowTests : FlowTest
{
    [Fact]
    public async Task A_photo_is_cut_and_each_of_its_faces_is_asked_about()
    {
        var photoId = await World.UploadAsync(Picture.Of("ann", "ben").Bytes());
        var photo = World.Client.GetGrain<IPhotoGrain>(photoId);
        await FlowWorld.UntilAsync(async () => (await photo.GetView()) is { Status: PhotoStatus.Faces, Owed.IsEmpty: true }, "the photo is cut");

        var faceIds = (await photo.GetView()).FaceIds;
        faceIds.ShouldBe([PhotoId.Face(photoId, 0), PhotoId.Face(photoId, 1)]);
        foreach (var faceId in faceIds) await World.UntilShownAsync(faceId, PromptKind.Question);
        World.Crops.Keys.ShouldNotContain(CropKeys.Upload(photoId), "the upload is dropped");
        World.Crops.Keys.ShouldContain(CropKeys.Photo(photoId));
    }

    [Fact]
    public async Task The_same_upload_twice_is_one_photo()
    {
        var photoId = await World.UploadAsync(Picture.Of("ann").Bytes());
        (await World.UploadAsync(Picture.Of("ann").Bytes())).ShouldBe(photoId);
        var faceId = PhotoId.Face(photoId, 0);
        await World.UntilShownAsync(faceId, PromptKind.Question);
        await World.UploadAsync(Picture.Of("ann").Bytes());
        await World.UntilAtRestAsync(faceId);

        World.Slack.Posts(faceId).ShouldBe(1);
    }

    [Fact]
    public async Task A_photo_without_a_face_and_one_that_is_none_say_so()
    {
        var empty = World.Client.GetGrain<IPhotoGrain>(await World.UploadAsync(new Picture([]).Bytes()));
        var broken = World.Client.GetGrain<IPhotoGrain>(await World.UploadAsync("no picture"u8.ToArray()));

        await FlowWorld.UntilAsync(async () => (await empty.GetView()).Status == PhotoStatus.NoFace, "there is no face");
        await FlowWorld.UntilAsync(async () => (await broken.GetView()).Status == PhotoStatus.Unusable, "it is no picture");
        (await broken.GetView()).Reason.ShouldContain("InvalidImage");
    }

    [Theory]
    [InlineData(nameof(ICropper.PrepareAsync), Fault.Unavailable)]
    [InlineData(nameof(ICropper.CutAsync), Fault.Unavailable)]
    [InlineData(nameof(ICropper.CutAsync), Fault.Throws)]
    public async Task A_failing_cropper_is_tried_again(string method, Fault fault)
    {
        World.Cropper.Faults.Order(method, fault);
        var photo = World.Client.GetGrain<IPhotoGrain>(await World.UploadAsync(Picture.Of("ann").Bytes()));

        await FlowWorld.UntilAsync(async () => (await photo.GetView()).Status == PhotoStatus.Faces, "the photo is cut");
    }

    [Fact]
    public async Task ImagesInDb_a_face_published_twice_is_taken_in_once()
    {
        var arrived = await World.ArriveAsync("ann");
        await World.PublishAsync(WellKnownNames.Streams.ImagesInDb, arrived.FaceId, arrived);
        await World.UntilShownAsync(arrived.FaceId, PromptKind.Question);
        await World.PublishAsync(WellKnownNames.Streams.ImagesInDb, arrived.FaceId, arrived with { CameraId = "late" });
        await World.UntilAtRestAsync(arrived.FaceId);

        World.Recogniser.Faults.Calls(nameof(IRecogniser.IdentifyAsync)).ShouldBe(1);
        World.Slack.Posts(arrived.FaceId).ShouldBe(1);
        (await World.Face(arrived.FaceId).GetView()).Source!.CameraId.ShouldBe("camera-1");
    }

    [Fact]
    public async Task IdentifyFace_a_person_the_model_knows_is_identified()
    {
        await World.TaggedAsync("ann");
        await TrainAsync();

        var faceId = (await World.ArriveAsync("ann")).FaceId;

        await World.UntilAsync(faceId, FaceStatus.Identified);
        var face = await World.Face(faceId).GetView();
        face.PersonId.ShouldBe(FlowWorld.Ann);
        face.Confidence.ShouldBe(0.93);
    }

    [Theory]
    [InlineData(nameof(IRecogniser.DetectAsync), Fault.Throttled)]
    [InlineData(nameof(IRecogniser.DetectAsync), Fault.Unavailable)]
    [InlineData(nameof(IRecogniser.DetectAsync), Fault.Throws)]
    [InlineData(nameof(IRecogniser.IdentifyAsync), Fault.Throttled)]
    [InlineData(nameof(IRecogniser.IdentifyAsync), Fault.Busy)]
    [InlineData(nameof(IRecogniser.IdentifyAsync), Fault.Expired)]
    [InlineData(nameof(IRecogniser.IdentifyAsync), Fault.Unavailable)]
    [InlineData(nameof(IRecogniser.IdentifyAsync), Fault.Misconfigured)]
    [InlineData(nameof(IRecogniser.FindPersonKeyAsync), Fault.Unavailable)]
    public async Task IdentifyFace_a_recogniser_in_trouble_is_asked_again_and_the_face_is_never_unknown_or_unusable(string method, Fault fault)
    {
        await World.TaggedAsync("ann");
        await TrainAsync();
        World.Recogniser.Faults.Order(method, fault, fault);

        var faceId = (await World.ArriveAsync("ann")).FaceId;

        await World.UntilAsync(faceId, face => face.Status is not (FaceStatus.Unknown or FaceStatus.Detected), "the recogniser has answered");
        (await World.Face(faceId).GetView()).Status.ShouldBe(FaceStatus.Identified);
    }

    [Fact]
    public async Task IdentifyFace_a_picture_on_which_no_face_is_found_is_unusable()
    {
        var faceId = (await World.ArriveAsync("")).FaceId;

        await World.UntilShownAsync(faceId, PromptKind.Unusable);
        World.Slack.Shown(faceId)!.Reason.ShouldContain("no face");
    }

    [Theory]
    [InlineData(49, PromptKind.Unusable)]
    [InlineData(50, PromptKind.Question)]
    public async Task RequestTaggingOnSlack_only_faces_of_the_least_size_are_asked_about(int side, PromptKind shown)
    {
        var faceId = (await World.ArriveAsync("ann", side)).FaceId;

        await World.UntilShownAsync(faceId, shown);
    }

    [Fact]
    public async Task RequestTaggingOnSlack_asks_once_with_both_pictures()
    {
        var faceId = await World.AskedAsync();
        await World.UntilAtRestAsync(faceId);

        var shown = World.Slack.Shown(faceId).ShouldNotBeNull();
        shown.Round.ShouldBe(1);
        shown.Required.ShouldBe(2);
        shown.CropFileId.ShouldNotBeNull();
        shown.ZoomInFileId.ShouldNotBeNull();
        World.Slack.Posts(faceId).ShouldBe(1);
        (await World.ChannelGrain.ListOpen()).ShouldContain(faceId);
    }

    [Theory]
    [InlineData(nameof(ISlack.PostPromptAsync), Fault.Throttled)]
    [InlineData(nameof(ISlack.PostPromptAsync), Fault.Unavailable)]
    [InlineData(nameof(ISlack.PostPromptAsync), Fault.ReplyLost)]
    [InlineData(nameof(ISlack.PostPromptAsync), Fault.Throws)]
    [InlineData(nameof(ISlack.UploadPictureAsync), Fault.Throttled)]
    [InlineData(nameof(ISlack.UploadPictureAsync), Fault.ReplyLost)]
    public async Task RequestTaggingOnSlack_whatever_goes_wrong_the_question_is_posted_once(string method, Fault fault)
    {
        World.Slack.Faults.Order(method, fault);

        var faceId = await World.AskedAsync();
        await World.UntilAtRestAsync(faceId);

        World.Slack.Posts(faceId).ShouldBe(1);
    }

    [Fact]
    public async Task RequestTaggingOnSlack_a_post_whose_answer_died_with_the_process_is_found_again()
    {
        World.Slack.Faults.Silence(nameof(ISlack.PostPromptAsync));
        var faceId = (await World.ArriveAsync("ann")).FaceId;
        await FlowWorld.UntilAsync(() => World.Slack.Posts(faceId) == 1, "it is posted, but nobody knows");

        await World.Engine.RestartAsync();
        World.Slack.Faults.Unsilence(nameof(ISlack.PostPromptAsync));

        await World.UntilAsync(faceId, face => face is { Prompt: not null, ExpiresAt: not null, Owed.IsEmpty: true }, "the message is found and shows the question");
        World.Slack.Posts(faceId).ShouldBe(1);
    }

    [Fact]
    public async Task FinalizeIdentified_says_who_and_how_sure_and_takes_no_place()
    {
        await World.TaggedAsync("ann");
        await TrainAsync();
        var faceId = (await World.ArriveAsync("ann")).FaceId;

        await World.UntilShownAsync(faceId, PromptKind.Identified);
        var shown = World.Slack.Shown(faceId)!;
        shown.PersonId.ShouldBe(FlowWorld.Ann);
        shown.PersonName.ShouldBe("ann");
        shown.Confidence.ShouldBe(0.93);
        (await World.ChannelGrain.ListOpen()).ShouldNotContain(faceId);
    }

    [Fact]
    public async Task ClearIdentified_not_them_excludes_the_person_and_asks()
    {
        await World.TaggedAsync("ann");
        await TrainAsync();
        var faceId = (await World.ArriveAsync("ann")).FaceId;
        await World.UntilShownAsync(faceId, PromptKind.Identified);

        (await World.PressAsync(faceId, FlowWorld.Voter(3), new DisputeIdentification())).ShouldBe(PressVerdict.Accepted);

        await World.UntilShownAsync(faceId, PromptKind.Question);
        var shown = World.Slack.Shown(faceId)!;
        shown.Round.ShouldBe(2);
        shown.NotPersonId.ShouldBe(FlowWorld.Ann);
        shown.NotPersonName.ShouldBe("ann");
        (await World.Face(faceId).GetView()).Excluded.ShouldBe([FlowWorld.Ann]);
        World.Slack.Posts(faceId).ShouldBe(1, "the message is changed, not posted again");
    }

    private async Task TrainAsync()
    {
        await FlowWorld.UntilAsync(async () => (await World.Training.GetView()).ChangedPeople > 0, "the training knows of the change");
        await World.Training.TrainNow(Actors.OperatorKey);
        await FlowWorld.UntilAsync(async () => (await World.Training.GetView()) is { Running: null, LastSuccessAt: not null }, "the training is done");
    }
}
