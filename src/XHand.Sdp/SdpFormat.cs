namespace XHand.Sdp;

/// <summary>One payload type of an m-line with its rtpmap and fmtp; static types (RFC 3551) are filled in when not mapped.</summary>
public sealed record SdpFormat(int PayloadType, string Encoding, int ClockRateHz, int Channels = 1, string? Parameters = null)
{
    /// <summary>True for RFC 4733 events.</summary>
    public bool IsTelephoneEvent => Encoding.Equals("telephone-event", StringComparison.OrdinalIgnoreCase);

    /// <summary>Same encoding, clock and channels, whatever the number.</summary>
    public bool IsSameCodec(SdpFormat other) =>
        Encoding.Equals(other.Encoding, StringComparison.OrdinalIgnoreCase) && ClockRateHz == other.ClockRateHz && Channels == other.Channels;
}
