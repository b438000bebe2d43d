using System.Collections.Immutable;
using Atmosphere.Api.People;
using Atmosphere.Catalogue;
using Atmosphere.Grains.Channels;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Recognition;
using Atmosphere.Grains.Training;
using Atmosphere.Slack;
using Atmosphere.Slack.Messages;
using Atmosphere.Slack.WebApi;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Atmosphere.Api.Slack.Commands;

/// <summary>What one person is told when she asks: by the command, or by looking at the Home tab.</summary>
internal sealed partial class PersonalAnswers(
    IGrainFactory grains, CatalogueQueries catalogue, IAboutPerson people, ForgettingDesk forgetting, FactsQueue facts, SlackOperators operators, ISlackIdentity identity, HealthCheckService health,
    IOptions<SlackOptions> slack, IOptions<GalleryOptions> gallery, TimeProvider time, ILogger<PersonalAnswers> logger)
{
    /// <summary>Slack waits three seconds for everything together.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    /// <summary>Grains that are asked at once.</summary>
    private const int MostQuestions = 50;

    /// <summary>The answer to a command. What takes too long or fails is told as such: a command that is repeated does no harm.</summary>
    public async Task<ImmutableArray<Topic>> AnswerAsync(CommandWish wish, string userId)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            return [await TopicAsync(wish, userId, patience.Token).WaitAsync(patience.Token)];
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            LogLate(wish.Word);
        }
        catch (Exception fault)
        {
            LogFailed(fault, wish.Word);
        }

        return [CommandTexts.NotNow];
    }

    /// <summary>The Home tab.</summary>
    public async Task<HomeView> HomeAsync(string userId, Topic? first, CancellationToken cancellationToken)
    {
        ImmutableArray<Topic> topics =
        [
            await StatusAsync(cancellationToken),
            await WaitingAsync(userId, cancellationToken),
            CommandTexts.AboutYou(await people.DescribeAsync(userId, cancellationToken)),
            CommandTexts.Help(known: true),
        ];
        var receipt = await forgetting.ReceiptAsync(userId);
        if (receipt is not null) topics = topics.Insert(2, CommandTexts.Forgotten(receipt));
        var wish = receipt switch { null => HomeWish.ForgetMe, { FinishedAt: null } => HomeWish.None, _ => HomeWish.RememberMe };
        return Topics.Home(first is null ? topics : topics.Insert(0, first), operators.Includes(userId), wish);
    }

    /// <summary>Trains when this person may, and says what came of it.</summary>
    public async Task<Topic> TrainAsync(string userId) => operators.Includes(userId)
        ? CommandTexts.Trained(await grains.GetGrain<ITrainingGrain>(gallery.Value.Gallery).TrainNow(userId))
        : CommandTexts.OperatorsOnly(userId, CommandTexts.TrainingIsForOperators);

    /// <summary>Begins to forget her, and says how far it is.</summary>
    public async Task<Topic> ForgetAsync(string userId) => CommandTexts.Forgotten(await forgetting.ForgetAsync(userId));

    public async Task<Topic> RememberAsync(string userId) => CommandTexts.Remembered(await forgetting.RememberAsync(userId));

    private async Task<Topic> TopicAsync(CommandWish wish, string userId, CancellationToken cancellationToken) => wish.Word switch
    {
        CommandWord.Status => await StatusAsync(cancellationToken),
        CommandWord.WhoIsWaiting => await WaitingAsync(userId, cancellationToken),
        CommandWord.TrainNow => await TrainAsync(userId),
        CommandWord.WhatDoYouKnowAboutMe => await TellAsync(userId, cancellationToken),
        CommandWord.ForgetMe => await forgetting.ReceiptAsync(userId) is { } receipt ? CommandTexts.Forgotten(receipt) : CommandTexts.ForgetMe,
        CommandWord.ForgetMeForGood => await ForgetAsync(userId),
        CommandWord.RememberMe => await RememberAsync(userId),
        CommandWord.ForgetThem => await ForgetThemAsync(wish.PersonId, isSure: false, userId, cancellationToken),
        CommandWord.ForgetThemForGood => await ForgetThemAsync(wish.PersonId, isSure: true, userId, cancellationToken),
        CommandWord.Help => CommandTexts.Help(wish.IsKnown),
        _ => throw new ArgumentOutOfRangeException(nameof(wish), wish.Word, "No answer to this word."),
    };

    /// <summary>Who is no operator does not even learn whether somebody is known.</summary>
    private async Task<Topic> ForgetThemAsync(string? personId, bool isSure, string userId, CancellationToken cancellationToken)
    {
        if (!operators.Includes(userId)) return CommandTexts.OperatorsOnly(userId, CommandTexts.ForgettingIsForOperators);
        if (personId is null) return CommandTexts.WhoIsMeant;
        if (await forgetting.ReceiptAsync(personId) is { } receipt) return CommandTexts.TheyAreForgotten(personId, receipt);
        if (!await forgetting.IsKnownAsync(personId, cancellationToken)) return CommandTexts.NobodyKnown(personId);
        return isSure ? CommandTexts.TheyAreForgotten(personId, await forgetting.ForgetForAsync(personId, userId)) : CommandTexts.ForgetThem(personId);
    }

    /// <summary>The short of it at once, all of it as a file.</summary>
    private async Task<Topic> TellAsync(string userId, CancellationToken cancellationToken)
    {
        var about = CommandTexts.AboutYou(await people.DescribeAsync(userId, cancellationToken));
        facts.Send(userId);
        return about with { Body = $"{about.Body}\nAll of it comes as a file in a direct message." };
    }

    private async Task<Topic> StatusAsync(CancellationToken cancellationToken)
    {
        var report = await health.CheckHealthAsync(cancellationToken);
        var troubles = report.Entries.Values.Where(entry => entry.Status != HealthStatus.Healthy).Select(entry => entry.Description).OfType<string>();
        return CommandTexts.Status(
            await catalogue.CountByStatusAsync(cancellationToken), await grains.GetGrain<ITrainingGrain>(gallery.Value.Gallery).GetView(), [.. troubles]);
    }

    private async Task<Topic> WaitingAsync(string userId, CancellationToken cancellationToken)
    {
        var open = await grains.GetGrain<IChannelGrain>(slack.Value.Channel).ListOpen();
        var faces = await Task.WhenAll(open.Take(MostQuestions).Select(faceId => grains.GetGrain<IFaceGrain>(faceId).GetView()));
        var workspace = await WorkspaceAsync(cancellationToken);
        var questions = faces.Select(face => Question(face, userId, workspace)).OrderBy(question => question.AskedAt);
        return CommandTexts.Waiting([.. questions], open.Length, time.GetUtcNow());
    }

    private async Task<Uri?> WorkspaceAsync(CancellationToken cancellationToken) =>
        await identity.WhoAmIAsync(cancellationToken) is { IsDone: true, Value: { } bot } ? bot.Workspace : null;

    private static OpenQuestion Question(FaceView face, string userId, Uri? workspace)
    {
        var askedAt = SlackTs.TryGetMicroseconds(face.Prompt?.Ts, out var microseconds) ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond) : face.ChangedAt;
        var link = face.Prompt is { } prompt && workspace is not null
            ? new Uri(workspace, $"archives/{prompt.ChannelId}/p{prompt.Ts.Replace(".", "", StringComparison.Ordinal)}")
            : null;
        return new(link, askedAt, face.Votes.Values.Count(vote => vote.IsLive), face.Votes.TryGetValue(userId, out var mine) && mine.IsLive);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The answer to the command {Word} was not ready in time")]
    private partial void LogLate(CommandWord word);

    [LoggerMessage(Level = LogLevel.Error, Message = "The command {Word} failed")]
    private partial void LogFailed(Exception fault, CommandWord word);
}
