using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Atmosphere.Api.Crops;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Api.Tests.Fuzz;

/// <summary>
/// Whatever is sent to whichever endpoint: no 500, no silence, no growth, and honest requests are served all the while. Runs alone, since
/// memory is counted for the whole process.
/// </summary>
[Collection(nameof(HttpFuzzTests))]
[CollectionDefinition(nameof(HttpFuzzTests), DisableParallelization = true)]
public sealed class HttpFuzzTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int Usual = 6_000;
    private const int Senders = 8;
    private const long MostGrowth = 64 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Target _api = new();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task No_request_is_answered_with_500_or_not_at_all_and_none_leaves_anything_in_memory()
    {
        await _api.InitializeAsync();
        var requests = new Requests(_api.SigningSecret, _api.CameraToken, _api.OperatorKey, Target.ScalingKey, _api.Services.GetRequiredService<CropLinks>().For);
        var answers = new ConcurrentDictionary<HttpStatusCode, int>();
        var inputs = FuzzRun.CountOr(Usual) / FuzzRun.Seeds.Count;
        var watch = Stopwatch.StartNew();
        long warm = 0;
        foreach (var seed in FuzzRun.Seeds)
        {
            output.WriteLine($"seed {seed}");
            await SendAsync(requests, seed, 0, inputs / 2, answers);
            if (warm == 0) warm = GC.GetTotalMemory(forceFullCollection: true);
            await SendAsync(requests, seed, inputs / 2, inputs, answers);
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - warm;
        var told = string.Join(", ", answers.OrderBy(answer => answer.Key).Select(answer => $"{(int)answer.Key}: {answer.Value}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answers.Values.Sum()} requests in {watch.Elapsed.TotalSeconds:0} s; {told}; memory grown by {grown / 1024.0 / 1024:0.0} MB"));
        grown.ShouldBeLessThan(MostGrowth);
        foreach (var status in new[] { HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.NotFound })
            answers.ShouldContainKey(status, "the damage reaches different parts of the application");

        _api.Recogniser.Sees = true;
        var face = await _api.AskedFaceAsync();
        (await _api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _api.FaceAsync(face)).Votes.Keys.ShouldBe([SlackSide.Dana]);
    }

    private Task SendAsync(Requests requests, int seed, int from, int to, ConcurrentDictionary<HttpStatusCode, int> answers) => Parallel.ForAsync(
        from,
        to,
        new ParallelOptions { MaxDegreeOfParallelism = Senders, CancellationToken = TestContext.Current.CancellationToken },
        async (number, cancellationToken) =>
        {
            using var request = requests.Next(FuzzRun.Source(seed, number));
            try
            {
                using var answer = await _api.Anyone.SendAsync(request, cancellationToken).WaitAsync(Patience, cancellationToken);
                var text = await answer.Content.ReadAsStringAsync(cancellationToken);
                ((int)answer.StatusCode).ShouldBeLessThan(500);
                text.ShouldNotContain("   at ", customMessage: "a stack trace");

                // The server itself answers a request line that it can't read, without a body.
                if (text.Length > 0) answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
                answers.AddOrUpdate(answer.StatusCode, 1, (_, count) => count + 1);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                // A connection that ends without an answer says nothing; the server knows why it ended it.
                throw new InvalidOperationException($"{FuzzRun.Name(seed, number)}: {request.Method} {request.RequestUri}\n{_api.Connections}", fault);
            }
        });

    /// <summary>The application with limits that the test does not meet, and photos without faces: what is taken must not grow, either.</summary>
    private sealed class Target : ApiFixture
    {
        public Blind Recogniser { get; } = new();

        public LastConnections Connections { get; } = new();

        public const string ScalingKey = "ssssssssssssssssssssssssssssssss";

        private protected override IEnumerable<string> Settings =>
        [
            "--Limits:CameraPerSecond=1000000", "--Limits:OperatorPerSecond=1000000", "--Limits:VoterPerSecond=1000000", "--Limits:StrangerPerSecond=1000000",
            "--Embedded:CollectionAge=00:01:00", $"--Scaling:Key={ScalingKey}",
        ];

        private protected override void Replace(WebApplicationBuilder builder)
        {
            builder.Logging.ClearProviders();
            builder.Logging.AddProvider(Connections).AddFilter<LastConnections>(LastConnections.Category, LogLevel.Debug);
            builder.Services.Replace(ServiceDescriptor.Singleton<IRecogniser>(Recogniser));
        }
    }

    /// <summary>Sees nobody, until it is told to.</summary>
    private sealed class Blind : FakeRecogniser
    {
        public bool Sees { get; set; }

        public override Task<Outcome<ImmutableArray<DetectedFace>>> DetectAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken) =>
            Sees ? base.DetectAsync(image, cancellationToken) : Task.FromResult(Outcome<ImmutableArray<DetectedFace>>.Done([]));
    }
}
