namespace XHand.Media;

/// <summary>What the media loops have counted since the start, summed over them; for metrics, not exact to the packet.</summary>
/// <param name="PacketsReceived">RTP packets taken from peers.</param>
/// <param name="PacketsSent">RTP packets sent.</param>
/// <param name="SendsFailed">Refused by the kernel.</param>
/// <param name="Malformed">RTP dropped for its form.</param>
/// <param name="Strangers">RTP and RTCP dropped for its source.</param>
/// <param name="WrongPayload">RTP dropped for its payload number.</param>
/// <param name="Loops">RTP dropped because we had sent it ourselves.</param>
/// <param name="RtcpReceived">RTCP datagrams taken.</param>
/// <param name="RtcpMalformed">RTCP dropped for its form.</param>
/// <param name="LateTicks">Frames and house-keeping more than 5 ms late.</param>
/// <param name="WorstLateness">The latest of them.</param>
/// <param name="StaleCommands">Commands for a leg or generation that is gone.</param>
/// <param name="PortFaults">Legs whose port was given up after an error.</param>
/// <param name="CommandsRefused">Commands refused because a queue was full.</param>
/// <param name="Legs">Legs open now.</param>
/// <param name="CpuTime">CPU time of the media threads.</param>
public sealed record MediaMetrics(
    long PacketsReceived,
    long PacketsSent,
    long SendsFailed,
    long Malformed,
    long Strangers,
    long WrongPayload,
    long Loops,
    long RtcpReceived,
    long RtcpMalformed,
    long LateTicks,
    TimeSpan WorstLateness,
    long StaleCommands,
    long PortFaults,
    long CommandsRefused,
    int Legs,
    TimeSpan CpuTime);
