using Microsoft.Extensions.Logging;

namespace XHand.Host.Watching;

/// <summary>What watching and housekeeping log.</summary>
internal static partial class WatchingLog
{
    [LoggerMessage(60, LogLevel.Error, "{Probe} could not look")]
    public static partial void ProbeFailed(this ILogger log, string probe, Exception exception);
}
