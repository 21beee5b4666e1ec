using XHand.Sip.Messages;
using XHand.Site;

namespace XHand.Pbx.Trunks;

/// <summary>How a trunk's two sides are written.</summary>
internal static class TrunkUri
{
    private const int DefaultPort = 5060;
    private const int DefaultTlsPort = 5061;

    /// <summary>A number, or the host itself, at the operator: what requests go to.</summary>
    public static SipUri Of(Trunk trunk, string? user)
    {
        SipUri uri = SipUri.Sip(user, trunk.Host, trunk.Port == 0 || trunk.Port == (trunk.Transport == "tls" ? DefaultTlsPort : DefaultPort) ? 0 : trunk.Port);
        return trunk.Transport == "udp" ? uri : uri with { Parameters = uri.Parameters.With("transport", trunk.Transport) };
    }

    /// <summary>A number of ours as the operator is to see it: at FromDomain, or at the host.</summary>
    public static SipUri Own(Trunk trunk, string? user) => SipUri.Sip(user, trunk.FromDomain.Length > 0 ? trunk.FromDomain : trunk.Host);
}
