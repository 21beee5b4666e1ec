using XHand.Calls.Alarms;

namespace XHand.Host.Watching;

/// <summary>Room on the disk of the data directory; looked at every ten seconds.</summary>
/// <param name="room">Bytes free for us, and bytes in all.</param>
/// <param name="least">Less free than this is as good as full; less than five times as much is low.</param>
internal sealed class DiskProbe(Func<(long Free, long Total)> room, long least) : IAlarmProbe
{
    private const int LooksApart = 10;
    private const int LowFactor = 5;
    private int _looks;

    /// <inheritdoc/>
    public void Look(IAlarmBoard board)
    {
        if (_looks++ % LooksApart != 0)
        {
            return;
        }

        (long free, long total) = room();
        string text() => $"{Megabytes(free)} of {Megabytes(total)} MiB are free on the disk of the data directory.";
        board.Set(AlarmCodes.DiskFull, free < least, text);

        // Not a fifth of a small disk: one of 8 GiB would be low from its first day.
        board.Set(AlarmCodes.DiskLow, free >= least && free < Math.Min(least * LowFactor, total / LowFactor), text);
    }

    /// <summary>A probe of the disk that holds <paramref name="folder"/>.</summary>
    public static DiskProbe Of(string folder, long least)
    {
        DriveInfo drive = new(folder);
        return new DiskProbe(() => (drive.AvailableFreeSpace, drive.TotalSize), least);
    }

    private static long Megabytes(long bytes) => bytes / (1024 * 1024);
}
