using XHand.Calls.Signalling;
using XHand.Sip.Messages;
using XHand.Sip.Transport;

namespace XHand.Calls.Legs;

/// <summary>Whom to call, where, and as whom.</summary>
/// <param name="Number">The party's number.</param>
/// <param name="RequestUri">The Contact or trunk that is called.</param>
/// <param name="Flow">The way there.</param>
/// <param name="From">Who calls; its tag is added.</param>
/// <param name="To">Who is called.</param>
public sealed record OutgoingLegOrder(string Number, SipUri RequestUri, SipFlow Flow, SipNameAddress From, SipNameAddress To)
{
    /// <summary>Max-Forwards, 1 to 70.</summary>
    public int MaxForwards { get; init; } = 70;

    /// <summary>Further headers.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>What answers a challenge, or null: then a challenge is a refusal.</summary>
    public SipCredentials? Credentials { get; init; }
}
