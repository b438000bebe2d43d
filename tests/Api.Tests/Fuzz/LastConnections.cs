using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Api.Tests.Fuzz;

/// <summary>What the server said last about its connections.</summary>
internal sealed class LastConnections : ILoggerProvider
{
    public const string Category = "Microsoft.AspNetCore.Server.Kestrel";

    private const int Most = 400;

    private readonly ConcurrentQueue<string> _lines = new();

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, this);

    public void Dispose() { }

    public override string ToString() => string.Join('\n', _lines);

    private void Note(string line)
    {
        _lines.Enqueue(line);
        while (_lines.Count > Most) _lines.TryDequeue(out _);
    }

    private sealed class Logger(string category, LastConnections lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => category.StartsWith(Category, StringComparison.Ordinal);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Note($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {formatter(state, exception)}{(exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})")}");
    }
}
