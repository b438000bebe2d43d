using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Atmosphere.Embedded.Hosting;
using Atmosphere.Embedded.Runtime;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Embedded.Storage;

/// <summary>Commits the writes of many callers together: one flush of the disk serves them all. A caller hears of its write when it is on disk.</summary>
internal sealed partial class GroupCommit(SqliteWrites writes, TurnExecutor executor, ILogger log) : IThreadPoolWorkItem
{
    private const int MaxBatch = 500;

    private readonly Lock _gate = new();
    private readonly List<Write> _batch = new(MaxBatch);
    private readonly Queue<Write> _queue = new();
    private TaskCompletionSource? _idle;
    private bool _posted;
    private bool _closed;

    /// <summary>Runs a write in the next transaction, and completes when that is on disk.</summary>
    public Task<T> Enqueue<T>(Func<SqliteWrites, T> change, CancellationToken cancellationToken = default)
    {
        var write = new Write<T>(change, cancellationToken);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _queue.Enqueue(write);
            if (_posted) return write.Task;
            _posted = true;
        }

        executor.Post(this);
        return write.Task;
    }

    /// <summary>Takes no more writes, and completes when those it has are done.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            if (!_posted) return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (TakeBatch())
        {
            if (!TryCommit(_batch, out var failure))
            {
                LogBatchFailed(log, failure, _batch.Count);
                CommitSingly();
            }

            _batch.Clear();
        }
    }

    private bool TakeBatch()
    {
        lock (_gate)
        {
            while (_batch.Count < MaxBatch && _queue.TryDequeue(out var write))
            {
                if (write.Admit()) _batch.Add(write);
            }

            if (_batch.Count > 0) return true;
            _posted = false;
            _idle?.TrySetResult();
            return false;
        }
    }

    /// <summary>A write that can't be done must not take the others with it.</summary>
    private void CommitSingly()
    {
        var one = new List<Write>(1);
        foreach (var write in _batch)
        {
            one.Clear();
            one.Add(write);
            if (!TryCommit(one, out var failure)) write.Fail(failure);
        }
    }

    private bool TryCommit(List<Write> batch, [NotNullWhen(false)] out Exception? failure)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            using (var transaction = writes.Begin())
            {
                foreach (var write in batch) write.Run(writes);
                transaction.Commit();
            }
        }
        catch (Exception caught) when (caught is SqliteException or InvalidOperationException or IOException)
        {
            failure = caught;
            return false;
        }

        EngineMeter.BatchSize.Record(batch.Count);
        EngineMeter.CommitDuration.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds);
        foreach (var write in batch) write.Answer();
        failure = null;
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} writes failed. They are written one by one.")]
    private static partial void LogBatchFailed(ILogger logger, Exception failure, int count);

    private abstract class Write
    {
        /// <summary>False: its caller has cancelled it, and it must not be done.</summary>
        public abstract bool Admit();

        public abstract void Run(SqliteWrites writes);

        public abstract void Answer();

        public abstract void Fail(Exception failure);
    }

    private sealed class Write<T>(Func<SqliteWrites, T> change, CancellationToken cancellationToken) : Write
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _result = default!;
        private InconsistentStateException? _stale;

        public Task<T> Task => _answer.Task;

        public override bool Admit()
        {
            if (!cancellationToken.IsCancellationRequested) return true;
            _answer.TrySetCanceled(cancellationToken);
            return false;
        }

        public override void Run(SqliteWrites writes)
        {
            _stale = null;
            try
            {
                _result = change(writes);
            }
            catch (InconsistentStateException stale)
            {
                // An answer like another, not a fault of the batch: nothing was changed.
                _stale = stale;
            }
        }

        public override void Answer()
        {
            if (_stale is null) _answer.TrySetResult(_result);
            else _answer.TrySetException(_stale);
        }

        public override void Fail(Exception failure) => _answer.TrySetException(failure);
    }
}
