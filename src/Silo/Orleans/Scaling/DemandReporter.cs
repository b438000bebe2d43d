using Atmosphere.Grains.Owing;
using Orleans.Statistics;

namespace Atmosphere.Silo.Scaling;

/// <summary>
/// Tells the scaling grain every few seconds what this silo has to do. A report that fails is not repeated: the next one follows, and a
/// silo that is not heard keeps the number of silos as it is.
/// </summary>
internal sealed partial class DemandReporter(
    IGrainFactory grains,
    ILocalSiloDetails silo,
    IEnvironmentStatisticsProvider environment,
    OwingLoad owing,
    ScalingOptions options,
    TimeProvider time,
    ILogger<DemandReporter> logger) : BackgroundService
{
    private readonly StreamLagListener _streams = new();

    public override void Dispose()
    {
        base.Dispose();
        _streams.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        using var pulse = new PeriodicTimer(options.ReportEvery, time);
        try
        {
            do
            {
                try
                {
                    await grains.GetGrain<IScalingGrain>(IScalingGrain.Key).Report(await MeasureAsync()).WaitAsync(stoppingToken);
                    failures = 0;
                }
                catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
                {
                    // Once per silence: whoever reads the log learns nothing from the repeats.
                    if (failures++ == 0) LogNotHeard(fault);
                }
            }
            while (await pulse.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo ends, and with it its reports.
        }
    }

    private async Task<SiloDemand> MeasureAsync()
    {
        var statistics = await grains.GetGrain<IManagementGrain>(0).GetRuntimeStatistics([silo.SiloAddress]);
        return new SiloDemand
        {
            Silo = silo.SiloAddress.ToParsableString(), // with the generation: a restarted silo is another one
            Effects = owing.Performing,
            Activations = statistics[0].ActivationCount,
            Cpu = environment.GetEnvironmentStatistics().FilteredCpuUsagePercentage,
            // No provider tells how many events wait; their age says the same, a little later.
            Events = 0,
            EventAge = _streams.Oldest(time.GetUtcNow()),
        };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The silo's load could not be reported; the number of silos stays as it is until it can")]
    private partial void LogNotHeard(Exception fault);
}
