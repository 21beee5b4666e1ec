using System.Net;

namespace XHand.Sip.Transport;

/// <summary>Settings of the SIP sockets. The defaults are for 10,000 phones.</summary>
public sealed record SipTransportOptions
{
    /// <summary>The private, loopback and link-local ranges.</summary>
    public static IReadOnlyList<IPNetwork> PrivateNetworks { get; } =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("::1/128"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"),
    ];

    /// <summary>Put into Via and Contact towards networks that are not local, by the kind of address; where there is none, the socket's own.</summary>
    public IReadOnlyList<IPAddress> PublicAddresses { get; init; } = [];

    /// <summary>Networks counted as local.</summary>
    public IReadOnlyList<IPNetwork> LocalNetworks { get; init; } = PrivateNetworks;

    /// <summary>SO_RCVBUF and SO_SNDBUF of a UDP socket, in bytes; the kernel may grant less. 4 MiB hold 2,000 waiting messages.</summary>
    public int UdpBufferBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>An INVITE outside a dialog that waited longer for its turn is refused.</summary>
    public TimeSpan LateInvite { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Stream connections of all peers together.</summary>
    public int MaxConnections { get; init; } = 16_384;

    /// <summary>Stream connections of one address: an office behind one NAT address has all its phones there.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 512;

    /// <summary>How long a peer that was not let in may send no message, and anybody may take to finish one (RELIABILITY.md S7).</summary>
    public TimeSpan StrangerLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may take to come about.</summary>
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Which addresses are not listened to; null: all are.</summary>
    public SourceFilter? Filter { get; init; }

    /// <summary>How long a TLS handshake may take.</summary>
    public TimeSpan HandshakeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Certificates.</summary>
    public SipTlsOptions Tls { get; init; } = new();

    /// <summary>How long a peer may take nothing of what we send before its connection is closed.</summary>
    public TimeSpan SendLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Messages that may wait to be sent on one connection; one more closes it.</summary>
    public int SendQueueMessages { get; init; } = 256;

    /// <summary>Bytes that may wait to be sent on one connection; more close it.</summary>
    public int SendQueueBytes { get; init; } = 512 * 1024;
}
