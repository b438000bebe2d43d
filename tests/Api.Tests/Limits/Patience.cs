using System.Diagnostics;
using System.Net;
using Atmosphere.Api.Tests.Support;

namespace Atmosphere.Api.Tests.Limits;

/// <summary>Refusals that say when to come back.</summary>
internal static class Patience
{
    /// <summary>The answer is a problem document that names a whole number of seconds, at least one.</summary>
    public static async Task<TimeSpan> ShouldBeToldToWaitAsync(this HttpResponseMessage answer, HttpStatusCode status = HttpStatusCode.TooManyRequests)
    {
        await answer.ShouldBeProblemAsync(status);
        var wait = answer.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldNotBeNull();
        wait.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
        wait.ShouldBeLessThan(TimeSpan.FromMinutes(1));
        return wait;
    }

    /// <summary>Sends until the first refusal.</summary>
    /// <returns>How many were let in, and the refusal.</returns>
    public static async Task<(int LetIn, HttpResponseMessage Refusal)> UntilRefusedAsync(Func<Task<HttpResponseMessage>> send, HttpStatusCode usual, int most)
    {
        for (var sent = 0; sent <= most; sent++)
        {
            var answer = await send();
            if (answer.StatusCode != usual) return (sent, answer);
        }

        throw new InvalidOperationException($"{most} requests were all let in.");
    }

    /// <summary>Sends again and again: the wait that was told is long enough.</summary>
    public static async Task ShouldBeLetInWithinAsync(this Func<Task<HttpResponseMessage>> send, TimeSpan told, HttpStatusCode usual)
    {
        var watch = Stopwatch.StartNew();
        await Eventually.Holds(
            async () =>
            {
                var begun = watch.Elapsed;
                var answer = await send();
                if (answer.StatusCode == usual) return true;
                begun.ShouldBeLessThan(told, "the wait that was told was too short");
                return false;
            },
            "the caller is let in again");
    }
}
