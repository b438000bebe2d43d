using System.Net;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atmosphere.Api.Tests.Embedded;

/// <summary>What can't be written is not accepted, and nothing else suffers. On this engine only: the other's storage in memory can't be made to fail.</summary>
public sealed class FailedWriteTests
{
    /// <summary>Slack shows the user a warning after this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Vote_that_can_not_be_written_is_refused_and_the_next_one_taken_in_time_while_Slack_hangs()
    {
        await using var api = new FragileApi();
        await api.InitializeAsync();
        using var hold = api.Slack.Hang();
        var face = await api.AskedFaceAsync();
        await Eventually.Holds(() => api.Slack.Calls > 0, "the prompt hangs");

        api.Storage.IsBroken = true;
        await (await api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa))).ShouldBeProblemAsync(HttpStatusCode.InternalServerError);
        api.Storage.IsBroken = false;
        var answer = await api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Omer, SlackSide.Noa)).WaitAsync(Patience, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.FaceAsync(face)).Votes.Keys.ShouldBe([SlackSide.Omer]);
    }

    private sealed class FragileApi : OwnSlackFixture
    {
        public FragileSerializer Storage { get; } = new();

        private protected override void Replace(WebApplicationBuilder builder)
        {
            base.Replace(builder);
            builder.Services.Replace(ServiceDescriptor.Singleton<IGrainStorageSerializer>(Storage));
        }
    }

    /// <summary>Fails to write faces when it is told to.</summary>
    private sealed class FragileSerializer : IGrainStorageSerializer
    {
        private readonly GrainStateSerializer _inner = new();

        public bool IsBroken { get; set; }

        public BinaryData Serialize<T>(T? input) => IsBroken && input is FaceState ? throw new IOException("No space left on device.") : _inner.Serialize(input);

        public T? Deserialize<T>(BinaryData input) => _inner.Deserialize<T>(input);
    }
}
