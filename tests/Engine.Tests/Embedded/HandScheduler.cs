using System.Diagnostics.CodeAnalysis;

namespace Atmosphere.Engine.Tests;

/// <summary>Runs tasks when it is told to, on the thread that tells it, in their order.</summary>
internal sealed class HandScheduler : TaskScheduler
{
    private readonly Queue<Task> _tasks = new();

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs what is queued, and what that queues, until nothing is left. Returns how much it was.</summary>
    public int RunUntilIdle()
    {
        var count = 0;
        for (; TryTake(out var task); count++) TryExecuteTask(task);
        return count;
    }

    /// <summary>Starts a function on this scheduler and runs everything until its task is done.</summary>
    public T Run<T>(Func<Task<T>> function)
    {
        var task = Task.Factory.StartNew(async () => await function(), CancellationToken.None, TaskCreationOptions.None, this).Unwrap();
        RunUntilIdle();
        task.IsCompleted.ShouldBeTrue("nothing is left to run, and the call is not done");
        return task.GetAwaiter().GetResult();
    }

    public void Run(Func<Task> function) => Run(async () =>
    {
        await function();
        return true;
    });

    protected override void QueueTask(Task task)
    {
        lock (_tasks) _tasks.Enqueue(task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_tasks) return _tasks.ToArray();
    }

    private bool TryTake([NotNullWhen(true)] out Task? task)
    {
        lock (_tasks) return _tasks.TryDequeue(out task);
    }
}
