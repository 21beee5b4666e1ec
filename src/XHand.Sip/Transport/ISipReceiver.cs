using XHand.Sip.Messages;

namespace XHand.Sip.Transport;

/// <summary>What the transports deliver to, in turns of the loop.</summary>
public interface ISipReceiver
{
    /// <summary>A message came in.</summary>
    void OnMessage(SipMessage message, SipFlow flow);

    /// <summary>A flow can no longer be sent on: connection lost or refused, ICMP error.</summary>
    void OnTransportError(SipFlow flow, string reason);

    /// <summary>True for an INVITE that is let in however full it is, such as a call for the ambulance. Any thread; cheap, and asked only when something is short.</summary>
    bool IsUrgent(SipRequest invite) => false;

    /// <summary>
    /// An INVITE outside a dialog that waited longer than 500 ms for its turn: to be refused cheaply (503) unless a transaction has
    /// it already (ARCHITECTURE.md, rules of the loop, 5). True when it was refused.
    /// </summary>
    bool RefusesLateInvite(SipRequest invite, SipFlow flow)
    {
        OnMessage(invite, flow);
        return false;
    }
}
