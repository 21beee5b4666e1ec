using Microsoft.Extensions.Logging;

namespace XHand.Host.Serving;

/// <summary>The daemon's own log lines.</summary>
internal static partial class HostLog
{
    [LoggerMessage(1, LogLevel.Information, "The site is at version {Version}, from the {Origin}.")]
    public static partial void SiteInForce(this ILogger log, long version, string origin);

    [LoggerMessage(2, LogLevel.Warning, "{Problem}")]
    public static partial void SiteCopyUnusable(this ILogger log, string problem);

    [LoggerMessage(3, LogLevel.Error, "The site's copy on disk could not be written, so a start without the database would bring back an older site: {Reason}")]
    public static partial void SiteCopyNotWritten(this ILogger log, string reason);

    [LoggerMessage(4, LogLevel.Warning, "{Problem}")]
    public static partial void CertificateTrouble(this ILogger log, string problem);

    [LoggerMessage(5, LogLevel.Error, "The database cannot be used; calls go on, and it is tried again in {Seconds} s: {Reason}")]
    public static partial void DatabaseNotStarted(this ILogger log, double seconds, string reason);

    [LoggerMessage(6, LogLevel.Warning, "{Count} facts had not reached the database; they are in the journal and follow at the next start.")]
    public static partial void FactsLeft(this ILogger log, long count);

    [LoggerMessage(7, LogLevel.Warning, "The database is away; serving from the site's copy on disk.")]
    public static partial void ServingFromCopy(this ILogger log);

    [LoggerMessage(8, LogLevel.Information, "Ready after {Milliseconds} ms.")]
    public static partial void Ready(this ILogger log, long milliseconds);

    [LoggerMessage(9, LogLevel.Information, "Stopping: new calls are refused, {Calls} live calls may go on for {Seconds} s.")]
    public static partial void Stopping(this ILogger log, int calls, double seconds);

    [LoggerMessage(10, LogLevel.Information, "Stopped.")]
    public static partial void Stopped(this ILogger log);

    [LoggerMessage(11, LogLevel.Critical, "The database can no longer be used by this process: {Reason}")]
    public static partial void DatabaseLost(this ILogger log, string reason);

    [LoggerMessage(13, LogLevel.Information, "Calls get no precedence over other work on this machine: the right to it (CAP_SYS_NICE) is missing")]
    public static partial void NoPrecedence(this ILogger log);

    [LoggerMessage(14, LogLevel.Error, "The blocked addresses in {File} cannot be read, so nobody is blocked: {Reason}")]
    public static partial void BlocksUnreadable(this ILogger log, string file, string reason);

    [LoggerMessage(15, LogLevel.Error, "The blocked addresses cannot be written to {File}: {Reason}")]
    public static partial void BlocksUnwritten(this ILogger log, string file, string reason);

    [LoggerMessage(16, LogLevel.Error, "Blocked addresses are not in nftables, for nft failed; they are blocked all the same: {Reason}")]
    public static partial void NftablesFailed(this ILogger log, string reason);

    [LoggerMessage(12, LogLevel.Error, "An exception of a task that nobody waited for.")]
    public static partial void Unobserved(this ILogger log, Exception exception);
}
