using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Atmosphere.Api.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Api.Tests.Hosting;

/// <summary>Metrics and traces go where the configuration says, and tell no secrets.</summary>
public sealed class TelemetryTests : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();
    private readonly WebApplication _collector;

    public TelemetryTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _collector = builder.Build();
        _collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _received.Enqueue((context.Request.Path, body.ToArray()));
        });
    }

    public ValueTask DisposeAsync() => _collector.DisposeAsync();

    [Fact]
    public async Task Metrics_and_traces_arrive_without_keys_and_names()
    {
        await _collector.StartAsync(TestContext.Current.CancellationToken);
        string[] secrets;
        await using (var api = new MeasuredApi(_collector.Urls.Single()))
        {
            await api.InitializeAsync();
            var face = await api.AskedFaceAsync();
            foreach (var voter in new[] { SlackSide.Dana, SlackSide.Omer }) (await api.SlackSendsAsync(SlackSide.Pick(face, voter, SlackSide.Noa))).EnsureSuccessStatusCode();
            (await api.Operator.GetFromAsync($"/admin/faces/{face}")).EnsureSuccessStatusCode();
            secrets = [api.OperatorKey, api.CameraToken, api.SigningSecret, "Dana Levi", "Noa Shapiro"];
        }

        foreach (var path in new[] { "/v1/metrics", "/v1/traces" })
        {
            var bodies = _received.Where(received => received.Path == path).Select(received => Encoding.Latin1.GetString(received.Body)).ToList();
            bodies.ShouldNotBeEmpty(path);
            foreach (var secret in secrets) bodies.ShouldAllBe(body => !body.Contains(secret, StringComparison.Ordinal), path);
            bodies.ShouldContain(body => body.Contains("atmosphere-api", StringComparison.Ordinal), "the service's name goes along");
        }
    }

    [Theory]
    [InlineData("collector")]
    [InlineData("ftp://collector:4317")]
    public void Address_that_is_none_stops_the_start(string address) =>
        Should.Throw<Silo.Hosting.SettingException>(() => ApiFixture.Build(Path.GetTempPath(), ["--environment=Development", $"--OTEL_EXPORTER_OTLP_ENDPOINT={address}"]))
            .Message.ShouldContain("OTEL_EXPORTER_OTLP_ENDPOINT");

    private sealed class MeasuredApi(string collector) : ApiFixture
    {
        private protected override IEnumerable<string> Settings => [$"--OTEL_EXPORTER_OTLP_ENDPOINT={collector}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"];
    }
}
