using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace XHand.Sip.Messages;

/// <summary>What the transport does to a request when it comes in.</summary>
public static class SipMessageReceived
{
    /// <summary>
    /// Notes in the topmost Via where the request really came from: received where the sent-by host is another or rport was asked for (RFC 3261
    /// 18.2.1, RFC 3581 4), and the port into rport. Whatever the peer itself wrote there is replaced; responses copy the result.
    /// </summary>
    public static void Stamp(SipRequest request, IPEndPoint source)
    {
        if (!request.HasReadableVia)
        {
            return;
        }

        SipVia via = request.TopVia;
        bool wantsPort = via.Parameters.Contains("rport");
        IPAddress address = source.Address.IsIPv4MappedToIPv6 ? source.Address.MapToIPv4() : source.Address;
        bool isSameHost = IPAddress.TryParse(via.Host, out IPAddress? sentBy) && sentBy.Equals(address);
        if (isSameHost && !wantsPort && !via.Parameters.Contains("received"))
        {
            return;
        }

        SipParameters parameters = via.Parameters;
        if (wantsPort)
        {
            parameters = parameters.With("rport", source.Port.ToString(CultureInfo.InvariantCulture));
        }

        parameters = isSameHost && !wantsPort ? parameters.Without("received") : parameters.With("received", WithoutScope(address));
        request.StampTopVia(via with { Parameters = parameters });
    }

    // A scope ("%eth0") means nothing to the peer and "%" nothing good to parsers.
    private static string WithoutScope(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes()).ToString() : address.ToString();
}
