using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Api.Tests.Support;

/// <summary>Keeps everything that is logged: messages, their parameters, scopes and exceptions.</summary>
internal sealed class RecordedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Recorder(categoryName, _lines);

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Recorder(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue($"{category} scope: {Written(state)}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{category} {logLevel}: {formatter(state, exception)} {Written(state)} {exception}");

        private static string Written<TState>(TState state) =>
            state is IEnumerable<KeyValuePair<string, object?>> parameters ? string.Join(' ', parameters.Select(parameter => $"{parameter.Key}={parameter.Value}")) : $"{state}";
    }
}
