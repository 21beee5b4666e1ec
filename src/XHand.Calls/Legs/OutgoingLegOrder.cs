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

    /// <summary>Codecs that may be offered, in this order; empty: as the caller has them.</summary>
    public IReadOnlyList<string> Codecs { get; init; } = [];

    /// <summary>How long not even a provisional response may be missing before the peer counts as lost; null: as long as the transaction lasts (32 s).</summary>
    public TimeSpan? SilenceLimit { get; init; }

    /// <summary>The trunk and route by which it is called, as the record names them; null for a phone.</summary>
    public TrunkWay? Trunk { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>What answers a challenge, or null: then a challenge is a refusal.</summary>
    public SipCredentials? Credentials { get; init; }
}

/// <summary>A trunk and the route that leads over it, by their names.</summary>
public sealed record TrunkWay(string Name, string Route);
