using Microsoft.Extensions.Logging;

namespace Atmosphere.Simulation.Processes;

/// <summary>Reads what the product logs: into the trace, and for exceptions that no fault of this world explains.</summary>
internal sealed class ProductLog(World world) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (world.Trace.Keeps) world.Trace.Note($"log: {formatter(state, exception)} {exception?.GetType().Name} {exception?.Message}");
        if (exception is not null) world.Invariants.NoOwnFault.Check(exception);
    }

    public void Dispose()
    {
    }
}
