using System.Net;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Silo.Scaling;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Api.Tests.Scaling;

/// <summary>An API with a scaling key, in a cluster whose wishes a test sets.</summary>
public sealed class ScalingFixture : ApiFixture
{
    public const string Key = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    internal FakeScaling Scaling { get; } = new();

    private protected override IEnumerable<string> Settings => [$"--Scaling:Key={Key}"];

    private protected override void Replace(WebApplicationBuilder builder) => builder.Services.AddSingleton<ISiloScaling>(Scaling);

    internal sealed class FakeScaling : ISiloScaling
    {
        public int? Wanted { get; set; } = 2;

        public Task<bool?> IsWantedAsync(int silo) => Task.FromResult(silo == 0 ? true : Wanted is { } wanted ? silo < wanted : (bool?)null);

        public Task<ScalingView> ShowAsync() => Task.FromResult(new ScalingView { Wanted = Wanted, Reporting = 2, Load = 0.5, Measure = "cpu" });
    }
}

/// <summary>What KEDA asks, and what nobody else may.</summary>
public sealed class ScalingTests(ScalingFixture api) : IClassFixture<ScalingFixture>
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    [InlineData(31, 0)]
    public async Task Each_silo_is_wanted_or_not(int silo, int replicas)
    {
        using var keda = api.NewClient(ScalingFixture.Key);
        var answer = await keda.GetFromAsync($"/scaling/silos/{silo}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.TextAsync()).ShouldBe($$"""{"replicas":{{replicas}}}""");
    }

    [Fact]
    public async Task What_is_not_known_is_no_answer()
    {
        await using var starting = new ScalingFixture();
        starting.Scaling.Wanted = null;
        await starting.InitializeAsync();
        using var keda = starting.NewClient(ScalingFixture.Key);
        await (await keda.GetFromAsync("/scaling/silos/1")).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        (await keda.GetFromAsync("/scaling/silos/0")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_operator_sees_what_the_answer_rests_on()
    {
        using var keda = api.NewClient(ScalingFixture.Key);
        var view = await (await keda.GetFromAsync("/scaling/silos")).JsonAsync();
        view.GetProperty("wanted").GetInt32().ShouldBe(2);
        view.GetProperty("measure").GetString().ShouldBe("cpu");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0f1e2d3c4b5a69788796a5b4c3d2e1f")]
    [InlineData("0F1E2D3C4B5A69788796A5B4C3D2E1F0")]
    public async Task Without_the_key_nothing_is_told(string? key)
    {
        foreach (var path in (string[])["/scaling/silos/1", "/scaling/silos"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path.AsUri());
            if (key is not null) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}").ShouldBeTrue();
            var answer = await api.Anyone.SendAsync(request, TestContext.Current.CancellationToken);
            await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
            answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        }
    }

    [Fact]
    public async Task Other_keys_are_not_this_one()
    {
        await (await api.Operator.GetFromAsync("/scaling/silos/1")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        await (await api.Camera.GetFromAsync("/scaling/silos/1")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        using var keda = api.NewClient(ScalingFixture.Key);
        (await keda.GetFromAsync("/admin/training/atmosphere")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/scaling/silos/-1")]
    [InlineData("/scaling/silos/32")]
    [InlineData("/scaling/silos/one")]
    public async Task A_silo_that_can_not_be_is_not_found(string path)
    {
        using var keda = api.NewClient(ScalingFixture.Key);
        await (await keda.GetFromAsync(path)).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }
}

/// <summary>A process that hosts its grains itself.</summary>
public sealed class NothingToScaleTests(NothingToScaleTests.KeyedFixture api) : IClassFixture<NothingToScaleTests.KeyedFixture>
{
    public sealed class KeyedFixture : ApiFixture
    {
        private protected override IEnumerable<string> Settings => [$"--Scaling:Key={ScalingFixture.Key}"];
    }

    [Fact]
    public async Task Alone_there_is_nothing_to_scale()
    {
        using var keda = api.NewClient(ScalingFixture.Key);
        var problem = await (await keda.GetFromAsync("/scaling/silos/1")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        problem.GetProperty("detail").GetString()!.ShouldContain("nothing to scale");
        await (await api.Anyone.GetFromAsync("/scaling/silos/1")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }
}

/// <summary>An API to which no scaling key was given.</summary>
public sealed class NoScalingKeyTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Without_a_key_there_is_no_such_address()
    {
        await (await api.Anyone.GetFromAsync("/scaling/silos/1")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await api.Operator.GetFromAsync("/scaling/silos")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }
}
