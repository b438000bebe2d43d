using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Atmosphere.Api.Hosting;

/// <summary>Turns faults into problem documents that say nothing of the inside.</summary>
internal sealed partial class FaultHandler(IProblemDetailsService problems, ILogger<FaultHandler> logger) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, title) = exception switch
        {
            BadHttpRequestException bad => (bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "The request is too large." : "The request can't be read."),
            TimeoutException => (StatusCodes.Status503ServiceUnavailable, "That took too long. It may still happen; look before you repeat it."),
            _ => (StatusCodes.Status500InternalServerError, "Something went wrong on our side."),
        };
        if (status >= StatusCodes.Status500InternalServerError) LogFault(exception, httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName ?? "no endpoint");
        httpContext.Response.StatusCode = status;
        return problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = new ProblemDetails { Status = status, Title = title } });
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request to {Endpoint} failed")]
    private partial void LogFault(Exception exception, string endpoint);
}
