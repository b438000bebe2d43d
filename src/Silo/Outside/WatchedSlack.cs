using Atmosphere.Grains.Ports;

namespace Atmosphere.Silo.Outside;

/// <summary>Slack, with a note of what becomes of every call.</summary>
internal sealed class WatchedSlack(ISlack slack, OutsideService service) : ISlack
{
    public Task<Outcome<MessageRef>> PostPromptAsync(string channelId, PromptView prompt, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(PostPromptAsync), slack.PostPromptAsync(channelId, prompt, cancellationToken));

    public Task<Outcome<MessageRef?>> FindPromptAsync(string channelId, string faceId, DateTimeOffset oldest, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(FindPromptAsync), slack.FindPromptAsync(channelId, faceId, oldest, cancellationToken));

    public Task<Outcome<Nothing>> UpdatePromptAsync(MessageRef message, PromptView prompt, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(UpdatePromptAsync), slack.UpdatePromptAsync(message, prompt, cancellationToken));

    public Task<Outcome<Nothing>> TellAsync(string channelId, string userId, string text, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(TellAsync), slack.TellAsync(channelId, userId, text, cancellationToken));

    public Task<Outcome<MessageRef>> AskPersonAsync(PersonQuestion question, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(AskPersonAsync), slack.AskPersonAsync(question, cancellationToken));

    public Task<Outcome<Nothing>> UpdatePersonQuestionAsync(MessageRef message, PersonQuestion question, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(UpdatePersonQuestionAsync), slack.UpdatePersonQuestionAsync(message, question, cancellationToken));

    public Task<Outcome<SlackUser>> GetUserAsync(string userId, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(GetUserAsync), slack.GetUserAsync(userId, cancellationToken));

    public Task<Outcome<string>> UploadPictureAsync(string fileName, string altText, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(UploadPictureAsync), slack.UploadPictureAsync(fileName, altText, jpeg, cancellationToken));

    public Task<Outcome<Nothing>> DeletePictureAsync(string fileId, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(DeletePictureAsync), slack.DeletePictureAsync(fileId, cancellationToken));
}
