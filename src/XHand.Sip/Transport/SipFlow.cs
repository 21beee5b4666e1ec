using System.Net;

namespace XHand.Sip.Transport;

/// <summary>
/// The way a message came, and the way to send one back (RFC 5626 calls it a flow): protocol, our local address, the
/// peer's real address, and the connection for streams.
/// </summary>
/// <param name="Protocol">Transport.</param>
/// <param name="Local">Our listening address.</param>
/// <param name="Remote">The socket's peer address, never a header's.</param>
/// <param name="Connection">Number of the stream connection; 0 for UDP or when one is to be opened.</param>
/// <param name="PeerName">The host that the peer's certificate must be for, when we open a TLS connection; null otherwise.</param>
public sealed record SipFlow(SipProtocol Protocol, IPEndPoint Local, IPEndPoint Remote, long Connection = 0, string? PeerName = null)
{
    /// <summary>True for TCP, TLS and WebSocket: no retransmission by us (RFC 3261 17).</summary>
    public bool IsReliable => Protocol != SipProtocol.Udp;

    /// <summary>True for TLS and secure WebSocket.</summary>
    public bool IsSecure => Protocol is SipProtocol.Tls or SipProtocol.Wss;
}
