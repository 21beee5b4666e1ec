using System.Net;
using XHand.Sip.Transport;

namespace XHand.Calls.Audio;

/// <summary>The address that our session descriptions name for a peer on <paramref name="flow"/>: the local one inside, the public one outside.</summary>
public delegate IPAddress MediaAddressPolicy(SipFlow flow);
