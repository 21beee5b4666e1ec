namespace XHand.Sip.Transport;

/// <summary>The transport below SIP.</summary>
public enum SipProtocol
{
    Udp,
    Tcp,
    Tls,
    Ws,
    Wss,
}
