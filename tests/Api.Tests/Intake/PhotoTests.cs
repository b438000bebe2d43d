using System.Net;
using System.Text;
using Atmosphere.Api.Intake;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Api.Tests.Intake;

/// <summary><c>POST /photos</c> and what becomes of a photo.</summary>
public sealed class PhotoTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Photo_of_a_camera_is_accepted_and_cut()
    {
        var photo = Pictures.Jpeg();
        var answer = await api.Camera.PostBytesAsync("/photos", photo, "image/jpeg");
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var photoId = (await answer.JsonAsync()).GetProperty("photoId").GetString()!;
        photoId.ShouldBe(PhotoId.Of("camera-1", photo));
        answer.Headers.Location!.ToString().ShouldBe($"/photos/{photoId}");

        await Eventually.Holds(async () => await StatusAsync(api.Camera, photoId) == "faces", "the photo is cut");
        var shown = await (await api.Camera.GetFromAsync(answer.Headers.Location.ToString())).JsonAsync();
        shown.GetProperty("faceIds").EnumerateArray().Select(face => face.GetString()).ShouldBe([PhotoId.Face(photoId, 0)]);
    }

    [Fact]
    public async Task Picture_that_is_called_a_urlencoded_form_is_taken_as_curl_sends_it()
    {
        (await api.Camera.PostBytesAsync("/photos", Pictures.Jpeg(), "application/x-www-form-urlencoded")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await (await api.Camera.PostBytesAsync("/photos", [.. "a=b"u8], "application/x-www-form-urlencoded")).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Photo_is_shown_to_its_camera_and_to_operators_only()
    {
        var mine = await UploadAsync(api.Camera, Pictures.Jpeg());
        (await api.Camera.GetFromAsync($"/photos/{mine}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.Operator.GetFromAsync($"/photos/{mine}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await api.Anyone.GetFromAsync($"/photos/{mine}")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);

        var other = await UploadAsync(api.Operator, Pictures.Jpeg());
        await (await api.Camera.GetFromAsync($"/photos/{other}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("not-an-id")]
    [InlineData("%2e%2e%2fuploads")]
    public async Task Photo_that_does_not_exist_is_not_found(string id) => await (await api.Camera.GetFromAsync($"/photos/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);

    [Fact]
    public async Task Same_upload_twice_is_one_photo()
    {
        var photo = Pictures.Jpeg();
        (await UploadAsync(api.Camera, photo)).ShouldBe(await UploadAsync(api.Camera, photo));
    }

    [Fact]
    public async Task Camera_sees_its_own_photos_only()
    {
        var photo = Pictures.Jpeg();
        await api.Operator.PostBytesAsync("/photos", photo);
        var path = $"/photos/{PhotoId.Of("page", photo)}";
        (await api.Operator.GetFromAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await api.Camera.GetFromAsync(path)).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Same_picture_of_another_camera_is_another_photo()
    {
        var photo = Pictures.Jpeg();
        (await UploadAsync(api.Camera, photo)).ShouldNotBe(await UploadAsync(api.Operator, photo));
    }

    [Fact]
    public async Task Upload_is_deleted_when_the_photo_is_cut_also_when_it_comes_again()
    {
        var photo = Pictures.Jpeg();
        var id = await UploadAsync(api.Camera, photo);
        await UploadShouldBeDeletedAsync(id);
        await UploadAsync(api.Camera, photo);
        await UploadShouldBeDeletedAsync(id);
    }

    [Fact]
    public async Task Repeat_that_is_stored_after_the_photo_was_cut_is_deleted_too()
    {
        var photo = Pictures.Jpeg();
        var id = PhotoId.Of("camera-1", photo);
        var crops = api.Services.GetRequiredService<ICropStore>();
        var slow = new PhotoIntake(new LateStore(crops, meanwhile: async () =>
        {
            await UploadAsync(api.Camera, photo);
            await UploadShouldBeDeletedAsync(id);
        }), api.Grains);

        (await slow.AcceptAsync("camera-1", photo, TestContext.Current.CancellationToken)).ShouldBe(id);
        (await crops.ReadAsync(CropKeys.Upload(id), TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task Photo_may_be_the_file_of_a_form()
    {
        var photo = Pictures.Jpeg();
        using var form = new MultipartFormDataContent();
        form.Add(new ByteArrayContent(photo), "photo", "photo.jpg");
        var answer = await api.Camera.PostToAsync("/photos", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await answer.JsonAsync()).GetProperty("photoId").GetString().ShouldBe(PhotoId.Of("camera-1", photo));
    }

    [Fact]
    public async Task Fields_of_a_form_before_the_file_are_passed_over()
    {
        var photo = Pictures.Jpeg();
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent("the entrance"), "place");
        form.Add(new StringContent(new string('x', 200_000)), "notes");
        form.Add(new ByteArrayContent(photo), "photo", "photo.jpg");
        form.Add(new ByteArrayContent(Pictures.Jpeg()), "second", "second.jpg");
        var answer = await api.Camera.PostToAsync("/photos", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await answer.JsonAsync()).GetProperty("photoId").GetString().ShouldBe(PhotoId.Of("camera-1", photo));
    }

    [Fact]
    public async Task Form_without_a_file_is_a_bad_request()
    {
        using var form = new MultipartFormDataContent();
        form.Add(new ByteArrayContent(Pictures.Jpeg()), "photo");
        (await (await api.Camera.PostToAsync("/photos", form)).ShouldBeProblemAsync(HttpStatusCode.BadRequest)).GetProperty("detail").GetString()!.ShouldContain("file name");
    }

    [Fact]
    public async Task File_after_endless_fields_is_a_bad_request()
    {
        using var form = new MultipartFormDataContent();
        for (var i = 0; i < 100; i++) form.Add(new StringContent("x"), "field");
        form.Add(new ByteArrayContent(Pictures.Jpeg()), "photo", "photo.jpg");
        await (await api.Camera.PostToAsync("/photos", form)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("multipart/form-data", "--b\r\n\r\nx\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "")]
    [InlineData("multipart/form-data; boundary=b", "--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "no form at all")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=photo")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nno header\r\n\r\nx\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=photo\r\n\r\nbreaks off")]
    public async Task Form_that_can_not_be_read_is_a_bad_request(string contentType, string body) =>
        await (await api.Camera.PostBytesAsync("/photos", Encoding.ASCII.GetBytes(body), contentType)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Form_with_an_endless_boundary_is_a_bad_request() =>
        await (await api.Camera.PostBytesAsync("/photos", [1], $"multipart/form-data; boundary={new string('b', 8_000)}")).ShouldBeProblemAsync(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Form_with_endless_headers_is_a_bad_request()
    {
        var body = new StringBuilder("--b\r\n");
        for (var i = 0; i < 5_000; i++) body.Append($"X-{i}: {i}\r\n");
        await (await api.Camera.PostBytesAsync("/photos", Encoding.ASCII.GetBytes(body.ToString()), "multipart/form-data; boundary=b")).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("%PDF-1.7")]
    [InlineData("\u0089PNG")]
    public async Task What_is_no_picture_is_refused(string text) =>
        await (await api.Camera.PostBytesAsync("/photos", Encoding.Latin1.GetBytes(text), "image/jpeg")).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);

    [Fact]
    public async Task Every_kind_of_picture_is_accepted()
    {
        foreach (var photo in new[] { Pictures.Png(), Pictures.Gif(), Pictures.WebPExtended(), Pictures.WebPLossy(), Pictures.WebPLossless() })
            (await api.Camera.PostBytesAsync("/photos", photo)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("gif")]
    [InlineData("webp")]
    public async Task Header_that_claims_more_than_100_megapixels_is_refused(string kind)
    {
        var bomb = kind switch
        {
            "jpeg" => Pictures.Jpeg(10_001, 10_000),
            "png" => Pictures.Png(int.MaxValue, int.MaxValue),
            "gif" => Pictures.Gif(65_535, 65_535),
            "webp" => Pictures.WebPExtended(1 << 24, 1 << 24),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of picture."),
        };
        var problem = await (await api.Camera.PostBytesAsync("/photos", bomb)).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        problem.GetProperty("detail").GetString()!.ShouldContain("megapixels");
    }

    [Fact]
    public async Task Photo_of_100_megapixels_is_accepted() =>
        (await api.Camera.PostBytesAsync("/photos", Pictures.Jpeg(10_000, 10_000))).StatusCode.ShouldBe(HttpStatusCode.Accepted);

    [Fact]
    public async Task Photo_of_20_MB_is_accepted() =>
        (await api.Camera.PostBytesAsync("/photos", OfLength(IntakeLimits.LargestUpload))).StatusCode.ShouldBe(HttpStatusCode.Accepted);

    [Theory]
    [InlineData(1)]
    [InlineData(1024 * 1024)]
    public async Task Photo_of_more_than_20_MB_is_refused(int more) =>
        await (await api.Camera.PostBytesAsync("/photos", OfLength(IntakeLimits.LargestUpload + more))).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);

    [Theory]
    [InlineData(1)]
    [InlineData(1024 * 1024)]
    public async Task Photo_of_more_than_20_MB_whose_length_is_not_declared_is_refused(int more) =>
        await (await api.Camera.PostToAsync("/photos", new UndeclaredContent(OfLength(IntakeLimits.LargestUpload + more)))).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);

    [Fact]
    public async Task Photo_of_more_than_20_MB_in_a_form_is_refused()
    {
        using var form = new MultipartFormDataContent();
        form.Add(new ByteArrayContent(OfLength(IntakeLimits.LargestUpload + 1)), "photo", "photo.jpg");
        await (await api.Camera.PostToAsync("/photos", form)).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer cam_00000000000000000000000000000000")]
    [InlineData("Bearer cam_' OR 1=1 --")]
    [InlineData("Basic Y2FtZXJhLTE6cGFzc3dvcmQ=")]
    public async Task Without_a_known_token_nothing_is_taken(string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/photos".AsUri()) { Content = new ByteArrayContent(Pictures.Jpeg()) };
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        var answer = await api.Anyone.SendAsync(request, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task Hash_of_a_token_is_no_token()
    {
        var stored = await File.ReadAllTextAsync(Path.Combine(api.DataFolder, "access.json"), TestContext.Current.CancellationToken);
        var hash = System.Text.Json.JsonDocument.Parse(stored).RootElement.GetProperty("Cameras")[0].GetProperty("Token").GetString();
        using var client = api.NewClient(hash);
        await (await client.PostBytesAsync("/photos", Pictures.Jpeg())).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(null, null, null, HttpStatusCode.Forbidden)]
    [InlineData("0", null, null, HttpStatusCode.Forbidden)]
    [InlineData("1", "cross-site", null, HttpStatusCode.Forbidden)]
    [InlineData("1", "same-site", null, HttpStatusCode.Forbidden)]
    [InlineData("1", null, "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("1", null, "null", HttpStatusCode.Forbidden)]
    [InlineData("1", "same-origin", null, HttpStatusCode.Accepted)]
    [InlineData("1", null, null, HttpStatusCode.Accepted)]
    public async Task Session_acts_only_from_our_own_pages(string? header, string? site, string? origin, HttpStatusCode expected)
    {
        using var browser = await api.SignInAsync();
        if (header is not null) browser.DefaultRequestHeaders.Add("X-Atmosphere", header);
        if (site is not null) browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", site);
        if (origin is not null) browser.DefaultRequestHeaders.Add("Origin", origin);
        (await browser.PostBytesAsync("/photos", Pictures.Jpeg())).StatusCode.ShouldBe(expected);
    }

    private static byte[] OfLength(int length) => Pictures.Jpeg(body: length - Pictures.Jpeg(body: 0).Length);

    private static async Task<string> UploadAsync(HttpClient client, byte[] photo)
    {
        var answer = await client.PostBytesAsync("/photos", photo);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return (await answer.JsonAsync()).GetProperty("photoId").GetString()!;
    }

    private static async Task<string?> StatusAsync(HttpClient client, string photoId) =>
        (await (await client.GetFromAsync($"/photos/{photoId}")).JsonAsync()).GetProperty("status").GetString();

    private Task UploadShouldBeDeletedAsync(string photoId) => Eventually.Holds(
        async () => await api.Services.GetRequiredService<ICropStore>().ReadAsync(CropKeys.Upload(photoId), TestContext.Current.CancellationToken) is null
            && (await api.Grains.GetGrain<IPhotoGrain>(photoId).GetView()) is { Status: PhotoStatus.Faces, Owed.IsEmpty: true },
        "the upload is deleted");

    /// <summary>A store in which something else comes first at the first save.</summary>
    private sealed class LateStore(ICropStore inner, Func<Task> meanwhile) : ICropStore
    {
        private bool _began;

        public async Task SaveAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            if (!_began)
            {
                _began = true;
                await meanwhile();
            }

            await inner.SaveAsync(key, bytes, cancellationToken);
        }

        public Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) => inner.ReadAsync(key, cancellationToken);

        public Task DeleteAsync(string key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);
    }
}
