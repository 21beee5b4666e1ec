using XHand.Storage.Partitions;

namespace XHand.Host.Jobs;

/// <summary>Jobs on partitions: a day or a month goes whole, which takes a moment and leaves nothing to clean up.</summary>
internal static class DatabaseJobs
{
    /// <summary>Makes the partitions of the coming days and months.</summary>
    public static IHouseJob Partitions(Func<PartitionKeeper?> keeper) => new Job(
        "partitions", "makes the tables of the coming days and months", "0 5 * * * ?", keeper, async (partitions, cancellation) =>
        {
            await partitions.MakeAheadAsync(cancellation);
            return "They are there.";
        });

    /// <summary>Drops the days of events that are over their time.</summary>
    public static IHouseJob Events(Func<PartitionKeeper?> keeper, int days) => new Job(
        "events", $"deletes events older than {days} days (Retention:EventDays)", "0 10 3 * * ?", keeper, async (partitions, cancellation) =>
            Said(await partitions.DropEventsAsync(days, cancellation), "days of events"));

    /// <summary>Drops the months of calls, legs and records that are over their time.</summary>
    public static IHouseJob Records(Func<PartitionKeeper?> keeper, int days) => new Job(
        "records", $"deletes whole months of call records older than {days} days (Retention:RecordDays)", "0 20 3 * * ?", keeper, async (partitions, cancellation) =>
            Said(await partitions.DropCallsAsync(days, cancellation), "tables of whole months"));

    private static string Said(IReadOnlyList<string> dropped, string what) =>
        dropped.Count == 0 ? "Nothing was over its time." : $"{dropped.Count} {what} deleted: {string.Join(", ", dropped)}.";

    private sealed class Job(string name, string does, string schedule, Func<PartitionKeeper?> keeper, Func<PartitionKeeper, CancellationToken, Task<string>> run) : IHouseJob
    {
        public string Name => name;

        public string Does => does;

        public string Schedule => schedule;

        public Task<string> RunAsync(CancellationToken cancellation) => run(keeper() ?? throw new DatabaseIsAwayException(), cancellation);
    }
}
