using Microsoft.Extensions.Logging;
using XHand.Loop.Journal;

namespace XHand.Storage;

/// <summary>What storage logs; numbers 7000 to 7999.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(7000, LogLevel.Information, "Making a private PostgreSQL {Major} cluster in {Directory}")]
    public static partial void MakingCluster(this ILogger logger, int major, string directory);

    [LoggerMessage(7001, LogLevel.Information, "PostgreSQL runs already as process {Pid}; it is used as it is")]
    public static partial void FoundRunning(this ILogger logger, int pid);

    [LoggerMessage(7002, LogLevel.Warning, "PostgreSQL was not stopped properly the last time (process {Pid} is gone); it recovers now")]
    public static partial void FoundUnclean(this ILogger logger, int pid);

    [LoggerMessage(7003, LogLevel.Error, "PostgreSQL (process {Pid}) has died; starting it again")]
    public static partial void ServerDied(this ILogger logger, int pid);

    [LoggerMessage(7004, LogLevel.Information, "PostgreSQL runs again as process {Pid}")]
    public static partial void ServerRestarted(this ILogger logger, int pid);

    [LoggerMessage(7005, LogLevel.Error, "PostgreSQL cannot be started again, next try in {Backoff}: {Reason}")]
    public static partial void RestartFailed(this ILogger logger, TimeSpan backoff, string reason);

    [LoggerMessage(7006, LogLevel.Warning, "PostgreSQL did not stop within {Limit}; stopping it at once, it recovers at its next start")]
    public static partial void StopTookTooLong(this ILogger logger, TimeSpan limit);

    [LoggerMessage(7007, LogLevel.Information, "PostgreSQL runs already as process {Pid}, but on port {Port}; it is stopped and started as it is set now")]
    public static partial void FoundOnOtherPort(this ILogger logger, int pid, int port);

    [LoggerMessage(7010, LogLevel.Information, "Migrated the database: {Name}")]
    public static partial void MigrationApplied(this ILogger logger, string name);

    [LoggerMessage(7011, LogLevel.Information, "Another process migrates the database; waiting for it")]
    public static partial void MigrationWaits(this ILogger logger);

    [LoggerMessage(7012, LogLevel.Information, "Backup {Path} taken before {Name}")]
    public static partial void BackupTaken(this ILogger logger, string path, string name);

    [LoggerMessage(7020, LogLevel.Warning, "Changes of the site are not seen now, next try in {Retry}: {Reason}")]
    public static partial void SiteListenerLost(this ILogger logger, TimeSpan retry, string reason);

    [LoggerMessage(7030, LogLevel.Information, "{Partition} is over its time and was dropped")]
    public static partial void PartitionDropped(this ILogger logger, string partition);

    [LoggerMessage(7040, LogLevel.Warning, "Facts cannot be carried into the database now; they wait in the journal: {Reason}")]
    public static partial void CarrierLostDatabase(this ILogger logger, string reason);

    [LoggerMessage(7041, LogLevel.Information, "Facts are carried into the database again; {Lag} wait")]
    public static partial void CarrierFoundDatabase(this ILogger logger, long lag);

    [LoggerMessage(7042, LogLevel.Error, "The {Part} of fact {Sequence} (type {Type}) is in quarantine: {Reason}")]
    public static partial void FactQuarantined(this ILogger logger, string part, ulong sequence, int type, string reason);

    [LoggerMessage(7043, LogLevel.Error, "The journal does not hold fact {Cursor}, up to which the database was carried: it is another journal, and is carried from its beginning")]
    public static partial void JournalReplaced(this ILogger logger, ulong cursor);

    [LoggerMessage(7044, LogLevel.Error, "Facts are missing from the journal and are not carried: {Damage}")]
    public static partial void JournalUnreadable(this ILogger logger, JournalDamage damage);

    [LoggerMessage(7045, LogLevel.Debug, "What stands in quarantine could not be counted: {Reason}")]
    public static partial void QuarantineNotRead(this ILogger logger, string reason);

    [LoggerMessage(7050, LogLevel.Warning, "The database is not there; trying on: {Reason}")]
    public static partial void DatabaseAwaited(this ILogger logger, string reason);

    [LoggerMessage(7051, LogLevel.Warning, "Another process held node {Node} until a moment ago; it is fenced off now")]
    public static partial void AnotherFenced(this ILogger logger, Guid node);

    [LoggerMessage(7052, LogLevel.Critical, "Another process has registered as node {Node}: two run on copies of one data directory")]
    public static partial void FencedByAnother(this ILogger logger, Guid node);

    [LoggerMessage(7053, LogLevel.Warning, "Upkeep of the database failed and is tried again: {Reason}")]
    public static partial void UpkeepFailed(this ILogger logger, string reason);
}
