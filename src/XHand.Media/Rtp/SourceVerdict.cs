namespace XHand.Media.Rtp;

/// <summary>What is to be done with a packet, by where it came from.</summary>
internal enum SourceVerdict
{
    /// <summary>From the peer.</summary>
    Accepted,

    /// <summary>From the peer, whose address has just become known or changed.</summary>
    Learned,

    /// <summary>From somebody else: dropped.</summary>
    Stranger,
}
