namespace XHand.Media.Rtp;

/// <summary>What an RTCP packet of the peer said about its own stream and about ours.</summary>
internal struct RtcpReport
{
    /// <summary>It carried a sender report.</summary>
    public bool HasSenderReport;

    /// <summary>The middle 32 bits of the sender report's NTP time, which our next report echoes.</summary>
    public uint SenderNtpMiddle;

    /// <summary>It carried a report block about our stream.</summary>
    public bool HasBlock;

    /// <summary>Fraction of ours that it lost, in 1/256.</summary>
    public byte FractionLost;

    /// <summary>The NTP middle of our report that it heard last; 0 for none.</summary>
    public uint LastReport;

    /// <summary>How long it has held that report, in 1/65536 s.</summary>
    public uint DelaySinceLastReport;

    /// <summary>It said goodbye. Told and nothing else: calls end by signalling alone.</summary>
    public bool HasBye;
}
