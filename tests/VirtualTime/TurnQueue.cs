namespace Atmosphere.VirtualTime;

/// <summary>The turns of one process, or of the world outside. When a process dies, its turns are gone.</summary>
internal sealed class TurnQueue(OneThread thread) : TaskScheduler
{
    private bool _closed;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Called before each turn.</summary>
    public Action? BeforeTurn { get; init; }

    /// <summary>From now on nothing runs here.</summary>
    public void Close() => _closed = true;

    public Task Start(Func<Task> function) => Task.Factory.StartNew(function, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    public void Post(Action action) => new Task(action, TaskCreationOptions.DenyChildAttach).Start(this);

    internal void Run(Task turn)
    {
        if (_closed) return;
        BeforeTurn?.Invoke();
        if (!_closed) TryExecuteTask(turn);
    }

    protected override void QueueTask(Task task)
    {
        if (!_closed) thread.Add(this, task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
