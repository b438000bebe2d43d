using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atmosphere.Silo.Hosting;

/// <summary>How a process ends. Configuration section <c>Shutdown</c>.</summary>
public sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    /// <summary>
    /// How long to go on serving after readiness has turned false, so that whoever sends requests here has time to notice: longer than its
    /// probe's period. Nought to 2 minutes. Default nought, for a process that nobody balances load to.
    /// </summary>
    public TimeSpan DrainFor { get; set; }

    /// <summary>How long the rest may take: requests under way, a silo's hand-over. 1 second to 10 minutes. Default 10 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    internal IEnumerable<string> Flaws()
    {
        if (DrainFor < TimeSpan.Zero || DrainFor > TimeSpan.FromMinutes(2)) yield return $"Shutdown:DrainFor is {DrainFor}, but has to be from 00:00:00 to 00:02:00. Example: Shutdown:DrainFor=00:00:15";
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(10)) yield return $"Shutdown:Timeout is {Timeout}, but has to be from 00:00:01 to 00:10:00. Example: Shutdown:Timeout=00:00:30";
    }
}

/// <summary>Ends a process in order: not ready, then no more requests, then no more grains.</summary>
public static class Shutdown
{
    public static void AddShutdown(this IHostApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(ShutdownOptions.Section).Get<ShutdownOptions>() ?? new();
        if (options.Flaws().ToList() is { Count: > 0 } flaws) throw new SettingException(flaws);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainFor + options.Timeout);
        builder.Services.TryAddSingleton(TimeProvider.System);
        if (options.DrainFor > TimeSpan.Zero) builder.Services.AddHostedService(sp => new Drain(options.DrainFor, sp.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Readiness is false from the moment of the signal; this holds everything else up for a while.</summary>
    private sealed class Drain(TimeSpan duration, TimeProvider time) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(duration, time, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
