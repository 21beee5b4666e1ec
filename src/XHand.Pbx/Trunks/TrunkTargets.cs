using XHand.Calls.Flows;
using XHand.Calls.Legs;
using XHand.Calls.Signalling;
using XHand.Dialplan;
using XHand.Sip.Messages;
using XHand.Sip.Transport;
using XHand.Site;

namespace XHand.Pbx.Trunks;

/// <summary>A way out of the plan as a target of a dial verb.</summary>
internal static class TrunkTargets
{
    // RFC 3323 4.1.1.3.
    private static readonly SipNameAddress _anonymous = new("Anonymous", SipUri.Sip("anonymous", "anonymous.invalid"), SipParameters.Empty);

    /// <summary>
    /// The number at the operator, called by the number that the plan shows: in From and, for operators that trust us, in P-Asserted-Identity (RFC 3325 9.1).
    /// </summary>
    public static DialTarget Of(TrunkLink link, SipFlow flow, TrunkChoice choice, bool isPrivate, int maxForwards)
    {
        Trunk trunk = link.Trunk;
        SipUri called = TrunkUri.Of(trunk, choice.Number);
        SipUri caller = TrunkUri.Own(trunk, trunk.CallerId.Length > 0 ? trunk.CallerId : choice.CallerId);
        return new DialTarget(new OutgoingLegOrder(
            choice.Number,
            called,
            flow,
            isPrivate ? _anonymous : new SipNameAddress(null, caller, SipParameters.Empty),
            new SipNameAddress(null, called with { Parameters = SipParameters.Empty }, SipParameters.Empty))
        {
            MaxForwards = maxForwards,
            Codecs = trunk.Codecs,
            SilenceLimit = TimeSpan.FromSeconds(trunk.TimeoutSeconds),
            Trunk = new TrunkWay(trunk.Name, choice.Route.Name),
            Credentials = trunk is { Login.Length: > 0, Password: { } password } ? new SipCredentials(trunk.Login, password) : null,
            // RFC 3325 9.3: the operator knows who calls, and shows it to nobody.
            Headers = isPrivate ? [("P-Asserted-Identity", $"<{caller}>"), ("Privacy", "id")] : [("P-Asserted-Identity", $"<{caller}>")],
        });
    }
}
