
namespace Atmosphere.Load;

/// <summary>A running application with its world, and what goes with it at the end.</summary>
internal sealed class Target(string name, StandIns world, Uri address, params IAsyncDisposable[] parts) : IAsyncDisposable
{
    public const string OperatorKey = "oooooooooooooooooooooooooooooooo";
    public const string CameraToken = "cccccccccccccccccccccccccccccccc";

    public string Name => name;

    public StandIns World => world;

    public Uri Address => address;

    /// <summary>What the application's process has used of the processors since its start; zero when it is more than one process.</summary>
    public TimeSpan ProcessorTime => parts.OfType<AtmosphereProcess>().FirstOrDefault()?.ProcessorTime ?? TimeSpan.Zero;

    public async ValueTask DisposeAsync()
    {
        foreach (var part in parts) await part.DisposeAsync();
        await world.DisposeAsync();
    }
}
