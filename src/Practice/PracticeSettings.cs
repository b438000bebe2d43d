using System.Collections.Immutable;
using System.Security.Cryptography;
using Atmosphere.Practice.Store;
using Atmosphere.Slack;
using Microsoft.Extensions.Options;

namespace Atmosphere.Practice;

/// <summary>
/// The token and the signing secret of the practice workspace: made once per data folder and kept there. They are put in the place of
/// <c>Slack:BotToken</c>, <c>Slack:SigningSecret</c> and <c>Slack:Channel</c>, so that nothing else has to know that it is practice.
/// </summary>
internal sealed class PracticeSettings(PracticeStore store) : IPostConfigureOptions<SlackOptions>
{
    public string BotToken { get; } = store.SettingOrNew("bot-token", () => $"xoxb-practice-{RandomNumberGenerator.GetHexString(32, lowercase: true)}");

    public string SigningSecret { get; } = store.SettingOrNew("signing-secret", () => RandomNumberGenerator.GetHexString(32, lowercase: true));

    /// <summary>For Socket Mode.</summary>
    public string AppToken { get; } = store.SettingOrNew("app-token", () => $"{PracticeOptions.AppToken}-{RandomNumberGenerator.GetHexString(32, lowercase: true)}");

    public void PostConfigure(string? name, SlackOptions options)
    {
        options.BotToken = BotToken;
        if (options.AppToken.Length > 0) options.AppToken = AppToken; // it was asked for
        options.SigningSecrets = ImmutableArray.Create(SigningSecret);
        options.Channel = PracticeWorkspace.ChannelId;
        options.ApiUrl = SlackOptions.DefaultApiUrl; // not used: see PracticeAddress
    }
}
