using Atmosphere.Grains.Ports;

namespace Atmosphere.Simulation.Outside;

/// <summary>One process's way to Slack.</summary>
internal sealed class SimulatedSlack(Workspace workspace, Wire wire, Trace trace, Names names) : ISlack
{
    public const string Service = "Slack";

    public Task<Outcome<MessageRef>> PostPromptAsync(string channelId, PromptView prompt, CancellationToken cancellationToken) =>
        CallAsync($"post {names.Face(prompt.FaceId)}: {prompt.Kind}, round {prompt.Round}", () => workspace.Post(channelId, prompt), cancellationToken);

    public Task<Outcome<MessageRef?>> FindPromptAsync(string channelId, string faceId, DateTimeOffset oldest, CancellationToken cancellationToken) =>
        CallAsync($"find the message of {names.Face(faceId)}", () => workspace.Find(faceId, oldest), cancellationToken);

    public Task<Outcome<Nothing>> UpdatePromptAsync(MessageRef message, PromptView prompt, CancellationToken cancellationToken) => CallAsync(
        $"update {names.Face(prompt.FaceId)}: {prompt.Kind}, round {prompt.Round}, {prompt.Votes.Length} votes {prompt.PersonId}", () => workspace.Update(message, prompt), cancellationToken);

    public Task<Outcome<Nothing>> TellAsync(string channelId, string userId, string text, CancellationToken cancellationToken) =>
        CallAsync($"tell {userId}: {text}", () => workspace.Tell(userId, text), cancellationToken);

    public Task<Outcome<MessageRef>> AskPersonAsync(PersonQuestion question, CancellationToken cancellationToken) =>
        CallAsync($"ask {question.PersonId} about {names.Face(question.FaceId)}: {question.Kind}", () => workspace.Ask(question), cancellationToken);

    public Task<Outcome<Nothing>> UpdatePersonQuestionAsync(MessageRef message, PersonQuestion question, CancellationToken cancellationToken) =>
        CallAsync($"update the question to {question.PersonId} about {names.Face(question.FaceId)}: {question.Kind}", () => workspace.Update(message, question), cancellationToken);

    public Task<Outcome<SlackUser>> GetUserAsync(string userId, CancellationToken cancellationToken) =>
        CallAsync($"who is {userId}", () => workspace.User(userId), cancellationToken);

    public Task<Outcome<string>> UploadPictureAsync(string fileName, string altText, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken) =>
        CallAsync($"upload {fileName}", workspace.Upload, cancellationToken);

    public Task<Outcome<Nothing>> DeletePictureAsync(string fileId, CancellationToken cancellationToken) =>
        CallAsync($"delete {fileId}", () => workspace.Delete(fileId), cancellationToken);

    private Task<Outcome<T>> CallAsync<T>(string what, Func<Outcome<T>> effect, CancellationToken cancellationToken) => wire.CallAsync(
        Service,
        what,
        () =>
        {
            var answer = effect();
            trace.Note($"Slack: {what}: {answer.Kind} {answer.Code}");
            return answer;
        },
        cancellationToken);
}
