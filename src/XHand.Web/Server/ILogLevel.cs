using Microsoft.Extensions.Logging;

namespace XHand.Web.Server;

/// <summary>How much is logged. Any thread.</summary>
public interface ILogLevel
{
    /// <summary>The least level that is logged, Trace to Error; in force at once, until the process ends.</summary>
    LogLevel Level { get; set; }
}

/// <summary>A log that nobody reads.</summary>
internal sealed class FixedLogLevel : ILogLevel
{
    /// <inheritdoc/>
    public LogLevel Level { get; set; } = LogLevel.Information;
}
