namespace Atmosphere.Embedded.Runtime;

/// <summary>Does more than run tasks when it is signalled.</summary>
internal interface ITurnOwner
{
    /// <summary>Runs in a turn, once or more after every <see cref="TurnScheduler.Signal"/>.</summary>
    void OnSignal();
}

/// <summary>Runs tasks one at a time, in order, on an executor: within it, code needs no locks. Each activation has one, and so have the engine's services.</summary>
internal sealed class TurnScheduler : TaskScheduler, IThreadPoolWorkItem
{
    /// <summary>After so many items the executor gets a chance to run somebody else.</summary>
    private const int MaxItemsPerRun = 64;

    private static readonly Action<object?> RunTurns = static state => ((TurnScheduler)state!).Run();

    private readonly TurnExecutor _executor;
    private readonly ITurnOwner? _owner;
    private Queue<Task>? _tasks;
    private bool _signalled;
    private bool _posted;

    public TurnScheduler(TurnExecutor executor, ITurnOwner? owner = null)
    {
        _executor = executor;
        _owner = owner;
    }

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Has the owner called in a turn.</summary>
    public void Signal()
    {
        lock (this)
        {
            _signalled = true;
            if (_posted) return;
            _posted = true;
        }

        _executor.Post(this);
    }

    /// <summary>Runs an asynchronous function in turns of this scheduler.</summary>
    public Task Run(Func<Task> function)
    {
        var task = new Task<Task>(function, TaskCreationOptions.DenyChildAttach);
        task.Start(this);
        return task.Unwrap();
    }

    /// <summary>Runs an action in a turn of this scheduler.</summary>
    public void Post(Action<object?> action, object? state)
    {
        using var _ = NoFlow.Enter();
        new Task(action, state, TaskCreationOptions.DenyChildAttach).Start(this);
    }

    protected override void QueueTask(Task task)
    {
        lock (this)
        {
            (_tasks ??= new Queue<Task>()).Enqueue(task);
            if (_posted) return;
            _posted = true;
        }

        _executor.Post(this);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(CurrentTurn.Scheduler, this) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (this) return _tasks?.ToArray() ?? [];
    }

    void IThreadPoolWorkItem.Execute()
    {
        var outer = CurrentTurn.Enter(this, _owner as IActivation);
        try
        {
            // Everything runs inside of one task of this scheduler, so that TaskScheduler.Current is right from the first line on.
            new Task(RunTurns, this, TaskCreationOptions.DenyChildAttach).RunSynchronously(this);
        }
        finally
        {
            CurrentTurn.Leave(outer);
        }
    }

    private void Run()
    {
        for (var i = 0; i < MaxItemsPerRun; i++)
        {
            Task? task = null;
            lock (this)
            {
                if (_tasks is not { Count: > 0 } tasks || !tasks.TryDequeue(out task))
                {
                    if (!_signalled)
                    {
                        _posted = false;
                        return;
                    }

                    _signalled = false;
                }
            }

            if (task is null) _owner!.OnSignal();
            else TryExecuteTask(task);
        }

        _executor.Post(this);
    }
}

/// <summary>The scheduler and the activation whose turn runs on this thread.</summary>
internal static class CurrentTurn
{
    [ThreadStatic]
    private static TurnScheduler? s_scheduler;

    [ThreadStatic]
    private static IActivation? s_activation;

    public static TurnScheduler? Scheduler => s_scheduler;

    public static IActivation? Activation => s_activation;

    public static Outer Enter(TurnScheduler scheduler, IActivation? activation)
    {
        var outer = new Outer(s_scheduler, s_activation, SynchronizationContext.Current);
        s_scheduler = scheduler;
        s_activation = activation;
        // Awaits would prefer a synchronization context to the scheduler.
        if (outer.Context is not null) SynchronizationContext.SetSynchronizationContext(null);
        return outer;
    }

    public static void Leave(Outer outer)
    {
        s_scheduler = outer.Scheduler;
        s_activation = outer.Activation;
        if (outer.Context is not null) SynchronizationContext.SetSynchronizationContext(outer.Context);
    }

    internal readonly record struct Outer(TurnScheduler? Scheduler, IActivation? Activation, SynchronizationContext? Context);
}
