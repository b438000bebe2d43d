using Atmosphere.Grains.Ports;
using Atmosphere.Recognition.Imaging;
using Atmosphere.Recognition.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace Atmosphere.Recognition.Tests.Imaging;

public sealed class FaceServiceCropperTests : IAsyncLifetime
{
    private FakeFaceApi _service = null!;
    private FaceServiceCropper _cropper = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = await FakeFaceApi.StartAsync();
        _cropper = new FaceServiceCropper(Clients.Http(_service.Address));
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_photo_is_prepared()
    {
        _service.AnswerNext(async context =>
        {
            context.Response.ContentType = "image/jpeg";
            context.Response.Headers["X-Image-Width"] = "640";
            context.Response.Headers["X-Image-Height"] = "480";
            await context.Response.Body.WriteAsync(new byte[] { 0xFF, 0xD8, 1 }, Token);
        });

        var outcome = await _cropper.PrepareAsync(new byte[] { 1, 2, 3 }, Token);

        var photo = outcome.Value.ShouldNotBeNull(outcome.Code);
        (photo.Width, photo.Height).ShouldBe((640, 480));
        photo.Jpeg.ToArray().ShouldBe([0xFF, 0xD8, 1]);
        var request = _service.Requests.ShouldHaveSingleItem();
        (request.Method, request.Path, request.Key, request.ContentType).ShouldBe(("POST", "/imaging/prepare", FakeFaceApi.Key, "application/octet-stream"));
        request.Body.ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData(413, "ImageTooLarge", OutcomeKind.Refused)]
    [InlineData(415, "InvalidImage", OutcomeKind.Refused)]
    [InlineData(400, "InvalidImageSize", OutcomeKind.Refused)]
    [InlineData(429, "RateLimitExceeded", OutcomeKind.Throttled)]
    [InlineData(500, "InternalServerError", OutcomeKind.Unavailable)]
    [InlineData(400, "BadArgument", OutcomeKind.Misconfigured)]
    public async Task Only_the_pictures_own_fault_is_refused(int status, string code, OutcomeKind kind)
    {
        _service.AnswerNext(status, code);
        _service.AnswerNext(status, code);

        (await _cropper.PrepareAsync(new byte[] { 1 }, Token)).Kind.ShouldBe(kind);
        (await _cropper.CutAsync(FakeJpeg.Of(100, 80), [Box(0, 0, 10, 10)], Token)).Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task An_upload_of_an_impossible_size_is_refused_without_asking()
    {
        (await _cropper.PrepareAsync(ReadOnlyMemory<byte>.Empty, Token)).Kind.ShouldBe(OutcomeKind.Refused);
        (await _cropper.PrepareAsync(new byte[(20 * 1024 * 1024) + 1], Token)).Code.ShouldBe("ImageTooLarge");

        _service.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("640", "")]
    [InlineData("640", "-1")]
    [InlineData("0", "480")]
    public async Task A_prepared_photo_without_a_size_is_unreadable(string width, string height)
    {
        _service.AnswerNext(async context =>
        {
            context.Response.Headers["X-Image-Width"] = width;
            context.Response.Headers["X-Image-Height"] = height;
            await context.Response.Body.WriteAsync(new byte[] { 1 }, Token);
        });

        (await _cropper.PrepareAsync(new byte[] { 1 }, Token)).Code.ShouldBe("unreadable-answer");
    }

    [Fact]
    public async Task Faces_are_cut_in_the_order_of_their_boxes_and_boxes_that_stick_out_are_clamped()
    {
        _service.AnswerNext(context => context.Response.WriteAsync(
            """
            {"width":100,"height":80,"faces":[
              {"crop":"AQI=","cropWidth":20,"cropHeight":20,"zoomIn":"AwQ=","zoomInWidth":60,"zoomInHeight":60,"faceInZoomIn":{"left":1,"top":2,"width":3,"height":4}},
              {"crop":"BQ==","zoomIn":"Bg==","faceInZoomIn":{"left":5,"top":6,"width":7,"height":8}}]}
            """,
            Token));

        var outcome = await _cropper.CutAsync(FakeJpeg.Of(100, 80), [Box(-5, 10, 20, 20), Box(90, 70, 30, 30)], Token);

        outcome.Kind.ShouldBe(OutcomeKind.Done, outcome.Code);
        outcome.Value.Select(f => f.FaceInZoomIn).ShouldBe([Box(1, 2, 3, 4), Box(5, 6, 7, 8)]);
        outcome.Value[0].Crop.ToArray().ShouldBe([1, 2]);
        outcome.Value[0].ZoomIn.ToArray().ShouldBe([3, 4]);
        var request = _service.Requests.ShouldHaveSingleItem();
        (request.Path, request.Query["rectangles"]).ShouldBe(("/imaging/cut", "0,10,15,20;90,70,10,10"));
        request.Body.ShouldBe(FakeJpeg.Of(100, 80));
    }

    [Theory]
    [InlineData("""{"faces":[]}""")]
    [InlineData("""{"faces":[null]}""")]
    [InlineData("""{"faces":[{"crop":"AQ==","zoomIn":"AQ=="}]}""")]
    [InlineData("""{"faces":[{"crop":"?","zoomIn":"AQ==","faceInZoomIn":{"left":1,"top":2,"width":3,"height":4}}]}""")]
    [InlineData("""{"faces":[{"crop":"AQ==","zoomIn":"","faceInZoomIn":{"left":1,"top":2,"width":3,"height":4}}]}""")]
    [InlineData("""{"faces":[{"crop":"AQ==","zoomIn":"AQ==","faceInZoomIn":{"left":1,"top":2,"width":0,"height":4}}]}""")]
    [InlineData("{}")]
    public async Task A_cut_that_is_not_whole_is_unreadable(string answer)
    {
        _service.AnswerNext(context => context.Response.WriteAsync(answer, Token));

        (await _cropper.CutAsync(FakeJpeg.Of(100, 80), [Box(0, 0, 10, 10)], Token)).Code.ShouldBe("unreadable-answer");
    }

    [Fact]
    public async Task What_cannot_be_cut_is_refused_without_asking()
    {
        (await _cropper.CutAsync(new byte[] { 1, 2, 3 }, [Box(0, 0, 10, 10)], Token)).Code.ShouldBe("InvalidImage");
        (await _cropper.CutAsync(FakeJpeg.Of(100, 80), [Box(0, 0, 10, 10), Box(200, 0, 10, 10)], Token)).Code.ShouldBe("InvalidRectangle");

        _service.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task Not_any_number_of_boxes_can_be_cut(int count) => await Should.ThrowAsync<ArgumentException>(
        () => _cropper.CutAsync(FakeJpeg.Of(100, 80), [.. Enumerable.Repeat(Box(0, 0, 1, 1), count)], Token));

    private static PixelBox Box(int left, int top, int width, int height) => new() { Left = left, Top = top, Width = width, Height = height };
}
