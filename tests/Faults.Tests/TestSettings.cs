using Atmosphere.Load;

namespace Atmosphere.Faults.Tests;

/// <summary>What every process of these tests is started with.</summary>
internal static class TestSettings
{
    public static readonly string OperatorKey = new('o', 32);
    public static readonly string CameraToken = new('c', 32);

    /// <param name="world">Slack and the Face resource.</param>
    /// <param name="folder">The data folder.</param>
    public static string[] For(StandIns world, string folder) =>
    [
        .. world.Settings,
        $"--Data:Folder={folder}", $"--Access:OperatorKey={OperatorKey}", $"--Access:CameraToken={CameraToken}",
        "--environment=Production", "--Asking:PostInterval=00:00:00.1", "--Asking:MaxOpen=1000", "--Recognition:CallsPerSecond=1000", "--Slack:FileReadyWithin=00:00:01",
        "--Streams:RepublishAfter=00:00:10", // an ended silo takes stream events with it
        "--FaceService:NodePath=/bin/true", // no photo is cut here
    ];
}
