using System.Collections.Immutable;
using Atmosphere.Grains.Ports;
using Atmosphere.Recognition.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Atmosphere.Recognition.Tests;

/// <summary>The whole part as the application runs it: real service, real photos. The first run installs the service's packages.</summary>
public sealed class RealFaceServiceTests
{
    private const double Threshold = 0.7;

    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_taught_face_is_recognised_and_a_stranger_is_not()
    {
        Requires.Node();
        var folder = RepositoryFolder();
        Requirement.Holds(folder is not null, "src/face-service is not in this clone.");
        using var data = new TemporaryFolder();
        using var host = Host(Path.Combine(folder!, "src", "Api"), data.Path);
        await host.StartAsync(Token);
        await ReadyAsync(host.Services.GetRequiredService<FaceServiceStatus>());
        var recogniser = host.Services.GetRequiredService<IRecogniser>();
        var cropper = host.Services.GetRequiredService<ICropper>();
        var upload = await File.ReadAllBytesAsync(Path.Combine(folder!, "src/face-service/node_modules/@vladmandic/face-api/demo/sample1.jpg"), Token);

        var photo = Done(await cropper.PrepareAsync(upload, Token));
        JpegSizeOf(photo).ShouldBe((photo.Width, photo.Height));
        var boxes = Done(await recogniser.DetectAsync(photo.Jpeg, Token)).Select(face => face.Box).ToImmutableArray();
        boxes.Length.ShouldBeGreaterThan(1);
        var faces = Done(await cropper.CutAsync(photo.Jpeg, boxes, Token));

        // Nobody is known: no gallery, then one without a training.
        Done(await IdentifyAsync(recogniser, faces[0])).ShouldBeNull();
        Done(await recogniser.FindPersonAsync("U1", Token)).ShouldBeNull();
        Done(await recogniser.GetTrainingAsync(Token)).Phase.ShouldBe(TrainingPhase.NotStarted);
        Done(await recogniser.EnsureGalleryAsync(Token));
        Done(await recogniser.EnsureGalleryAsync(Token));
        Done(await IdentifyAsync(recogniser, faces[0])).ShouldBeNull();

        // One is taught.
        var person = Done(await recogniser.CreatePersonAsync("U1", Token));
        var face = Done(await recogniser.AddFaceAsync(person, faces[0].ZoomIn, faces[0].FaceInZoomIn, "face 1/round 1", Token));
        Done(await recogniser.FindPersonAsync("U1", Token)).ShouldBe(person);
        Done(await recogniser.FindPersonKeyAsync(person, Token)).ShouldBe("U1");
        Done(await recogniser.FindFaceAsync(person, "face 1/round 1", Token)).ShouldBe(face);
        await TrainAsync(recogniser);

        var known = Done(await IdentifyAsync(recogniser, faces[0])).ShouldNotBeNull();
        known.GalleryPersonId.ShouldBe(person);
        known.Confidence.ShouldBeInRange(Threshold, 1);
        Done(await IdentifyAsync(recogniser, faces[1])).ShouldBeNull();

        // And forgotten.
        Done(await recogniser.DeleteFaceAsync(person, face, Token));
        Done(await recogniser.DeleteFaceAsync(person, face, Token));
        Done(await recogniser.DeletePersonAsync(person, Token));
        Done(await recogniser.DeletePersonAsync(person, Token));
        Done(await recogniser.FindPersonKeyAsync(person, Token)).ShouldBeNull();

        // Definite refusals.
        (await recogniser.AddFaceAsync(person, faces[0].ZoomIn, faces[0].FaceInZoomIn, "face 1/round 1", Token)).ShouldBeRefused("PersonNotFound");
        (await recogniser.DetectAsync(new byte[5000], Token)).ShouldBeRefused("InvalidImage");
        (await cropper.PrepareAsync(new byte[5000], Token)).ShouldBeRefused("InvalidImage");
        (await recogniser.IdentifyAsync(Guid.NewGuid().ToString(), Threshold, Token)).Kind.ShouldBeOneOf(OutcomeKind.Expired, OutcomeKind.Done);

        await host.StopAsync(Token);
    }

    private static async Task TrainAsync(IRecogniser recogniser)
    {
        Done(await recogniser.TrainAsync(Token));
        await Eventually.Holds(
            async () => Done(await recogniser.GetTrainingAsync(Token)).Phase == TrainingPhase.Succeeded, "the training has succeeded");
    }

    private static async Task<Outcome<Candidate?>> IdentifyAsync(IRecogniser recogniser, CutFace face)
    {
        var detected = Done(await recogniser.DetectAsync(face.ZoomIn, Token)).MaxBy(found => found.Box.Overlap(face.FaceInZoomIn)).ShouldNotBeNull();
        return await recogniser.IdentifyAsync(detected.DetectedFaceId, Threshold, Token);
    }

    private static async Task ReadyAsync(FaceServiceStatus status)
    {
        await Eventually.Holds(() => Task.FromResult(status.Current.IsReady || status.Current.Phase == FaceServicePhase.InstallFailed), "the service is ready", InstallLimit);
        Requirement.Holds(status.Current.IsReady, status.Current.Message);
    }

    private static (int, int)? JpegSizeOf(PreparedPhoto photo) => ImageHeader.Read(photo.Jpeg.Span) is { } header ? (header.Width, header.Height) : null;

    private static IHost Host(string contentRoot, string dataFolder)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = contentRoot });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Recognition:Timeout"] = "00:01:00" });
        builder.Services.AddRecognition(builder.Configuration, dataFolder);
        return builder.Build();
    }

    private static string? RepositoryFolder()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !ServiceFolder.IsOne(Path.Combine(folder, "src", "face-service"))) folder = Path.GetDirectoryName(folder);
        return folder;
    }

    private static T Done<T>(Outcome<T> outcome)
    {
        outcome.Kind.ShouldBe(OutcomeKind.Done, $"{outcome.Code}: {outcome.Reason}");
        return outcome.Value!;
    }
}

internal static class OutcomeAssertions
{
    public static void ShouldBeRefused<T>(this Outcome<T> outcome, string code) => (outcome.Kind, outcome.Code).ShouldBe((OutcomeKind.Refused, code));
}
