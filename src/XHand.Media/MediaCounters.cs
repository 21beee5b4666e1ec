namespace XHand.Media;

/// <summary>What one media loop counts; written by its thread, read by any.</summary>
internal sealed class MediaCounters
{
    public long PacketsReceived;
    public long PacketsSent;
    public long SendsFailed;
    public long Malformed;
    public long Strangers;
    public long WrongPayload;
    public long Loops;
    public long RtcpReceived;
    public long RtcpMalformed;
    public long LateTicks;
    public long WorstLatenessNanoseconds;
    public long StaleCommands;
    public long PortFaults;
    public long CpuNanoseconds;
    public int Legs;

    // What is later than this can be heard.
    private const long LateNanoseconds = 5_000_000;

    /// <summary>Notes how late a frame or a round of house-keeping was.</summary>
    public void NoteLateness(long nanoseconds)
    {
        if (nanoseconds > LateNanoseconds)
        {
            LateTicks++;
            WorstLatenessNanoseconds = Math.Max(WorstLatenessNanoseconds, nanoseconds);
        }
    }
}
