using System.Collections.Concurrent;
using Atmosphere.Slack.Interactions;

namespace Atmosphere.Slack.Tests.Support;

/// <summary>Keeps what came, and answers as it is told to.</summary>
internal sealed class RecordedCallbacks : ISlackCallbacks
{
    public ConcurrentQueue<Interaction> Came { get; } = new();

    public Func<Interaction, Task<CallbackAnswer>> Answer { get; set; } = _ => Task.FromResult(CallbackAnswer.Taken);

    public Task<CallbackAnswer> AnswerAsync(Interaction callback, CancellationToken cancellationToken)
    {
        Came.Enqueue(callback);
        return Answer(callback);
    }
}
