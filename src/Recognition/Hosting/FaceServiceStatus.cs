using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Atmosphere.Recognition.FaceApi;

namespace Atmosphere.Recognition.Hosting;

/// <summary>Where the local face service is in its life.</summary>
public enum FaceServicePhase
{
    CheckingNode = 0,
    WaitingForOtherInstall = 1,
    Installing = 2,
    Starting = 3,
    Ready = 4,
    Restarting = 5,
    NodeMissing = 6,
    InstallFailed = 7,
    Stopped = 8,

    /// <summary>Other processes do this work.</summary>
    Elsewhere = 9,
}

/// <summary>One moment of the local face service.</summary>
public sealed record FaceServiceReport
{
    public FaceServicePhase Phase { get; init; }

    /// <summary>A sentence or two for people, with what to do if there is something to do.</summary>
    public string Message { get; init; } = "";

    public bool IsReady => Phase is FaceServicePhase.Ready or FaceServicePhase.Elsewhere;

    /// <summary>The service's folder, with its packages installed; set when this process runs it and it is ready.</summary>
    public string? Folder { get; init; }

    /// <summary>Set when this process runs it and it is ready. Internal, since it has the key.</summary>
    internal FaceAddress? Address { get; init; }
}

/// <summary>
/// How the local face service is, for console lines, <c>/readyz</c> and pages. One writer, the <see cref="FaceServiceHost"/>; any number of readers.
/// </summary>
public sealed class FaceServiceStatus : IFaceAddressSource
{
    private readonly Lock _gate = new();
    private FaceServiceReport _current = new() { Phase = FaceServicePhase.Stopped, Message = FaceServiceTexts.NotStarted };
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>The version of the Node.js that was found, such as <c>20.19.2</c>; null while none was.</summary>
    public string? Node { get; internal set; }

    public FaceServiceReport Current
    {
        get { lock (_gate) return _current; }
    }

    /// <summary>The present report, then each new one. A slow reader misses what has been overtaken, never the latest.</summary>
    public async IAsyncEnumerable<FaceServiceReport> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            FaceServiceReport current;
            Task changed;
            lock (_gate) (current, changed) = (_current, _changed.Task);
            yield return current;
            await changed.WaitAsync(cancellationToken);
        }
    }

    internal void Set(FaceServiceReport report)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (report == _current) return;
            _current = report;
            (changed, _changed) = (_changed, NewSignal());
        }

        changed.SetResult();
    }

    bool IFaceAddressSource.TryGet([NotNullWhen(true)] out FaceAddress? address, out string whyNot)
    {
        var current = Current;
        (address, whyNot) = (current.Address, current.Message);
        return address is not null;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
