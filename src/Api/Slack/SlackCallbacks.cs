using System.Collections.Immutable;
using System.Text.Json;
using Atmosphere.Api.Limits;
using Atmosphere.Api.Setup;
using Atmosphere.Api.Slack.Commands;
using Atmosphere.Grains.Faces;
using Atmosphere.Slack;
using Atmosphere.Slack.Interactions;
using Atmosphere.Slack.Messages;
using Atmosphere.Slack.WebApi;
using Microsoft.Extensions.Options;

namespace Atmosphere.Api.Slack;

/// <summary>Does what was asked for in Slack, whether it came over HTTP or over the socket.</summary>
internal sealed partial class SlackCallbacks(
    IGrainFactory grains, WhisperQueue whispers, HomeQueue homes, SetupPressQueue setup, PersonalAnswers answers, VoterLimit voters, ISlackIdentity identity,
    IOptions<SlackOptions> slack, TimeProvider time, ILogger<SlackCallbacks> logger) : ISlackCallbacks
{
    /// <summary>How long to wait for Slack to say whose workspace this is. It is asked once; until it has answered everybody is at home.</summary>
    private static readonly TimeSpan IdentityPatience = TimeSpan.FromSeconds(0.5);

    public async Task<CallbackAnswer> AnswerAsync(Interaction callback, CancellationToken cancellationToken)
    {
        if (callback.UserId.Length > 0 && callback is not (Irrelevant or Malformed) && voters.Refuse(callback.UserId) is { } wait) return CallbackAnswer.TooMany(wait);
        switch (callback)
        {
            case FaceInteraction pressed:
                var answer = await grains.GetGrain<IFaceGrain>(pressed.Face.FaceId).Press(Presses.ToCommand(pressed, time.GetUtcNow()));
                if (Presses.Refusal(answer) is { } refusal) whispers.Add(pressed.ChannelId, pressed.UserId, refusal);
                return CallbackAnswer.Taken;
            case CommandGiven given:
                return CallbackAnswer.With(Topics.Reply(await IsFromElsewhereAsync(given, cancellationToken) ? [CommandTexts.Elsewhere] : await AnswerAsync(given)));
            case HomeOpened opened:
                if (!await IsFromElsewhereAsync(opened, cancellationToken)) homes.Add(opened.UserId);
                return CallbackAnswer.Taken;
            case TrainingAsked asked:
                homes.Add(asked.UserId, await answers.TrainAsync(asked.UserId));
                return CallbackAnswer.Taken;
            case ForgettingAsked asked:
                await answers.ForgetAsync(asked.UserId);
                homes.Add(asked.UserId); // which says how far it is
                return CallbackAnswer.Taken;
            case RememberingAsked asked:
                homes.Add(asked.UserId, await answers.RememberAsync(asked.UserId));
                return CallbackAnswer.Taken;
            case SetupPressed pressed:
                setup.Add(pressed.TestId, new() { ChannelId = pressed.ChannelId, Ts = pressed.MessageTs });
                return CallbackAnswer.Taken;
            case AddressChecked check:
                return CallbackAnswer.With(JsonSerializer.SerializeToUtf8Bytes(new { challenge = check.Challenge }));
            case Malformed malformed:
                LogMalformed(malformed.Reason);
                return CallbackAnswer.Malformed;
            default:
                return CallbackAnswer.Taken;
        }
    }

    private Task<ImmutableArray<Topic>> AnswerAsync(CommandGiven given) => answers.AnswerAsync(CommandWords.Read(given.Text), given.UserId);

    /// <summary>An app may be installed in several workspaces, all with one signing secret. The people of one are nobody's business in the others.</summary>
    private async Task<bool> IsFromElsewhereAsync(Interaction callback, CancellationToken cancellationToken)
    {
        if (callback.AppId.Length > 0 && slack.Value.AppId is { } ours && callback.AppId != ours) return true;
        if (callback.TeamId.Length == 0) return false;
        using var patience = new CancellationTokenSource(IdentityPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var me = await identity.WhoAmIAsync(either.Token);
            // An organisation's own id is not that of its workspaces, and all of them are one's own.
            return me is { IsDone: true, Value.TeamId: ['T', ..] team } && callback.TeamId[0] == 'T' && team != callback.TeamId;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A genuine callback could not be read: {Reason}")]
    private partial void LogMalformed(string reason);
}
