using Atmosphere.Recognition.Hosting;

namespace Atmosphere.Api.Setup;

/// <summary>Whether the local face service has the Node.js that it needs.</summary>
internal sealed class NodeCheck(FaceServiceStatus faceService) : ISetupCheck
{
    public string Name => "node";

    public string Title => "Node.js and the face service";

    public string Doing => "Looking at the face service …";

    public string Button => "Check again";

    public bool RunsByItself => true;

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => Task.FromResult(Judge(faceService.Current, faceService.Node));

    internal static CheckResult Judge(FaceServiceReport report, string? version) => report.Phase switch
    {
        FaceServicePhase.Elsewhere => CheckResult.Good(report.Message),
        FaceServicePhase.Ready => CheckResult.Good(version is null ? report.Message : $"Node.js {version}. {report.Message}"),
        FaceServicePhase.NodeMissing => CheckResult.Bad(report.Message, "Install it from nodejs.org, or on Debian: apt-get install -y nodejs npm. If it is there under another name, set FaceService:NodePath, for example /opt/node/bin/node."),
        FaceServicePhase.InstallFailed => CheckResult.Bad(report.Message, "It is tried again by itself; the log has npm's own words."),
        _ => CheckResult.Waiting(report.Message, "This takes some seconds, at the very first start a minute."),
    };
}
