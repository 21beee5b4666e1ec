namespace XHand.Media;

/// <summary>What a leg's stream was like, from our side (RFC 3550 6.4 and A.8).</summary>
/// <param name="PacketsReceived">RTP packets taken from the peer.</param>
/// <param name="PacketsSent">RTP packets sent to the peer.</param>
/// <param name="PacketsLost">Expected less received, from sequence numbers; not below 0.</param>
/// <param name="JitterMs">Interarrival jitter, in ms.</param>
/// <param name="PacketsDropped">Dropped for a wrong source, payload or form.</param>
public sealed record MediaStatistics(long PacketsReceived, long PacketsSent, long PacketsLost, double JitterMs, long PacketsDropped)
{
    /// <summary>Round trip to the peer, in ms, from its last RTCP report about our stream; null when it sent none.</summary>
    public double? RoundTripMs { get; init; }
}
