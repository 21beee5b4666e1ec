using XHand.Calls.Alarms;
using XHand.Host.Settings;

namespace XHand.Host.Jobs;

/// <summary>
/// Keeps the folder of recordings within its days, its quota and the disk's reserve: what is over its time goes first, then the oldest. A file that is
/// still being written is left alone.
/// </summary>
/// <param name="folder">The folder; it need not be there.</param>
/// <param name="keeping">Days, quota, reserve.</param>
/// <param name="freeBytes">Room on its disk.</param>
/// <param name="alarms">Told when something goes before its time.</param>
/// <param name="time">Now.</param>
internal sealed class RecordingsJob(string folder, KeepingSettings keeping, Func<long> freeBytes, IAlarmBoard alarms, TimeProvider time) : IHouseJob
{
    private static readonly TimeSpan _beingWritten = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public string Name => "recordings";

    /// <inheritdoc/>
    public string Does => "deletes recordings over their days, their quota or the disk's reserve, the oldest first";

    /// <inheritdoc/>
    public string Schedule => "0 0/10 * * * ?";

    /// <inheritdoc/>
    public Task<string> RunAsync(CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
        {
            return Task.FromResult("There are no recordings.");
        }

        DateTime now = time.GetUtcNow().UtcDateTime;
        Queue<FileInfo> oldest = new(new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => file.LinkTarget is null)
            .OrderBy(file => file.LastWriteTimeUtc).ThenBy(file => file.FullName, StringComparer.Ordinal));
        long bytes = oldest.Sum(file => file.Length);
        long missing = Math.Max(0, keeping.DiskReserveBytes - freeBytes());
        (int Count, long Bytes) old = default;
        (int Count, long Bytes) early = default;
        while (oldest.TryDequeue(out FileInfo? file) && now - file.LastWriteTimeUtc > _beingWritten)
        {
            cancellation.ThrowIfCancellationRequested();
            bool isOld = keeping.RecordingDays > 0 && now - file.LastWriteTimeUtc > TimeSpan.FromDays(keeping.RecordingDays);
            bool isInTheWay = missing > old.Bytes + early.Bytes || (keeping.RecordingQuotaBytes > 0 && bytes > keeping.RecordingQuotaBytes);
            if (!isOld && !isInTheWay)
            {
                break;
            }

            long length = file.Length;
            file.Delete();
            bytes -= length;
            if (isOld)
            {
                old = (old.Count + 1, old.Bytes + length);
            }
            else
            {
                early = (early.Count + 1, early.Bytes + length);
            }
        }

        if (early.Count > 0)
        {
            alarms.Happened(AlarmCodes.RecordingsOverQuota, "", $"{early.Count} recordings ({Megabytes(early.Bytes)} MiB) were deleted before their time, for want of room.");
        }

        return Task.FromResult($"{old.Count} over their days and {early.Count} for want of room deleted; {Megabytes(bytes)} MiB are left.");
    }

    private static long Megabytes(long bytes) => bytes / (1024 * 1024);
}
