using System.Net;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Faces;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Api.Tests;

/// <summary>The API calls the grains of silos elsewhere.</summary>
public sealed class ClientTests(ClientFixture api) : IClassFixture<ClientFixture>
{
    [Fact]
    public async Task Votes_through_a_client_reach_the_grains_of_the_silo()
    {
        var face = await api.AskedFaceAsync();
        (await api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Omer, SlackSide.Noa))).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Eventually.Holds(async () => (await api.FaceAsync(face)).Status == FaceStatus.Tagged, "the face is tagged");
        api.Silo.Services.GetRequiredService<IGrainFactory>().ShouldNotBeSameAs(api.Grains);
    }

    [Fact]
    public async Task Photo_that_comes_in_by_the_client_is_cut_by_the_silo()
    {
        var answer = await api.Camera.PostBytesAsync("/photos", Pictures.Jpeg());
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var photo = answer.Headers.Location!.ToString();
        await Eventually.Holds(async () => (await (await api.Camera.GetFromAsync(photo)).JsonAsync()).GetProperty("status").GetString() == "faces", "the photo has its faces");
    }

    [Fact]
    public async Task Ready_names_the_cluster_and_leaves_faces_to_the_silos()
    {
        var ready = await api.Anyone.GetFromAsync("/readyz");
        ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        var checks = (await ready.JsonAsync()).GetProperty("checks");
        checks.GetProperty("cluster").GetString().ShouldBe("The cluster is connected.");
        checks.GetProperty("face-service").GetString()!.ShouldContain("silos");
    }

    [Fact]
    public async Task Silo_answers_the_probes_and_nothing_else()
    {
        var address = new Uri(api.Silo.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        using var anyone = new HttpClient { BaseAddress = address };
        (await anyone.GetFromAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await (await anyone.GetFromAsync("/readyz")).JsonAsync()).GetProperty("checks").TryGetProperty("server", out _).ShouldBeTrue();
        foreach (var path in new[] { "/", "/dashboard", "/admin/faces/x" }) (await anyone.GetFromAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Dashboard_is_for_operators()
    {
        (await api.Anyone.GetFromAsync("/dashboard/")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await api.Camera.GetFromAsync("/dashboard/DashboardCounters")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var page = await api.Operator.GetFromAsync("/dashboard/");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("font-src 'self' data:", Case.Sensitive, "the dashboard's page brings its font along");
        policy.ShouldNotContain("script-src");
        (await api.Operator.GetFromAsync("/dashboard/DashboardCounters")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
