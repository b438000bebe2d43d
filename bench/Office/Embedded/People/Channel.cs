using Atmosphere.Grains.Ports;

namespace Atmosphere.Office.Bench.People;

/// <summary>Slack, as the product calls it: always there, and as quick as usual.</summary>
internal sealed class Channel(Workspace workspace, VirtualClock clock) : ISlack
{
    private static readonly TimeSpan Takes = TimeSpan.FromSeconds(0.2);

    public Task<Outcome<MessageRef>> PostPromptAsync(string channelId, PromptView prompt, CancellationToken cancellationToken) => AnswerAsync(() => workspace.Post(channelId, prompt), cancellationToken);

    public Task<Outcome<MessageRef?>> FindPromptAsync(string channelId, string faceId, DateTimeOffset oldest, CancellationToken cancellationToken) =>
        AnswerAsync(() => workspace.Find(faceId, oldest), cancellationToken);

    public Task<Outcome<Nothing>> UpdatePromptAsync(MessageRef message, PromptView prompt, CancellationToken cancellationToken) => AnswerAsync(() => workspace.Update(message, prompt), cancellationToken);

    public Task<Outcome<Nothing>> TellAsync(string channelId, string userId, string text, CancellationToken cancellationToken) => AnswerAsync(() => workspace.Tell(userId, text), cancellationToken);

    /// <summary>Nobody here is asked in private: whom Slack does not write to is named by colleagues alone.</summary>
    public Task<Outcome<MessageRef>> AskPersonAsync(PersonQuestion question, CancellationToken cancellationToken) =>
        AnswerAsync(() => Outcome<MessageRef>.Refused("cannot_dm_user", "Nobody is written to in this office."), cancellationToken);

    public Task<Outcome<Nothing>> UpdatePersonQuestionAsync(MessageRef message, PersonQuestion question, CancellationToken cancellationToken) =>
        AnswerAsync(() => Outcome<Nothing>.Refused("message_not_found", "Nobody was written to in this office."), cancellationToken);

    public Task<Outcome<SlackUser>> GetUserAsync(string userId, CancellationToken cancellationToken) => AnswerAsync(() => workspace.User(userId), cancellationToken);

    public Task<Outcome<string>> UploadPictureAsync(string fileName, string altText, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken) => AnswerAsync(workspace.Upload, cancellationToken);

    public Task<Outcome<Nothing>> DeletePictureAsync(string fileId, CancellationToken cancellationToken) => AnswerAsync(() => Outcome<Nothing>.Done(Nothing.Value), cancellationToken);

    private async Task<Outcome<T>> AnswerAsync<T>(Func<Outcome<T>> answer, CancellationToken cancellationToken)
    {
        await clock.Delay(Takes, cancellationToken);
        return answer();
    }
}
