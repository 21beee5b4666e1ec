namespace XHand.Sip.Transport;

/// <summary>The sending side of all sockets, seen from the loop. Never waits.</summary>
public interface ISipTransport
{
    /// <summary>
    /// Sends one message along <paramref name="flow"/>; the bytes are not changed afterwards. A failure is reported to
    /// <see cref="ISipReceiver.OnTransportError"/> on the loop.
    /// </summary>
    void Send(SipFlow flow, ReadOnlyMemory<byte> message);

    /// <summary>The flow to reach an address that did not come from a received message: our first listening address of that protocol.</summary>
    SipFlow FlowTo(SipProtocol protocol, System.Net.IPEndPoint remote);

    /// <summary>The host and port to put into Via and Contact for this flow: the public address towards the outside, the local one inside.</summary>
    (string Host, int Port) SentBy(SipFlow flow);

    /// <summary>The peer of this connection has been let in: it may stay idle. Strangers are closed after 10 s. Nothing for UDP.</summary>
    void Trust(SipFlow flow)
    {
    }

    /// <summary>The same peer has come back by another connection: what would still go by the first, goes by the second (RFC 5626 5.3).</summary>
    void Succeed(SipFlow gone, SipFlow now)
    {
    }
}
