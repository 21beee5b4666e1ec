using System.Net;
using System.Net.Sockets;

namespace XHand.Sip.Transport;

/// <summary>We cannot listen where the settings say. The message is one sentence for the operator.</summary>
public sealed class SipListenException : Exception
{
    /// <summary>From the socket's error.</summary>
    public SipListenException(SipProtocol protocol, IPEndPoint address, SocketException cause)
        : base($"Cannot listen for SIP on {protocol.LowerName()} {address}: {ReasonOf(cause)}.", cause)
    {
        Protocol = protocol;
        Address = address;
        Reason = ReasonOf(cause);
    }

    /// <summary>The transport.</summary>
    public SipProtocol Protocol { get; }

    /// <summary>The address and port asked for.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Why not, without the address.</summary>
    public string Reason { get; }

    private static string ReasonOf(SocketException cause) => cause.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "the port is in use by another program",
        SocketError.AccessDenied => "this user may not use the port (ports below 1024 need the capability NET_BIND_SERVICE)",
        SocketError.AddressNotAvailable => "this machine has no such address",
        SocketError.AddressFamilyNotSupported => "this machine does not speak this address family",
        _ => cause.Message,
    };
}
