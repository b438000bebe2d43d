using Atmosphere.Grains.Auditing;
using Atmosphere.Grains.Channels;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Faces.Steps;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.People;
using Atmosphere.Grains.People.Steps;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Photos.Steps;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Recognition;
using Atmosphere.Grains.Retention;
using Atmosphere.Grains.Retention.Steps;
using Atmosphere.Grains.Strangers;
using Atmosphere.Grains.Strangers.Steps;
using Atmosphere.Grains.Streams;
using Atmosphere.Grains.Training;
using Atmosphere.Grains.Training.Steps;
using System.Security.Cryptography;
using Atmosphere.Grains.Webhooks;
using Atmosphere.Grains.Webhooks.Steps;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atmosphere.Grains.Hosting;

/// <summary>Registers what the grains need besides an engine and the ports.</summary>
public static class GrainServices
{
    /// <summary>Options (validated at start), rules and steps. The ports and <see cref="TimeProvider"/> are the host's to register.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Sections <c>Voting</c>, <c>Asking</c>, <c>Recognition</c>, <c>People</c>, <c>Photos</c>, <c>Training</c>, <c>Retention</c>, <c>Streams</c>, <c>Webhook</c>.</param>
    public static IServiceCollection AddAtmosphereGrains(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddGrainOptions(configuration);
        services.TryAddSingleton(_ => new Backoff(Random.Shared.NextDouble));
        services.TryAddSingleton<OwingLoad>();
        services.AddSingleton(sp => new OwingServices(
            sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<Backoff>(),
            sp.GetRequiredService<ILoggerFactory>(),
            sp.GetRequiredService<OwingLoad>(),
            sp.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None));

        AddRules(services);
        AddSteps(services);
        return services;
    }

    /// <summary>The options alone, for a process that calls grains and hosts none.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Sections <c>Voting</c>, <c>Asking</c>, <c>Recognition</c>, <c>People</c>, <c>Photos</c>, <c>Training</c>, <c>Retention</c>, <c>Streams</c>, <c>Webhook</c>.</param>
    public static IServiceCollection AddGrainOptions(this IServiceCollection services, IConfiguration configuration)
    {
        AddOptions<VotingOptions>(services, configuration, "Voting", options => options.Flaws());
        AddOptions<AskingOptions>(services, configuration, "Asking", options => options.Flaws());
        AddOptions<RecognitionRulesOptions>(services, configuration, "Recognition", options => options.Flaws());
        AddOptions<PeopleOptions>(services, configuration, "People", options => options.Flaws());
        AddOptions<PhotoOptions>(services, configuration, "Photos", options => options.Flaws());
        AddOptions<TrainingOptions>(services, configuration, "Training", options => options.Flaws());
        AddOptions<RetentionOptions>(services, configuration, "Retention", options => options.Flaws());
        AddOptions<StreamOptions>(services, configuration, "Streams", options => options.Flaws());
        AddOptions<WebhookOptions>(services, configuration, "Webhook", options => options.Flaws());
        services.AddOptions<GalleryOptions>().Bind(configuration.GetSection("Recognition"));

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Tombstones>();
        return services;
    }

    private static void AddRules(IServiceCollection services)
    {
        services.AddSingleton(sp => new FaceRules(
            Of<VotingOptions>(sp).Required, Of<VotingOptions>(sp).MaxVoters, Of<AskingOptions>(sp).MinimumSide, Of<VotingOptions>(sp).ExpireAfter, Of<AskingOptions>(sp).GroupWithin > TimeSpan.Zero, Of<VotingOptions>(sp).AskThePerson,
            Of<WebhookOptions>(sp).IsOn));
        services.AddSingleton(sp => new StrangersRules(Of<AskingOptions>(sp).GroupWithin, Of<AskingOptions>(sp).GatherFor));
        services.AddSingleton(sp => new DuplicateRules(Of<RecognitionRulesOptions>(sp).DuplicateAbove));
        services.AddSingleton(sp => new WebhookRules(Of<WebhookOptions>(sp).GiveUpAfter));
        services.AddSingleton(sp => new ReferenceRules(Of<AskingOptions>(sp).MinimumSide));
        services.AddSingleton(sp => new PromptRules(Of<AskingOptions>(sp).Channel, Of<VotingOptions>(sp).Required));
        services.AddSingleton(sp => new ChannelRules(
            Of<AskingOptions>(sp).MaxOpen, Of<AskingOptions>(sp).PostInterval, Of<AskingOptions>(sp).PerDay, Of<AskingOptions>(sp).Hours()));
        services.AddSingleton(sp => new IdentificationRules(Of<RecognitionRulesOptions>(sp).Threshold, Of<RecognitionRulesOptions>(sp).EffectiveAskAbove));
        services.AddSingleton(sp => new RecogniserBudgetRules(Of<RecognitionRulesOptions>(sp).CallsPerSecond, Of<GalleryOptions>(sp).BudgetKey));
        services.AddSingleton(sp => RetentionRules.Of(Of<RetentionOptions>(sp)));
        services.AddSingleton(sp => new StreamRules(Of<StreamOptions>(sp).RepublishAfter));
        services.AddSingleton(sp => new PersonRules(Of<PeopleOptions>(sp).MaxFaces, Of<PeopleOptions>(sp).ProfileMaxAge));
        services.AddSingleton(sp => new TrainingRules(
            Of<GalleryOptions>(sp).Gallery,
            TimeZoneInfo.FindSystemTimeZoneById(Of<TrainingOptions>(sp).TimeZone),
            TimeOnly.ParseExact(Of<TrainingOptions>(sp).At, "HH:mm", null)));
    }

    private static void AddSteps(IServiceCollection services)
    {
        services.AddSingleton<RecogniserAccess>();
        services.AddSingleton<PersonDirectory>();
        services.AddSingleton<StreamPublisher>();
        services.AddSingleton<WriteAuditStep>();
        services.AddForgetting();

        services.AddSingleton(sp => new CuttingPlaces(Of<PhotoOptions>(sp).CutAtOnce));
        services.AddSingleton<CutPhotoStep>();

        services.AddSingleton<FaceSteps>();
        services.AddSingleton<IdentifyFaceStep>();
        services.AddSingleton<PromptStep>();
        services.AddSingleton<VerifyVoteStep>();
        services.AddSingleton<TellVoterStep>();
        services.AddSingleton<StoreFaceTagSqlStep>();
        services.AddSingleton<SendFaceForTrainingStep>();
        services.AddSingleton<WithdrawFaceStep>();
        services.AddSingleton<ReleaseSlotStep>();
        services.AddSingleton<FindOthersStep>();
        services.AddSingleton<FollowLeadStep>();
        services.AddSingleton<TellFollowerStep>();
        services.AddSingleton<LeaveOthersStep>();
        services.AddSingleton<TellDenialsStep>();
        services.AddSingleton<DropOldPicturesStep>();
        services.AddSingleton<AskPersonStep>();
        services.AddSingleton<ForgettingSteps>();
        services.AddSingleton<CheckReferenceStep>();
        services.AddSingleton<TellWebhookStep>();
        services.AddSingleton(sp => new DeliverMessageStep(
            sp.GetService<IWebhook>(), sp.GetRequiredService<IGrainFactory>(), sp.GetRequiredService<Tombstones>(), sp.GetRequiredService<WebhookRules>()));
        services.AddSingleton<GroupStrangersStep>();

        services.AddSingleton<PersonSteps>();
        services.AddSingleton<CreateGalleryPersonStep>();
        services.AddSingleton<EnrolFaceStep>();
        services.AddSingleton<RemoveFaceStep>();
        services.AddSingleton<AnswerFaceStep>();
        services.AddSingleton<EnrichUserStep>();
        services.AddSingleton<AskForTrainingStep>();
        services.AddSingleton<StorePersonSqlStep>();
        services.AddSingleton<RemovalSteps>();

        services.AddSingleton<StartTrainingStep>();

        services.AddSingleton<SweepStep>();
    }

    private static void AddForgetting(this IServiceCollection services)
    {
        services.TryAddSingleton(_ => new TombstoneSecret(() => RandomNumberGenerator.GetHexString(64, lowercase: true)));
        services.TryAddSingleton<Tombstones>();
    }

    private static T Of<T>(IServiceProvider services)
        where T : class => services.GetRequiredService<IOptions<T>>().Value;

    private static void AddOptions<T>(IServiceCollection services, IConfiguration configuration, string section, Func<T, IEnumerable<string>> flaws)
        where T : class
    {
        services.AddOptions<T>().Bind(configuration.GetSection(section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<T>>(new FlawValidator<T>(flaws));
    }

    /// <summary>Every flaw is one sentence that names the setting, says what is wrong and gives an example.</summary>
    private sealed class FlawValidator<T>(Func<T, IEnumerable<string>> flaws) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var found = flaws(options).ToList();
            return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
        }
    }
}
