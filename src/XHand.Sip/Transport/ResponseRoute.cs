using System.Net;
using XHand.Sip.Messages;

namespace XHand.Sip.Transport;

/// <summary>Where the response to a request goes (RFC 3261 18.2.2, RFC 3581 4).</summary>
internal static class ResponseRoute
{
    /// <summary>
    /// Back along the connection, or to the source address. The source port too, unless the peer asked for its sent-by port by leaving
    /// rport out and is plainly not behind a NAT. maddr is not followed: it would make us shoot at strangers.
    /// </summary>
    public static SipFlow Of(SipVia via, SipFlow flow)
    {
        if (flow.IsReliable || via.Parameters.Contains("rport") || !SentFromItsOwnAddress(via, flow.Remote.Address))
        {
            return flow;
        }

        int port = via.Port == 0 ? 5060 : via.Port;
        return port == flow.Remote.Port ? flow : flow with { Remote = new IPEndPoint(flow.Remote.Address, port) };
    }

    private static bool SentFromItsOwnAddress(SipVia via, IPAddress source) =>
        IPAddress.TryParse(via.Host, out IPAddress? written) && written.Equals(source);
}
