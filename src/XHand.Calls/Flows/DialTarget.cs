using XHand.Calls.Legs;

namespace XHand.Calls.Flows;

/// <summary>One contact to be called by a dial verb.</summary>
/// <param name="Order">Whom, where, as whom.</param>
public sealed record DialTarget(OutgoingLegOrder Order);
