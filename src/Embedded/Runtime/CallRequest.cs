namespace Atmosphere.Embedded.Runtime;

/// <summary>A call of a grain method through a reference.</summary>
internal abstract class CallRequest(InterfaceMethod method, object?[] arguments) : Request
{
    private CancellationTokenSource? _cancellation;
    private CancellationTokenRegistration _registration;
    private CancellationToken _callersToken;

    public InterfaceMethod Method => method;

    public override bool IsReadOnly => method.IsReadOnly;

    /// <summary>Has the callee see the caller's token, but have it cancelled in the callee's own turns.</summary>
    /// <returns>False when the token is cancelled already: the call is answered and must not be sent.</returns>
    public bool TakeToken()
    {
        if (method.TokenIndex < 0 || arguments[method.TokenIndex] is not CancellationToken { CanBeCanceled: true } token) return true;
        _callersToken = token;
        _cancellation = new CancellationTokenSource();
        arguments[method.TokenIndex] = _cancellation.Token;
        _registration = token.UnsafeRegister(static request => ((CallRequest)request!).OnCallerCancelled(), this);
        return !IsAnswered;
    }

    public sealed override bool Fail(Exception failure)
    {
        var first = TryFail(failure);
        _registration.Unregister();
        return first;
    }

    public override Task Start(Activation activation)
    {
        try
        {
            var task = method.Invoke(activation.Grain, arguments);
            if (task.IsCompletedSuccessfully)
            {
                Succeed(task);
                _registration.Unregister();
                return Task.CompletedTask;
            }

            return FinishAsync(activation, task);
        }
        catch (Exception failure)
        {
            OnFailed(activation, failure);
            return Task.CompletedTask;
        }
    }

    protected abstract void Succeed(Task task);

    protected abstract bool TryFail(Exception failure);

    private async Task FinishAsync(Activation activation, Task task)
    {
        try
        {
            await task;
            Succeed(task);
            _registration.Unregister();
        }
        catch (Exception failure)
        {
            OnFailed(activation, failure);
        }
    }

    private void OnFailed(Activation activation, Exception failure)
    {
        // Before the answer: the caller's next call must find a fresh activation.
        activation.OnCallFailed(failure);
        Fail(failure);
    }

    private void OnCallerCancelled()
    {
        Fail(new OperationCanceledException(_callersToken));
        // A request that waits is dropped when its turn comes. One that runs is told, in a turn of its activation.
        Target?.Scheduler.Post(static cancellation => ((CancellationTokenSource)cancellation!).Cancel(), _cancellation);
    }

    internal sealed class Plain(InterfaceMethod method, object?[] arguments) : CallRequest(method, arguments)
    {
        private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task => _answer.Task;

        public override bool IsAnswered => _answer.Task.IsCompleted;

        protected override bool TryFail(Exception failure) => _answer.TrySetException(failure);

        protected override void Succeed(Task task) => _answer.TrySetResult();
    }

    internal sealed class WithResult<T>(InterfaceMethod method, object?[] arguments) : CallRequest(method, arguments)
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Task => _answer.Task;

        public override bool IsAnswered => _answer.Task.IsCompleted;

        protected override bool TryFail(Exception failure) => _answer.TrySetException(failure);

        protected override void Succeed(Task task) => _answer.TrySetResult(((Task<T>)task).GetAwaiter().GetResult());
    }
}
