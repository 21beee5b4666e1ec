using XHand.Sip.Messages;

namespace XHand.Sip.Transactions;

/// <summary>RFC 3261 22.1: an ACK carries the credentials of its INVITE, since it cannot be challenged.</summary>
internal static class CredentialHeaders
{
    /// <summary>Copies Authorization and Proxy-Authorization.</summary>
    public static void CopyCredentials(this OutgoingRequest ack, OutgoingRequest invite)
    {
        foreach ((string name, string value) in invite.Headers)
        {
            if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || name.Equals("Proxy-Authorization", StringComparison.OrdinalIgnoreCase))
            {
                ack.Add(name, value);
            }
        }
    }
}
