using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Atmosphere.Practice.Api;

/// <summary>The stand-in for Slack's Web API over HTTP.</summary>
internal static class PracticeSlackEndpoints
{
    private const int LargestUpload = 20 * 1024 * 1024;

    public static void MapPracticeSlackApi(this IEndpointRouteBuilder endpoints, string prefix)
    {
        var api = endpoints.MapGroup(prefix).Guarded().ExcludeFromDescription().DisableAntiforgery();
        api.MapMethods("/{method}", [HttpMethods.Get, HttpMethods.Post], CallAsync);
        api.MapPost("/upload/{fileId}/{uploadKey}", UploadAsync);
    }

    private static async Task<IResult> CallAsync(
        string method, HttpContext context, PracticeSlack slack, PracticeFaults faults, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        var request = context.Request;
        var fault = faults.Take(method);
        if (fault is not (null or PracticeFault.LosesTheReply)) return await GoWrongAsync(fault, context, time, lifetime);

        var (arguments, error) = request.HasJsonContentType() && !PracticeSlack.TakesJson(method)
            ? (new ApiArguments([]), "")
            : await ApiArguments.ReadAsync(request, context.RequestAborted);
        var reply = arguments is null
            ? ApiReply.Error(error)
            : slack.Call(method, BearerToken(request), arguments, new Uri($"{request.Scheme}://{request.Host}"));
        if (fault is not null)
        {
            context.Abort();
            return Results.Empty;
        }

        if (faults.Scopes is { } scopes) context.Response.Headers["X-OAuth-Scopes"] = string.Join(',', scopes);
        if (reply.RetryAfter is { } wait) context.Response.Headers.RetryAfter = Seconds(wait);
        return Results.Json(reply.Body, statusCode: reply.Status);
    }

    private static async Task<IResult> UploadAsync(
        string fileId, string uploadKey, HttpContext context, PracticeSlack slack, PracticeFaults faults, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        // The address authorises itself. A token that goes along has leaked.
        if (context.Request.Headers.Authorization.Count > 0) return Results.BadRequest("No token belongs here.");
        var fault = faults.Take(PracticeFaults.Upload);
        if (fault is not (null or PracticeFault.LosesTheReply)) return await GoWrongAsync(fault, context, time, lifetime);
        if (context.Request.ContentLength is not (> 0 and <= LargestUpload)) return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);

        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        var taken = slack.TryUpload(fileId, uploadKey, bytes.ToArray());
        if (fault is null) return taken ? Results.Text("OK") : Results.NotFound();
        context.Abort();
        return Results.Empty;
    }

    private static async Task<IResult> GoWrongAsync(PracticeFault fault, HttpContext context, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        switch (fault)
        {
            case PracticeFault.Throttles throttles:
                context.Response.Headers.RetryAfter = Seconds(throttles.RetryAfter);
                return Results.StatusCode(StatusCodes.Status429TooManyRequests);
            case PracticeFault.Status status:
                return Results.Text("", statusCode: status.Code);
            case PracticeFault.Error error:
                return Results.Json(ApiReply.Error(error.Code).Body);
            case PracticeFault.Garbles:
                return Results.Text("<html>something is wrong</html>", "text/html");
            case PracticeFault.Hangs:
                using (var given = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping))
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, time, given.Token).ContinueWith(_ => { }, TaskScheduler.Default);
                }

                return Results.Empty;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a fault that comes before the work.");
        }
    }

    private static string? BearerToken(HttpRequest request)
    {
        const string scheme = "Bearer ";
        return request.Headers.Authorization is [{ } header] && header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? header[scheme.Length..] : null;
    }

    private static string Seconds(TimeSpan wait) => ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
