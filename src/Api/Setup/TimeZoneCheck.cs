using System.Globalization;
using Atmosphere.Grains.Training;
using Microsoft.Extensions.Options;

namespace Atmosphere.Api.Setup;

/// <summary>Whose night the nightly training comes in.</summary>
internal sealed class TimeZoneCheck(IOptions<TrainingOptions> training, TimeProvider time) : ISetupCheck
{
    public string Name => "time-zone";

    public string Title => "The time zone";

    public string Doing => "Looking at the clock …";

    public string Button => "Check again";

    public bool RunsByItself => true;

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => Task.FromResult(Judge(training.Value, time.GetUtcNow()));

    internal static CheckResult Judge(TrainingOptions training, DateTimeOffset now)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(training.TimeZone, out var zone))
            return CheckResult.Bad($"This machine does not know the time zone {training.TimeZone}.", "Set Training:TimeZone to an IANA name, for example Europe/Helsinki; on a small Linux image install tzdata.");
        var there = TimeZoneInfo.ConvertTime(now, zone).ToString("HH:mm", CultureInfo.InvariantCulture);
        return training.TimeZone == "UTC"
            ? CheckResult.Note($"The training comes at {training.At} UTC. It is {there} UTC now.", "If your night is at another time, set Training:TimeZone, for example Europe/Helsinki.")
            : CheckResult.Good($"The training comes at {training.At}, {training.TimeZone}. It is {there} there now; if that is wrong, so is the server's clock, and Slack's signatures would be refused.");
    }
}
