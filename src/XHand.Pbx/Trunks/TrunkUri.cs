using XHand.Sip.Messages;
using XHand.Site;

namespace XHand.Pbx.Trunks;

/// <summary>How a trunk's two sides are written.</summary>
internal static class TrunkUri
{
    private const int DefaultPort = 5060;

    /// <summary>A number, or the host itself, at the operator: what requests go to.</summary>
    public static SipUri Of(Trunk trunk, string? user)
    {
        SipUri uri = SipUri.Sip(user, trunk.Host, trunk.Port == DefaultPort ? 0 : trunk.Port);
        return trunk.Transport == "tcp" ? uri with { Parameters = uri.Parameters.With("transport", "tcp") } : uri;
    }

    /// <summary>A number of ours as the operator is to see it: at FromDomain, or at the host.</summary>
    public static SipUri Own(Trunk trunk, string? user) => SipUri.Sip(user, trunk.FromDomain.Length > 0 ? trunk.FromDomain : trunk.Host);
}
