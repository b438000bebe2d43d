using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Atmosphere.Practice.Store;

namespace Atmosphere.Practice.Page;

/// <summary>A message that is new or has changed, as the page's script takes it.</summary>
internal sealed record LiveMessage
{
    public long Revision { get; init; }

    /// <summary>The id of the element to add or to replace.</summary>
    public string Key { get; init; } = "";

    public string Html { get; init; } = "";

    /// <summary>What a screen reader says of it.</summary>
    public string Summary { get; init; } = "";
}

/// <summary>What changes in the channel, as it changes.</summary>
internal sealed class LiveMessages(PracticeStore store, PageRenderer renderer, TimeProvider time)
{
    /// <summary>The type of the events that carry a message.</summary>
    public const string MessageEvent = "message";

    /// <summary>The type of the events that only say "still here".</summary>
    public const string PulseEvent = "pulse";

    private const int BatchSize = 50;
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(15);

    /// <summary>The changes after a revision, oldest first; at most one batch.</summary>
    public async Task<IReadOnlyList<LiveMessage>> AfterAsync(string userId, long revision)
    {
        var changed = store.ChangesAfter(PracticeWorkspace.ChannelId, userId, revision, BatchSize);
        var live = new List<LiveMessage>(changed.Count);
        foreach (var message in changed)
        {
            live.Add(new LiveMessage
            {
                Revision = message.Revision,
                Key = MessageView.Key(message),
                Html = await renderer.MessageAsync(message),
                Summary = $"{(message.EditedTs is null ? "New message" : "Message changed")}: {message.Text}",
            });
        }

        return live;
    }

    /// <summary>The changes after a revision, and then every further one until cancelled.</summary>
    public async IAsyncEnumerable<SseItem<LiveMessage>> FollowAsync(
        string userId, long revision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new SseItem<LiveMessage>(new LiveMessage { Revision = revision }, PulseEvent);
        while (!cancellationToken.IsCancellationRequested)
        {
            // Taken before reading: a change in between then ends the wait at once.
            var next = store.NextChange;
            var changes = await AfterAsync(userId, revision);
            foreach (var change in changes)
            {
                revision = change.Revision;
                yield return new SseItem<LiveMessage>(change, MessageEvent) { EventId = $"{change.Revision}" };
            }

            if (changes.Count > 0) continue;
            if (!await ChangesWithinAsync(next, cancellationToken)) yield return new SseItem<LiveMessage>(new LiveMessage { Revision = revision }, PulseEvent);
        }
    }

    private async Task<bool> ChangesWithinAsync(Task next, CancellationToken cancellationToken)
    {
        try
        {
            await next.WaitAsync(Pulse, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return true; // the loop ends by itself
        }
    }
}
