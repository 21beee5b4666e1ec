using XHand.Sip.Messages;

namespace XHand.Calls.Signalling;

/// <summary>Refuses a subscription inside a call: what can be watched is watched outside of it.</summary>
public static class EventRefusal
{
    /// <summary>489 with the packages that there are (RFC 6665 8.2.3).</summary>
    public static OutgoingResponse To(SipRequest request) => new OutgoingResponse(request, 489).Add("Allow-Events", "dialog, presence");
}
