using Atmosphere.Engine.Tests.Contract;

namespace Atmosphere.Engine.Tests;

/// <summary>Does what the beginning of its key says wrong: "activate" and "deactivate" hang, "throw" throws at its end.</summary>
public interface IStubbornGrain : IGrainWithStringKey
{
    Task<string> Echo(string text);

    Task End();
}

[KeepAlive]
internal sealed class StubbornGrain : Grain, IStubbornGrain, IAsyncDisposable
{
    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken) =>
        Key.StartsWith("activate", StringComparison.Ordinal) ? Hang(cancellationToken) : Task.CompletedTask;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Key.StartsWith("throw", StringComparison.Ordinal) ? throw new InvalidOperationException("It fails on purpose.")
        : Key.StartsWith("deactivate", StringComparison.Ordinal) ? Hang(cancellationToken)
        : Task.CompletedTask;

    public Task<string> Echo(string text) => Task.FromResult(text);

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Journal.Note(Key, "disposed");
        return ValueTask.CompletedTask;
    }

    private Task Hang(CancellationToken cancellationToken)
    {
        cancellationToken.Register(() => Journal.Note(Key, "told"));
        return new TaskCompletionSource().Task;
    }
}
