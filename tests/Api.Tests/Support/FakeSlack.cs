using System.Collections.Concurrent;
using Atmosphere.Grains.Ports;
using Atmosphere.Practice;
using Atmosphere.Slack.Messages;
using Atmosphere.Slack.WebApi;

namespace Atmosphere.Api.Tests.Support;

/// <summary>A Slack that can hang or throw. Everybody is a person there.</summary>
internal sealed class FakeSlack : ISlack, ISlackIdentity, ISlackHomes, ISlackFiles
{
    private readonly ConcurrentQueue<(string ChannelId, string UserId, string Text)> _whispers = new();
    private volatile TaskCompletionSource? _hanging;
    private int _calls;

    /// <summary>The next whispers throw, as no port should.</summary>
    public int WhispersThatThrow { get; set; }

    /// <summary>How many calls were begun.</summary>
    public int Calls => _calls;

    public IReadOnlyCollection<(string ChannelId, string UserId, string Text)> Whispers => _whispers;

    public ConcurrentQueue<(string UserId, HomeView View)> Homes { get; } = new();

    /// <summary>From now on calls are not answered, until the returned hold is let go.</summary>
    public IDisposable Hang() => new Hold(this);

    public Task<Outcome<MessageRef>> PostPromptAsync(string channelId, PromptView prompt, CancellationToken cancellationToken) =>
        AnswerAsync(new MessageRef { ChannelId = channelId, Ts = "1712345678.000100" }, cancellationToken);

    public Task<Outcome<MessageRef?>> FindPromptAsync(string channelId, string faceId, DateTimeOffset oldest, CancellationToken cancellationToken) =>
        AnswerAsync<MessageRef?>(null, cancellationToken);

    public Task<Outcome<Nothing>> UpdatePromptAsync(MessageRef message, PromptView prompt, CancellationToken cancellationToken) => AnswerAsync(Nothing.Value, cancellationToken);

    public Task<Outcome<Nothing>> TellAsync(string channelId, string userId, string text, CancellationToken cancellationToken)
    {
        if (WhispersThatThrow > 0)
        {
            WhispersThatThrow--;
            throw new NotSupportedException("A bug in the Slack client.");
        }

        _whispers.Enqueue((channelId, userId, text));
        return AnswerAsync(Nothing.Value, cancellationToken);
    }

    public Task<Outcome<MessageRef>> AskPersonAsync(PersonQuestion question, CancellationToken cancellationToken) =>
        AnswerAsync(new MessageRef { ChannelId = "D0123456789", Ts = "1712345678.000100" }, cancellationToken);

    public Task<Outcome<Nothing>> UpdatePersonQuestionAsync(MessageRef message, PersonQuestion question, CancellationToken cancellationToken) => AnswerAsync(Nothing.Value, cancellationToken);

    public Task<Outcome<SlackUser>> GetUserAsync(string userId, CancellationToken cancellationToken) =>
        AnswerAsync(new SlackUser { UserId = userId, RealName = "Somebody" }, cancellationToken);

    public Task<Outcome<string>> UploadPictureAsync(string fileName, string altText, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken) =>
        AnswerAsync("F0123456789", cancellationToken);

    public Task<Outcome<Nothing>> DeletePictureAsync(string fileId, CancellationToken cancellationToken) => AnswerAsync(Nothing.Value, cancellationToken);

    public Task<Outcome<SlackBot>> WhoAmIAsync(CancellationToken cancellationToken) =>
        AnswerAsync(new SlackBot { UserId = PracticeWorkspace.BotUserId, TeamId = PracticeWorkspace.TeamId }, cancellationToken);

    public Task<Outcome<Nothing>> PublishHomeAsync(string userId, HomeView view, CancellationToken cancellationToken)
    {
        Homes.Enqueue((userId, view));
        return AnswerAsync(Nothing.Value, cancellationToken);
    }

    public Task<Outcome<Nothing>> SendFileAsync(string userId, string fileName, string text, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        AnswerAsync(Nothing.Value, cancellationToken);

    private async Task<Outcome<T>> AnswerAsync<T>(T value, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        if (_hanging is { } hanging) await hanging.Task.WaitAsync(cancellationToken);
        return Outcome<T>.Done(value);
    }

    private sealed class Hold : IDisposable
    {
        private readonly FakeSlack _slack;
        private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Hold(FakeSlack slack) => (_slack, slack._hanging) = (slack, _release);

        public void Dispose()
        {
            _slack._hanging = null;
            _release.SetResult();
        }
    }
}
