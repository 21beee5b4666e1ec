using System.Net;
using XHand.Sip.Resolution;
using XHand.Sip.Transport;

namespace XHand.Pbx.Trunks;

/// <summary>Looks host names up, off the loop.</summary>
public interface IHostResolver
{
    /// <summary>
    /// Asks for the addresses of <paramref name="host"/>; <paramref name="answer"/> runs once, in a later turn of the loop, with null when the
    /// lookup failed. Loop thread only.
    /// </summary>
    void Resolve(string host, Action<IReadOnlyList<IPAddress>?> answer);

    /// <summary>
    /// Asks for the servers of a SIP domain (RFC 3263); <paramref name="answer"/> runs once, in a later turn, with null when nobody answered. Without the DNS they
    /// are the domain's own addresses at the usual port, for a minute. Loop thread only.
    /// </summary>
    void Locate(string domain, SipProtocol protocol, Action<SipServers?> answer) => Resolve(
        domain,
        found => answer(found is null ? null : new SipServers([.. found.Select(address => new IPEndPoint(address, protocol == SipProtocol.Tls ? 5061 : 5060))], TimeSpan.FromMinutes(1))));
}
