using System.Net;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Recognition.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Atmosphere.Api.Tests.Health;

/// <summary><c>/healthz</c> and <c>/readyz</c>.</summary>
public sealed class HealthTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Process_lives_whether_or_not_it_is_ready() => (await api.Anyone.GetFromAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);

    [Theory]
    [InlineData(FaceServicePhase.NodeMissing, "Node.js 20 or newer is needed: apt-get install nodejs npm.")]
    [InlineData(FaceServicePhase.Installing, "Installing the face service's packages.")]
    [InlineData(FaceServicePhase.Restarting, "The face service ended and is started again.")]
    public async Task Readiness_says_in_words_what_is_missing(FaceServicePhase phase, string words)
    {
        Status.Set(new() { Phase = phase, Message = words });
        var answer = await api.Anyone.GetFromAsync("/readyz");
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var said = await answer.JsonAsync();
        said.GetProperty("status").GetString().ShouldBe("not ready");
        said.GetProperty("checks").GetProperty("face-service").GetString().ShouldBe(words);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Ready_when_the_face_service_is()
    {
        Status.Set(new() { Phase = FaceServicePhase.Ready, Message = "The face service is ready." });
        var answer = await api.Anyone.GetFromAsync("/readyz");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.JsonAsync()).GetProperty("status").GetString().ShouldBe("ready");
    }

    [Fact]
    public async Task Server_that_is_stopping_is_not_ready()
    {
        await using var stopping = new ApiFixture();
        await stopping.InitializeAsync();
        stopping.Services.GetRequiredService<FaceServiceStatus>().Set(new() { Phase = FaceServicePhase.Ready, Message = "The face service is ready." });
        (await stopping.Anyone.GetFromAsync("/readyz")).StatusCode.ShouldBe(HttpStatusCode.OK);

        // Handlers of a stop run before the server stops listening: at that moment it is still there to say so.
        HttpStatusCode? said = null;
        var lifetime = stopping.Services.GetRequiredService<IHostApplicationLifetime>();
        lifetime.ApplicationStopping.Register(() => said = AskSynchronously(stopping));
        lifetime.StopApplication();
        said.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private FaceServiceStatus Status => api.Services.GetRequiredService<FaceServiceStatus>();

    private static HttpStatusCode AskSynchronously(ApiFixture app)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/readyz".AsUri());
        using var answer = app.Anyone.Send(request, CancellationToken.None);
        return answer.StatusCode;
    }
}
