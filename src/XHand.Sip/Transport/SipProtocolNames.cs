namespace XHand.Sip.Transport;

/// <summary>How the transports are written.</summary>
public static class SipProtocolNames
{
    /// <summary>As in Via: "UDP", "TCP"...</summary>
    public static string ViaName(this SipProtocol protocol) => protocol switch
    {
        SipProtocol.Udp => "UDP",
        SipProtocol.Tcp => "TCP",
        SipProtocol.Tls => "TLS",
        SipProtocol.Ws => "WS",
        _ => "WSS",
    };

    /// <summary>As in a transport parameter, metrics and logs: "udp", "tcp"...</summary>
    public static string LowerName(this SipProtocol protocol) => protocol switch
    {
        SipProtocol.Udp => "udp",
        SipProtocol.Tcp => "tcp",
        SipProtocol.Tls => "tls",
        SipProtocol.Ws => "ws",
        _ => "wss",
    };
}
