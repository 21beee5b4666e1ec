using Microsoft.Extensions.Logging;

namespace XHand.Loop.Tests;

/// <summary>A logger whose sink is broken.</summary>
internal sealed class ThrowingLogger : ILogger<SwitchLoop>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        throw new IOException("the log's disk is full");
}
