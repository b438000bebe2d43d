using Microsoft.Extensions.Logging;

namespace Atmosphere.Office.Bench;

/// <summary>Exceptions of the product and of the people outside. Nothing in this world is broken, so there should be none.</summary>
internal sealed class Faults
{
    public Exception? First { get; private set; }

    public void Add(Exception fault) => First ??= fault;
}

/// <summary>Reads what the product logs.</summary>
internal sealed class FaultLog(Faults faults) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null) faults.Add(exception);
    }

    public void Dispose()
    {
    }
}
