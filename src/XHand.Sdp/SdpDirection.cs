namespace XHand.Sdp;

/// <summary>Direction of a stream, seen from whoever wrote the description (RFC 8866 6.7).</summary>
public enum SdpDirection
{
    SendRecv,
    SendOnly,
    RecvOnly,
    Inactive,
}
