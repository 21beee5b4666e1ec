using Microsoft.Extensions.Logging;

namespace XHand.Host.Watching;

/// <summary>What watching and housekeeping log.</summary>
internal static partial class WatchingLog
{
    [LoggerMessage(60, LogLevel.Error, "{Probe} could not look")]
    public static partial void ProbeFailed(this ILogger log, string probe, Exception exception);

    [LoggerMessage(61, LogLevel.Debug, "Job {Job} is done: {Result}")]
    public static partial void JobDone(this ILogger log, string job, string result);

    [LoggerMessage(62, LogLevel.Error, "Job {Job} failed")]
    public static partial void JobFailed(this ILogger log, string job, Exception exception);
}
