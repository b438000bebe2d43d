using Atmosphere.Grains.Ports;
using Atmosphere.Recognition.FaceApi;
using Atmosphere.Recognition.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace Atmosphere.Recognition.Tests.FaceApi;

/// <summary>Everything that can go wrong on the way: each is an outcome, and none is final.</summary>
public abstract partial class RecogniserPortTests
{
    private static byte[] Picture => FakePicture.Of(new FakeFace("ann", 0, 0, 50, 50));

    [Theory]
    [InlineData("7", 7)]
    [InlineData("soon", null)]
    [InlineData("2000000000", 3600)]
    [InlineData(null, null)]
    public async Task Too_many_requests_is_throttled_for_as_long_as_asked(string? header, int? seconds)
    {
        _api.AnswerNext(429, "429", header);

        var outcome = await Recogniser(_api.Address).DetectAsync(Picture, Token);

        outcome.Kind.ShouldBe(OutcomeKind.Throttled);
        outcome.RetryAfter.ShouldBe(seconds is { } s ? TimeSpan.FromSeconds(s) : null);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_unavailable_when_the_time_is_up()
    {
        var time = new ManualTime();
        var arrived = new TaskCompletionSource();
        _api.AnswerNext(context => HangAsync(context, arrived));

        var asking = Recogniser(_api.Address, time: time).DetectAsync(Picture, Token);
        await arrived.Task.WaitAsync(Token);
        time.Advance(Clients.Timeout - TimeSpan.FromMilliseconds(1));
        asking.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(1));

        var outcome = await asking;
        (outcome.Kind, outcome.Code).ShouldBe((OutcomeKind.Unavailable, "timeout"));
    }

    [Fact]
    public async Task An_answer_that_stops_in_the_middle_counts_against_the_time_too()
    {
        var time = new ManualTime();
        var arrived = new TaskCompletionSource();
        _api.AnswerNext(async context =>
        {
            await context.Response.WriteAsync("[", Token);
            await context.Response.Body.FlushAsync(Token);
            await HangAsync(context, arrived);
        });

        var asking = Recogniser(_api.Address, time: time).DetectAsync(Picture, Token);
        await arrived.Task.WaitAsync(Token);
        time.Advance(Clients.Timeout);

        (await asking).Code.ShouldBe("timeout");
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_a_cancellation_not_an_outcome()
    {
        var arrived = new TaskCompletionSource();
        using var caller = new CancellationTokenSource();
        _api.AnswerNext(context => HangAsync(context, arrived));

        var asking = Recogniser(_api.Address).DetectAsync(Picture, caller.Token);
        await arrived.Task.WaitAsync(Token);
        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_unavailable()
    {
        _api.AnswerNext(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        var outcome = await Recogniser(_api.Address).DetectAsync(Picture, Token);

        (outcome.Kind, outcome.Code).ShouldBe((OutcomeKind.Unavailable, "unreachable"));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_unavailable()
    {
        _api.AnswerNext(async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("[", Token);
            await context.Response.Body.FlushAsync(Token);
            context.Abort();
        });

        (await Recogniser(_api.Address).DetectAsync(Picture, Token)).Kind.ShouldBe(OutcomeKind.Unavailable);
    }

    [Fact]
    public async Task Nobody_listening_is_unavailable()
    {
        var address = _api.Address;
        await _api.DisposeAsync();

        var outcome = await Recogniser(address).DetectAsync(Picture, Token);

        (outcome.Kind, outcome.Code).ShouldBe((OutcomeKind.Unavailable, "unreachable"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("[null]")]
    [InlineData("""[{"faceId":"a","faceRectangle":{"left":0,"top":0,"width":0,"height":5}}]""")]
    [InlineData("""[{"faceId":"a","faceRectangle":{"left":"x"}}]""")]
    [InlineData("<html>Welcome to the hotel's Wi-Fi</html>")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public async Task An_answer_that_is_not_what_was_promised_is_unavailable(string body)
    {
        _api.AnswerNext(context => context.Response.WriteAsync(body, Token));

        var outcome = await Recogniser(_api.Address).DetectAsync(Picture, Token);

        (outcome.Kind, outcome.Code).ShouldBe((OutcomeKind.Unavailable, "unreadable-answer"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_without_end_is_given_up(bool lengthIsKnown)
    {
        _api.AnswerNext(async context =>
        {
            var piece = new byte[64 * 1024];
            if (lengthIsKnown) context.Response.ContentLength = 1024L * piece.Length;
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(piece, context.RequestAborted);
        });

        var outcome = await Recogniser(_api.Address).DetectAsync(Picture, Token);

        (outcome.Kind, outcome.Code).ShouldBe((OutcomeKind.Unavailable, "answer-too-large"));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_since_the_key_would_go_along()
    {
        await using var elsewhere = await FakeFaceApi.StartAsync();
        _api.AnswerNext(context =>
        {
            context.Response.Redirect(elsewhere.Address.AbsoluteUri, permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });

        (await Recogniser(_api.Address).DetectAsync(Picture, Token)).Kind.ShouldBe(OutcomeKind.Misconfigured);

        elsewhere.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_key_is_an_operators_matter() =>
        (await Recogniser(_api.Address, key: "wrong").DetectAsync(Picture, Token)).Kind.ShouldBe(OutcomeKind.Misconfigured);

    [Fact]
    public async Task Neither_log_nor_reason_has_keys_ids_or_what_the_recogniser_said()
    {
        var logger = new ListLogger<FaceHttp>();
        var client = Recogniser(_api.Address, logger: logger);
        var outcomes = new List<string>();
        foreach (var (status, code) in new[] { (400, "BadArgument"), (401, "401"), (403, "Dana Example"), (409, "ConcurrentOperationConflict"), (500, "") })
        {
            _api.AnswerNext(status, code);
            var outcome = await client.CreatePersonAsync("U0123456789", Token);
            outcomes.Add($"{outcome.Code} {outcome.Reason}");
        }

        logger.Lines.Count.ShouldBe(5);
        foreach (var text in logger.Lines.Concat(outcomes))
        {
            text.ShouldNotContain(FakeFaceApi.Key);
            text.ShouldNotContain("U0123456789");
            text.ShouldNotContain("Somebody's name");
            text.ShouldNotContain("Dana");
        }
    }

    private static async Task HangAsync(HttpContext context, TaskCompletionSource arrived)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        arrived.SetResult();
        await gone.Task;
    }
}
