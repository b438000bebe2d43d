using Atmosphere.Api.Pages;
using Atmosphere.Grains.Ports;
using Atmosphere.Recognition.Hosting;

namespace Atmosphere.Api.Setup;

/// <summary>Lets the recogniser find the faces of a sample photo: the way of every photo, up to and without naming anybody.</summary>
internal sealed class RecogniserCheck(IServiceProvider services, FaceServiceStatus faceService, SamplePhotos samples) : ISetupCheck
{
    public string Name => "recogniser";

    public string Title => "The recogniser";

    public string Doing => "Looking for faces on a sample photo …";

    public string Button => "Check again";

    public bool RunsByItself => true;

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        // A client of a cluster has none.
        if (services.GetService<IRecogniser>() is not { } recogniser) return CheckResult.Note("The silos do this work.", "Each silo tells on its /readyz how its recogniser is.");
        if (samples.Numbers is not [var first, ..] || samples.PathOf(first) is not { } path) return CheckResult.Bad(faceService.Current.Message, "The sample photo comes with the face service's packages: check again when they are installed.");
        return Judge(await recogniser.DetectAsync(await File.ReadAllBytesAsync(path, cancellationToken), cancellationToken));
    }

    internal static CheckResult Judge(Outcome<System.Collections.Immutable.ImmutableArray<DetectedFace>> found) => found switch
    {
        { IsDone: true, Value: { IsDefaultOrEmpty: false } faces } => CheckResult.Good($"It found {faces.Length} {(faces.Length == 1 ? "face" : "faces")} on the sample photo."),
        { IsDone: true } => CheckResult.Bad("It answered, and found no face on the sample photo.", "Does Recognition:Endpoint point to a face service, for example https://faces.cognitiveservices.azure.com/ ? Without that setting the local one is used."),
        { Kind: OutcomeKind.Misconfigured } => CheckResult.Bad(found.Reason, "Check Recognition:Endpoint and Recognition:Key, for example https://faces.cognitiveservices.azure.com/ and a key of that resource."),
        _ => CheckResult.Bad(found.Reason, "If it stays so, the log and /readyz say why."),
    };
}
