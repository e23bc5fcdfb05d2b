using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Argos.Rules.Engine.Tests.Listeners;

/// <summary>All log lines of an engine, each with its level in front.</summary>
internal sealed class RecordedLogs : ILoggerProvider, ILogger
{
    private ImmutableList<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        ImmutableInterlocked.Update(ref _lines, lines => lines.Add($"{logLevel} {formatter(state, exception)} {exception}"));

    public void Dispose()
    {
    }
}
