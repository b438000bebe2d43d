namespace Atmosphere.Embedded.Runtime;

/// <summary>Runs work on the injected <see cref="TaskScheduler"/>. The thread pool, the usual case, is spared a task per item.</summary>
internal abstract class TurnExecutor
{
    public abstract void Post(IThreadPoolWorkItem work);

    public static TurnExecutor On(TaskScheduler scheduler) =>
        ReferenceEquals(scheduler, TaskScheduler.Default) ? new PoolExecutor() : new SchedulerExecutor(scheduler);

    private sealed class PoolExecutor : TurnExecutor
    {
        // Into the queue that all threads share. A thread's own queue is last in, first out: two grains that call each other would keep
        // all others waiting (64 callers: 4 s at the longest, at the same throughput).
        public override void Post(IThreadPoolWorkItem work) => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
    }

    private sealed class SchedulerExecutor(TaskScheduler scheduler) : TurnExecutor
    {
        public override void Post(IThreadPoolWorkItem work)
        {
            using var _ = NoFlow.Enter();
            new Task(static item => ((IThreadPoolWorkItem)item!).Execute(), work, TaskCreationOptions.DenyChildAttach).Start(scheduler);
        }
    }
}

/// <summary>Keeps the caller's ambient values (async locals) out of work that is not the caller's.</summary>
internal readonly struct NoFlow : IDisposable
{
    private readonly AsyncFlowControl? _control;

    private NoFlow(AsyncFlowControl? control) => _control = control;

    public static NoFlow Enter() => new(ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow());

    public void Dispose() => _control?.Undo();
}
