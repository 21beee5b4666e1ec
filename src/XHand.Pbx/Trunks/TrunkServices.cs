using XHand.Calls.Alarms;
using XHand.Calls.Live;
using XHand.Calls.Signalling;

namespace XHand.Pbx.Trunks;

/// <summary>What every trunk stands on; one for the node.</summary>
/// <param name="Sip">Loop, transactions, sockets, randomness.</param>
/// <param name="Hosts">Finds the addresses of names.</param>
/// <param name="Live">Where states are published.</param>
/// <param name="Alarms">Where a trunk that is down is told of.</param>
public sealed record TrunkServices(SipServices Sip, IHostResolver Hosts, LiveTrunks Live, IAlarmBoard Alarms);
