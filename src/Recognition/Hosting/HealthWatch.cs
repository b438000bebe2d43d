using Atmosphere.Recognition.FaceApi;

namespace Atmosphere.Recognition.Hosting;

/// <summary>Asks <c>/healthz</c> again and again: a process that lives but does not answer has to be restarted too.</summary>
internal sealed class HealthWatch(HttpClient http, FaceServiceTimings timings, TimeProvider time)
{
    /// <summary>One check.</summary>
    public async Task<bool> IsHealthyAsync(FaceAddress address, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timings.HealthTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address.At("healthz"));
            request.Headers.TryAddWithoutValidation(FaceHttp.KeyHeader, address.Key);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>Returns when so many checks in a row have failed.</summary>
    public async Task UntilUnhealthyAsync(FaceAddress address, CancellationToken cancellationToken)
    {
        using var pulse = new PeriodicTimer(timings.HealthPeriod, time);
        var failed = 0;
        while (failed < timings.HealthFailures)
        {
            await pulse.WaitForNextTickAsync(cancellationToken);
            failed = await IsHealthyAsync(address, cancellationToken) ? 0 : failed + 1;
        }
    }
}
