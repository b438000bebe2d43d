namespace Atmosphere.Load;

/// <summary>A folder that goes with whoever made it.</summary>
internal sealed class TemporaryFolder : IAsyncDisposable, IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("atmosphere-faults-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
