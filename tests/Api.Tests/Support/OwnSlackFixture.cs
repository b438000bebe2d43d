using Atmosphere.Grains.Ports;
using Atmosphere.Slack.WebApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atmosphere.Api.Tests.Support;

/// <summary>The application as it runs in production, with settings for a Slack app; <see cref="FakeSlack"/> is that Slack.</summary>
public class OwnSlackFixture : ApiFixture
{
    public const string FirstSecret = "8f742231b10e8888abcd99yyyzzz85a5";
    public const string SecondSecret = "1111222233334444555566667777aaaa";

    internal static readonly string[] SlackSettings = ["--Slack:BotToken=xoxb-1234-5678-abcDEF", $"--Slack:SigningSecret={FirstSecret},{SecondSecret}", "--Slack:Channel=C0123456789"];

    internal FakeSlack Slack { get; } = new();

    private protected override IEnumerable<string> Settings => ["--environment=Production", .. SlackSettings];

    private protected override void Replace(WebApplicationBuilder builder) => builder.Services
        .Replace(ServiceDescriptor.Singleton<ISlack>(Slack))
        .Replace(ServiceDescriptor.Singleton<ISlackIdentity>(Slack))
        .Replace(ServiceDescriptor.Singleton<ISlackHomes>(Slack));
}
