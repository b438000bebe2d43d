using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Ports;
using Atmosphere.Practice;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atmosphere.Api.Tests.Admin;

/// <summary><c>POST /admin/people/{id}/photos</c>: an operator says who a photo shows.</summary>
public sealed class ReferenceTests(ReferenceTests.ReferenceApi api) : IClassFixture<ReferenceTests.ReferenceApi>
{
    private static readonly string Noa = $"/admin/people/{SlackSide.Noa}/photos";

    [Fact]
    public async Task Photo_with_one_face_is_answered_with_its_ids_and_ends_in_the_gallery()
    {
        var answer = await api.Operator.PostBytesAsync(Noa, Faces(1));
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var body = await answer.JsonAsync();
        var place = answer.Headers.Location!.ToString();
        place.ShouldBe($"{Noa}/{body.GetProperty("photoId").GetString()}");
        await Eventually.Holds(async () => Status(await (await api.Operator.GetFromAsync(place)).JsonAsync()) == "enrolled", "the face is in the gallery");
        var face = await api.FaceAsync((await (await api.Operator.GetFromAsync(place)).JsonAsync()).GetProperty("faceId").GetString()!);
        face.PersonId.ShouldBe(SlackSide.Noa);
        face.Prompt.ShouldBeNull("nobody was asked");
    }

    [Fact]
    public async Task Same_photo_again_is_answered_with_the_same_ids()
    {
        var photo = Faces(1);
        var first = (await (await api.Operator.PostBytesAsync(Noa, photo)).JsonAsync()).GetProperty("photoId").GetString();
        (await (await api.Operator.PostBytesAsync(Noa, photo)).JsonAsync()).GetProperty("photoId").GetString().ShouldBe(first);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Photo_without_exactly_one_face_is_refused_with_their_number(int faces)
    {
        var problem = await (await api.Operator.PostBytesAsync(Noa, Faces(faces))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("faces").GetInt32().ShouldBe(faces);
        problem.GetProperty("detail").GetString()!.ShouldContain("exactly one");

        var photoId = problem.GetProperty("photoId").GetString();
        Status(await (await api.Operator.GetFromAsync($"{Noa}/{photoId}")).JsonAsync()).ShouldBe("refused");
        (await (await api.Operator.GetFromAsync($"/admin/photos/{photoId}")).TextAsync()).ShouldNotContain(SlackSide.Noa, customMessage: "of whom it was to be is not kept");
    }

    [Fact]
    public async Task Face_of_low_quality_is_refused() =>
        (await (await api.Operator.PostBytesAsync(Noa, Pictures.Jpeg(width: CountingRecogniser.Blurred))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity))
            .GetProperty("detail").GetString()!.ShouldContain("blurred");

    [Theory]
    [InlineData(SlackSide.Bot, HttpStatusCode.UnprocessableEntity, "bot")]
    [InlineData(SlackSide.Gone, HttpStatusCode.UnprocessableEntity, "deactivated")]
    [InlineData("U0NOBODYATALL", HttpStatusCode.NotFound, "no such person")]
    [InlineData("dana", HttpStatusCode.NotFound, "no such person")]
    public async Task Somebody_who_can_not_be_tagged_is_refused(string person, HttpStatusCode expected, string reason) =>
        (await (await api.Operator.PostBytesAsync($"/admin/people/{person}/photos", Faces(1))).ShouldBeProblemAsync(expected)).GetProperty("detail").GetString()!.ShouldContain(reason);

    [Fact]
    public async Task What_is_no_picture_is_refused()
    {
        await (await api.Operator.PostBytesAsync(Noa, [.. "Dear Noa"u8])).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);
        await (await api.Operator.PostBytesAsync(Noa, Pictures.Png(20_000, 20_000))).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        await (await api.Operator.PostBytesAsync(Noa, [])).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task References_are_for_operators_and_from_our_own_page()
    {
        using var browser = await api.SignInAsync();
        await (await api.Anyone.PostBytesAsync(Noa, Faces(1))).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        await (await api.Camera.PostBytesAsync(Noa, Faces(1))).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await (await browser.PostBytesAsync(Noa, Faces(1))).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        browser.DefaultRequestHeaders.Add(OwnPage.Header, "1");
        (await browser.PostBytesAsync(Noa, Faces(1))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await (await api.Camera.GetFromAsync("/admin/people")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Audit_names_the_session_that_gave_the_photo()
    {
        using var browser = await api.SignInAsync();
        browser.DefaultRequestHeaders.Add(OwnPage.Header, "1");
        var answer = await (await browser.PostBytesAsync(Noa, Faces(1))).JsonAsync();
        var place = $"{Noa}/{answer.GetProperty("photoId").GetString()}";
        string? faceId = null;
        await Eventually.Holds(async () => (faceId = (await (await api.Operator.GetFromAsync(place)).JsonAsync()).GetProperty("faceId").GetString()) is not null, "the face is cut out");
        await Eventually.Holds(
            async () => (await api.AuditAsync($"?about={SlackSide.Noa}")).Exists(line =>
                line.GetProperty("source").GetString() == $"face/{faceId}" && line.GetProperty("action").GetString() == "reference-confirmed" && line.GetProperty("actor").GetString()!.StartsWith("session:", StringComparison.Ordinal)),
            "the audit says who said so");
    }

    [Fact]
    public async Task Photo_of_another_person_or_of_a_camera_is_not_found_here()
    {
        var photoId = (await (await api.Operator.PostBytesAsync(Noa, Faces(1))).JsonAsync()).GetProperty("photoId").GetString();
        await (await api.Operator.GetFromAsync($"/admin/people/{SlackSide.Dana}/photos/{photoId}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await api.Operator.GetFromAsync($"{Noa}/{new string('0', 64)}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await api.Operator.GetFromAsync($"{Noa}/x")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Taken_back_photo_leaves_the_gallery_and_is_not_taken_again()
    {
        var photo = Faces(1);
        var answer = await (await api.Operator.PostBytesAsync(Noa, photo)).JsonAsync();
        var place = $"{Noa}/{answer.GetProperty("photoId").GetString()}";
        await Eventually.Holds(async () => Status(await (await api.Operator.GetFromAsync(place)).JsonAsync()) == "enrolled", "the face is in the gallery");
        var faceId = (await (await api.Operator.GetFromAsync(place)).JsonAsync()).GetProperty("faceId").GetString();

        (await api.Operator.PostToAsync($"/admin/faces/{faceId}/undo")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        Status(await (await api.Operator.GetFromAsync(place)).JsonAsync()).ShouldBe("taken-back");
        await (await api.Operator.PostToAsync($"/admin/faces/{faceId}/undo")).ShouldBeProblemAsync(HttpStatusCode.Conflict);
        await (await api.Operator.PostBytesAsync(Noa, photo)).ShouldBeProblemAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task People_who_can_be_tagged_are_listed_for_the_page()
    {
        (await api.Operator.PostBytesAsync(Noa, Faces(1))).EnsureSuccessStatusCode();
        await Eventually.Holds(
            async () => (await (await api.Operator.GetFromAsync("/admin/people")).JsonAsync()).EnumerateArray()
                .Any(person => person.GetProperty("personId").GetString() == SlackSide.Noa && person.GetProperty("name").GetString() is { Length: > 0 } && person.GetProperty("enrolledFaces").GetInt32() > 0),
            "Noa is listed with her name");
    }

    private static byte[] Faces(int count) => Pictures.Jpeg(width: CountingRecogniser.None + count);

    private static string? Status(JsonElement reference) => reference.GetProperty("status").GetString();

    public sealed class ReferenceApi : ApiFixture
    {
        private protected override void Replace(WebApplicationBuilder builder) => builder.Services.Replace(ServiceDescriptor.Singleton<IRecogniser, CountingRecogniser>());
    }

    /// <summary>To whom a picture's width says how many faces are on it.</summary>
    private sealed class CountingRecogniser : FakeRecogniser
    {
        public const int None = 1000;
        public const int Blurred = 1100;

        public override Task<Outcome<ImmutableArray<DetectedFace>>> DetectAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
        {
            var width = ImageHeader.Read(image.Span)!.Width;
            return Task.FromResult(Outcome<ImmutableArray<DetectedFace>>.Done(
            [
                .. Enumerable.Range(0, width == Blurred ? 1 : width - None).Select(number => new DetectedFace
                {
                    DetectedFaceId = Guid.NewGuid().ToString("D"),
                    Box = new() { Left = number * 200, Width = 200, Height = 200 },
                    Quality = width == Blurred ? FaceQuality.Low : FaceQuality.High,
                }),
            ]));
        }
    }
}
