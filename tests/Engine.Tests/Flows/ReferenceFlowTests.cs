using Atmosphere.Engine.Tests.Flows.Simulated;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Engine.Tests.Flows;

/// <summary>Reference photos, from the upload to the gallery and back out, without anybody's being asked.</summary>
public sealed class ReferenceFlowTests : FlowTest
{
    private static readonly PixelBox Left = new() { Left = 100, Top = 100, Width = 200, Height = 200 };
    private static readonly PixelBox Right = new() { Left = 600, Top = 100, Width = 150, Height = 150 };

    [Fact]
    public async Task Reference_goes_to_the_gallery_without_a_vote_and_without_a_message()
    {
        var faceId = await EnrolledAsync();

        World.Recogniser.FaceKeys.ShouldBe([$"{faceId}/1"]);
        World.Slack.Posts(faceId).ShouldBe(0);
        var face = await World.Face(faceId).GetView();
        face.PersonId.ShouldBe(FlowWorld.Ann);
        face.Votes.ShouldBeEmpty();
        World.Catalogue.Face(faceId)!.PersonId.ShouldBe(FlowWorld.Ann);
        (await World.ChannelGrain.ListOpen()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Reference_shows_exactly_one_face_or_is_refused_with_their_number_and_nothing_is_cut(int faces)
    {
        var photoId = await UploadAsync(FlowWorld.Ann, faces == 0 ? [] : [("ann", Left), ("ben", Right)]);
        var photo = await SettledAsync(photoId);
        photo.Status.ShouldBe(PhotoStatus.Unusable);
        photo.FacesFound.ShouldBe(faces);
        photo.Reason.ShouldContain("exactly one");
        photo.FaceIds.ShouldBeEmpty();
        (await World.Crops.ReadAsync(CropKeys.Photo(photoId), TestContext.Current.CancellationToken)).ShouldBeNull();
        await FlowWorld.UntilAsync(async () => await World.Crops.ReadAsync(CropKeys.Upload(photoId), TestContext.Current.CancellationToken) is null, "the upload is gone");
        World.Recogniser.FaceKeys.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(FlowWorld.Bot, "bot")]
    [InlineData(FlowWorld.Gone, "deactivated")]
    [InlineData("U0STRANGER", "does not know")]
    public async Task Reference_of_somebody_who_can_not_be_tagged_is_refused(string person, string why)
    {
        var faceId = await CutAsync(await UploadAsync(person, [("ann", Left)]));
        await World.UntilAsync(faceId, FaceStatus.Unusable);
        (await World.Face(faceId).GetView()).Reason.ShouldContain(why);
        await World.UntilAtRestAsync(faceId);
        World.Recogniser.FaceKeys.ShouldBeEmpty();
        World.Slack.Posts(faceId).ShouldBe(0);
    }

    [Theory]
    [InlineData(nameof(ISlack.GetUserAsync), Fault.Unavailable)]
    [InlineData(nameof(ISlack.GetUserAsync), Fault.Throttled)]
    public async Task Reference_waits_for_a_Slack_that_does_not_answer(string method, Fault fault)
    {
        World.Slack.Faults.Order(method, fault);
        await EnrolledAsync();
    }

    [Theory]
    [InlineData(nameof(IRecogniser.DetectAsync), Fault.Unavailable)]
    [InlineData(nameof(IRecogniser.IdentifyAsync), Fault.Throttled)]
    [InlineData(nameof(IRecogniser.AddFaceAsync), Fault.ReplyLost)]
    [InlineData(nameof(IRecogniser.AddFaceAsync), Fault.Busy)]
    public async Task Reference_whatever_goes_wrong_is_in_the_gallery_once(string method, Fault fault)
    {
        World.Recogniser.Faults.Order(method, fault);
        var faceId = await EnrolledAsync();
        World.Recogniser.FaceKeys.ShouldBe([$"{faceId}/1"]);
    }

    [Fact]
    public async Task Reference_survives_a_process_that_dies_while_the_gallery_is_silent()
    {
        World.Recogniser.Faults.Silence(nameof(IRecogniser.AddFaceAsync));
        var faceId = await CutAsync(await UploadAsync(FlowWorld.Ann, [("ann", Left)]));
        await FlowWorld.UntilAsync(() => World.Recogniser.Faults.Calls(nameof(IRecogniser.AddFaceAsync)) == 1, "it has happened, but nobody knows");
        await World.Engine.RestartAsync();
        World.Recogniser.Faults.Unsilence(nameof(IRecogniser.AddFaceAsync));
        await World.Person(FlowWorld.Ann).GetView();
        await World.UntilAsync(faceId, FaceStatus.Tagged);
        World.Recogniser.FaceKeys.ShouldBe([$"{faceId}/1"]);
        World.Recogniser.Faults.Calls(nameof(IRecogniser.AddFaceAsync)).ShouldBe(1);
    }

    [Fact]
    public async Task Same_photo_again_is_the_same_reference_and_of_another_person_another()
    {
        var faceId = await EnrolledAsync();
        (await CutAsync(await UploadAsync(FlowWorld.Ann, [("ann", Left)]))).ShouldBe(faceId);
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);
        World.Recogniser.FaceKeys.ShouldBe([$"{faceId}/1"]);
        (await CutAsync(await UploadAsync(FlowWorld.Ben, [("ann", Left)]))).ShouldNotBe(faceId);
    }

    [Fact]
    public async Task Near_duplicate_of_what_the_model_knows_is_tagged_and_not_enrolled()
    {
        var first = await EnrolledAsync();
        await FlowWorld.UntilAsync(async () => (await World.Training.GetView()).ChangedPeople == 1, "the training knows of the change");
        await World.Training.TrainNow(Actors.OperatorKey);
        await FlowWorld.UntilAsync(async () => (await World.Training.GetView()).LastSuccessAt is not null, "the model knows Ann");
        World.Recogniser.Confidence = 0.999;

        var again = await CutAsync(await UploadAsync(FlowWorld.Ann, [("ann", Left with { Left = 101 })]));
        await World.UntilAsync(again, FaceStatus.Tagged);
        (await World.Face(again).GetView()).Enrolled.ShouldBeFalse();
        World.Recogniser.FaceKeys.ShouldBe([$"{first}/1"]);
    }

    [Fact]
    public async Task Full_gallery_is_told()
    {
        World.Recogniser.MaxFaces = 1;
        await EnrolledAsync();
        var second = await CutAsync(await UploadAsync(FlowWorld.Ann, [("ann", Right)]));
        await World.UntilAsync(second, FaceStatus.Tagged);
        (await World.Face(second).GetView()).Enrolled.ShouldBeFalse();
    }

    [Fact]
    public async Task Taken_back_reference_leaves_the_gallery_and_nobody_is_asked()
    {
        var faceId = await EnrolledAsync();
        (await World.PressAsync(faceId, Actors.OperatorKey, new UndoTag())).ShouldBe(PressVerdict.Accepted);
        await FlowWorld.UntilAsync(() => World.Recogniser.FaceKeys.Count == 0, "the face has left the gallery");
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);
        (await World.Face(faceId).GetView()).Status.ShouldBe(FaceStatus.Dismissed);
        (await World.Person(FlowWorld.Ann).GetView()).Faces[faceId].Status.ShouldBe(EnrolmentStatus.Withdrawn);
        World.Slack.Posts(faceId).ShouldBe(0);
    }

    private async Task<string> EnrolledAsync()
    {
        var faceId = await CutAsync(await UploadAsync(FlowWorld.Ann, [("ann", Left)]));
        await World.UntilAsync(faceId, face => face is { Status: FaceStatus.Tagged, Enrolled: true }, "the reference is enrolled");
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);
        return faceId;
    }

    /// <summary>As the API does: bytes first, then the grain.</summary>
    private async Task<string> UploadAsync(string person, (string Who, PixelBox Box)[] faces)
    {
        var bytes = new Picture([.. faces]).Bytes();
        var photoId = PhotoId.OfReference(person, bytes);
        await World.Crops.SaveAsync(CropKeys.Upload(photoId), bytes, TestContext.Current.CancellationToken);
        await World.Client.GetGrain<IPhotoGrain>(photoId).AcceptReference(person, "session:0badcafe");
        return photoId;
    }

    private async Task<PhotoView> SettledAsync(string photoId)
    {
        await FlowWorld.UntilAsync(async () => (await World.Client.GetGrain<IPhotoGrain>(photoId).GetView()).Status is not PhotoStatus.Waiting, "the photo is looked at");
        return await World.Client.GetGrain<IPhotoGrain>(photoId).GetView();
    }

    private async Task<string> CutAsync(string photoId) => (await SettledAsync(photoId)).FaceIds.ShouldHaveSingleItem();
}
