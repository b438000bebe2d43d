namespace Atmosphere.Grains.Photos.Steps;

/// <summary>
/// Places for photos that are being cut in this process; who comes first gets the next one. Without them every waiting photo would be in
/// memory while the cropper is slow. Whoever waits continues on its own scheduler, as a grain has to, and not on one of the runtime's.
/// </summary>
internal sealed class CuttingPlaces(int places)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = new();
    private int _free = places;

    /// <returns>The place, until it is disposed.</returns>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> turn;
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return new Place(this);
            }

            turn = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using (cancellationToken.Register(() => GiveUp(turn, cancellationToken))) await turn.Value.Task;
        return new Place(this);
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource> turn, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (turn.List is null) return; // it has its place
            _waiting.Remove(turn);
        }

        turn.Value.SetCanceled(cancellationToken);
    }

    private void Free()
    {
        TaskCompletionSource? next;
        lock (_gate)
        {
            next = _waiting.First?.Value;
            if (next is null) _free++;
            else _waiting.RemoveFirst();
        }

        next?.SetResult();
    }

    private sealed class Place(CuttingPlaces places) : IDisposable
    {
        private int _taken = 1;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _taken, 0) == 1) places.Free();
        }
    }
}
