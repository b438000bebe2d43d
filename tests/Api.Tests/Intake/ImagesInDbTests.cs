using System.Net;
using System.Text;
using Atmosphere.Api.Intake;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Api.Tests.Intake;

/// <summary><c>POST /events/images-in-db</c>: faces that were cut out elsewhere.</summary>
public sealed class ImagesInDbTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Face = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    private static string Crop => Convert.ToBase64String(Pictures.Jpeg());

    [Fact]
    public async Task Face_is_kept_when_its_sender_has_the_answer()
    {
        var id = NewId();
        var zoomIn = Pictures.Jpeg(600, 400);
        var answer = await PostAsync(Events.Of(id, Pictures.Jpeg(120, 160), zoomIn, new { left = 0, top = 0, width = 600, height = 400 }));
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await answer.JsonAsync()).GetProperty("faceId").GetString().ShouldBe(id);
        (await api.FaceAsync(id)).Status.ShouldNotBe(FaceStatus.Unknown, "the answer came after the face was kept");

        await Eventually.Holds(async () => (await api.FaceAsync(id)).Status == FaceStatus.Asking, "people are asked about the face");
        var source = (await api.FaceAsync(id)).Source!;
        source.CameraId.ShouldBe("camera-1");
        source.PhotoId.ShouldBe("photo-1");
        source.Rectangle.ShouldBe(new() { Width = 120, Height = 160 });
        source.FaceInZoomIn.ShouldBe(new() { Width = 600, Height = 400 });
        (await PictureAsync(CropKeys.ZoomIn(id))).ShouldBe(zoomIn);
    }

    [Fact]
    public async Task Without_a_zoom_in_the_crop_serves()
    {
        var id = NewId();
        var crop = Pictures.Jpeg();
        (await PostAsync(Events.Of(id, crop))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await PictureAsync(CropKeys.Crop(id))).ShouldBe(crop);
        (await PictureAsync(CropKeys.ZoomIn(id))).ShouldBe(crop);
    }

    [Fact]
    public async Task Face_that_is_known_keeps_its_pictures()
    {
        var id = NewId();
        var crop = Pictures.Jpeg();
        await PostAsync(Events.Of(id, crop));
        await Eventually.Holds(async () => (await api.FaceAsync(id)).Status != FaceStatus.Unknown, "the face is known");

        (await PostAsync(Events.Of(id, Pictures.Jpeg(200, 200)))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await PictureAsync(CropKeys.Crop(id))).ShouldBe(crop);
        (await PictureAsync(CropKeys.ZoomIn(id))).ShouldBe(crop);
        (await api.FaceAsync(id)).Source!.Rectangle.ShouldBe(new() { Width = 400, Height = 300 });
    }

    [Fact]
    public async Task Time_of_the_photo_is_kept()
    {
        var id = NewId();
        await PostAsync($$"""{"faceId":"{{id}}","crop":"{{Crop}}","takenAt":"2024-02-29T12:00:00+02:00"}""");
        await Eventually.Holds(async () => (await api.FaceAsync(id)).Status == FaceStatus.Asking, "people are asked about the face");
        (await api.FaceAsync(id)).Source!.TakenAt.ShouldBe(new(2024, 2, 29, 10, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"faceId":7}""")]
    [InlineData("""{"faceId":"\ud800"}""")]
    [InlineData("""{"faceId":"not-a-guid","crop":"CROP"}""")]
    [InlineData("""{"faceId":"3F2504E0-4F89-41D3-9A0C-0305E82C3301","crop":"CROP"}""")]
    [InlineData("""{"faceId":"{3f2504e0-4f89-41d3-9a0c-0305e82c3301}","crop":"CROP"}""")]
    [InlineData("""{"faceId":"../../access","crop":"CROP"}""")]
    [InlineData("""{"crop":"CROP"}""")]
    [InlineData("""{"faceId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301"}""")]
    [InlineData("""{"faceId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","crop":null}""")]
    [InlineData("""{"faceId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","crop":"no base64!"}""")]
    [InlineData("""{"faceId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","crop":"CROP","takenAt":"yesterday"}""")]
    [InlineData("""{"faceId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","crop":"CROP","zoomIn":"CROP"}""")]
    [InlineData("""{"faceId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","crop":"CROP","zoomIn":"CROP","faceInZoomIn":{"left":-1,"top":0,"width":10,"height":10}}""")]
    [InlineData("""{"faceId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","crop":"CROP","zoomIn":"CROP","faceInZoomIn":{"left":0,"top":0,"width":0,"height":10}}""")]
    [InlineData("""{"faceId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","crop":"CROP","zoomIn":"CROP","faceInZoomIn":{"left":0,"top":0,"width":401,"height":10}}""")]
    [InlineData("""{"faceId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","crop":"CROP","zoomIn":"CROP","faceInZoomIn":{"left":2147483647,"top":0,"width":2147483647,"height":1}}""")]
    [InlineData("""{"faceId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","crop":"CROP","zoomIn":"CROP","faceInZoomIn":{"left":1e99,"top":0,"width":1,"height":1}}""")]
    public async Task Event_that_can_not_be_right_is_a_bad_request(string body)
    {
        await (await PostAsync(body.Replace("CROP", Crop, StringComparison.Ordinal))).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        (await PictureAsync(CropKeys.Crop(Face))).ShouldBeNull();
    }

    [Fact]
    public async Task Name_of_a_photo_has_at_most_100_characters() =>
        await (await PostAsync($$"""{"faceId":"{{Face}}","crop":"{{Crop}}","photoId":"{{new string('p', 101)}}"}""")).ShouldBeProblemAsync(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Crop_that_is_no_picture_is_refused() =>
        await (await PostAsync(Events.Of(Face, "hello"u8.ToArray()))).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);

    [Fact]
    public async Task Crop_that_is_a_picture_but_no_jpeg_is_refused() =>
        await (await PostAsync(Events.Of(Face, Pictures.Png(100, 100)))).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);

    [Fact]
    public async Task Crop_that_claims_more_than_100_megapixels_is_refused() =>
        await (await PostAsync(Events.Of(Face, Pictures.Png(20_000, 20_000)))).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);

    [Fact]
    public async Task Event_that_is_too_large_is_refused() =>
        await (await PostAsync(new byte[IntakeLimits.LargestEvent + 1])).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);

    [Fact]
    public async Task Without_a_token_nothing_is_taken() =>
        await (await api.Anyone.PostBytesAsync("/events/images-in-db", Events.Of(Face), "application/json")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);

    private static string NewId() => Guid.NewGuid().ToString("D");

    private Task<HttpResponseMessage> PostAsync(string json) => PostAsync(Encoding.UTF8.GetBytes(json));

    private Task<HttpResponseMessage> PostAsync(byte[] json) => api.Camera.PostBytesAsync("/events/images-in-db", json, "application/json");

    private Task<byte[]?> PictureAsync(string key) => api.Services.GetRequiredService<ICropStore>().ReadAsync(key, TestContext.Current.CancellationToken);
}
