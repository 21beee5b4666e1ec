using XHand.Calls.Alarms;
using XHand.Host.Serving;
using XHand.Host.Settings;

namespace XHand.Host.Jobs;

/// <summary>The jobs of a running daemon. The audit is never deleted.</summary>
internal static class HouseJobs
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IHouseJob> Of(
        HostSettings settings, DataDirectory directory, Switchboard switchboard, DatabaseLink database, IAlarmBoard alarms)
    {
        DriveInfo drive = new(directory.Root);
        return
        [
            DatabaseJobs.Partitions(() => database.Partitions),
            DatabaseJobs.Events(() => database.Partitions, settings.Keeping.EventDays),
            DatabaseJobs.Records(() => database.Partitions, settings.Keeping.RecordDays),
            new SessionsJob(() => database.Ended),
            new JournalJob(() => database.TrimJournal(switchboard.Journal)),
            new RecordingsJob(directory.Recordings, settings.Keeping, () => drive.AvailableFreeSpace, alarms, TimeProvider.System),
        ];
    }
}
