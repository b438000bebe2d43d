using Atmosphere.Api.Limits;
using Atmosphere.Grains.Ports;
using Atmosphere.Slack;
using Atmosphere.Slack.Interactions;
using Atmosphere.Slack.Signing;
using Microsoft.Extensions.Options;

namespace Atmosphere.Api.Slack;

/// <summary>Where Slack calls back over HTTP. The order is fixed: raw bytes, signature, parsing, disk, 200.</summary>
internal static partial class SlackEndpoints
{
    /// <summary>Slack gives up after this time, so there is nothing to read any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void MapSlackApi(this IEndpointRouteBuilder endpoints)
    {
        var slack = endpoints.MapGroup("/slack").AddEndpointFilter(endpoints.ServiceProvider.GetRequiredService<CallbackPlaces>());
        slack.MapPost("/interactions", (HttpContext context, CallbackServices services) => AnswerAsync(context, services, body => InteractionParser.Parse(body)));
        slack.MapPost("/commands", (HttpContext context, CallbackServices services) => AnswerAsync(context, services, body => CommandParser.ParseForm(body)));
        slack.MapPost("/events", (HttpContext context, CallbackServices services) => AnswerAsync(context, services, body => EventParser.Parse(body)));
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, CallbackServices services, Func<byte[], Interaction> parse)
    {
        var (body, unread) = await ReadAsync(context, services.Time);
        if (unread is not null) return unread;

        var headers = context.Request.Headers;
        var verdict = SlackSignature.Verify(
            body!, Single(headers[SlackSignature.TimestampHeader]), Single(headers[SlackSignature.SignatureHeader]), services.Slack.Value.SigningSecrets, services.Time.GetUtcNow());
        if (verdict != SignatureVerdict.Valid)
        {
            if (services.Strangers.Refuse(context) is { } unheard) return unheard;
            LogRefused(services.Logger, verdict);
            return Results.Problem("The request is not signed by Slack.", statusCode: StatusCodes.Status401Unauthorized);
        }

        return await services.Callbacks.AnswerAsync(parse(body!), context.RequestAborted) switch
        {
            { IsTaken: true, Body: { } json } => Results.Bytes(json, "application/json; charset=utf-8"),
            { IsTaken: true } => Results.Ok(),
            { Wait: { } wait } => Refusals.TooMany(context, wait, "More presses came in this name than a person can make. Nothing was changed."),
            _ => Results.Problem("The callback can't be read.", statusCode: StatusCodes.Status400BadRequest),
        };
    }

    private static async Task<(byte[]? Body, IResult? Unread)> ReadAsync(HttpContext context, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        try
        {
            var body = await BoundedBody.ReadAsync(context.Request.Body, context.Request.ContentLength, InteractionParser.LargestBody, either.Token);
            return body is null ? (null, Results.Problem("A callback from Slack is at most 1 MB.", statusCode: StatusCodes.Status413PayloadTooLarge)) : (body, null);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return (null, Results.Problem("The callback did not come in time.", statusCode: StatusCodes.Status408RequestTimeout));
        }
    }

    private static string? Single(Microsoft.Extensions.Primitives.StringValues values) => values.Count == 1 ? values[0] : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "A callback was refused: its signature is {Verdict}")]
    private static partial void LogRefused(ILogger logger, SignatureVerdict verdict);
}

/// <summary>What every callback over HTTP needs.</summary>
internal sealed class CallbackServices(
    IOptions<SlackOptions> slack, ISlackCallbacks callbacks, StrangerLimit strangers, TimeProvider time, ILogger<CallbackServices> logger)
{
    public IOptions<SlackOptions> Slack => slack;

    public ISlackCallbacks Callbacks => callbacks;

    public StrangerLimit Strangers => strangers;

    public TimeProvider Time => time;

    public ILogger Logger => logger;
}
