using XHand.Sip.Messages;

namespace XHand.Calls.Signalling;

/// <summary>Refuses subscriptions while there is no event package.</summary>
public static class EventRefusal
{
    /// <summary>489; RFC 6665 8.2.3 wants Allow-Events, whose grammar wants a token: there is none that we could name.</summary>
    public static OutgoingResponse To(SipRequest request) => new OutgoingResponse(request, 489).Add("Allow-Events", "none");
}
