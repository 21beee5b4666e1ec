using System.Text;

namespace XHand.Sip.Messages;

/// <summary>Names and numbers of headers, compact forms included (RFC 3261 7.3.3 and 20, and the RFCs that added some).</summary>
internal static class SipHeaderNames
{
    private static readonly (SipHeader Header, string Name, string? Compact)[] s_names =
    [
        (SipHeader.Accept, "Accept", null), (SipHeader.Allow, "Allow", null), (SipHeader.AlertInfo, "Alert-Info", null),
        (SipHeader.AllowEvents, "Allow-Events", "u"), (SipHeader.AuthenticationInfo, "Authentication-Info", null),
        (SipHeader.Authorization, "Authorization", null), (SipHeader.CallId, "Call-ID", "i"), (SipHeader.CallInfo, "Call-Info", null),
        (SipHeader.Contact, "Contact", "m"), (SipHeader.ContentDisposition, "Content-Disposition", null),
        (SipHeader.ContentEncoding, "Content-Encoding", "e"), (SipHeader.ContentLength, "Content-Length", "l"),
        (SipHeader.ContentType, "Content-Type", "c"), (SipHeader.CSeq, "CSeq", null), (SipHeader.Date, "Date", null),
        (SipHeader.Diversion, "Diversion", null), (SipHeader.ErrorInfo, "Error-Info", null), (SipHeader.Event, "Event", "o"),
        (SipHeader.Expires, "Expires", null), (SipHeader.From, "From", "f"), (SipHeader.HistoryInfo, "History-Info", null),
        (SipHeader.Identity, "Identity", "y"), (SipHeader.InReplyTo, "In-Reply-To", null), (SipHeader.MaxForwards, "Max-Forwards", null),
        (SipHeader.MinExpires, "Min-Expires", null), (SipHeader.MinSe, "Min-SE", null), (SipHeader.PAssertedIdentity, "P-Asserted-Identity", null),
        (SipHeader.Path, "Path", null), (SipHeader.PPreferredIdentity, "P-Preferred-Identity", null), (SipHeader.Priority, "Priority", null),
        (SipHeader.Privacy, "Privacy", null), (SipHeader.ProxyAuthenticate, "Proxy-Authenticate", null),
        (SipHeader.ProxyAuthorization, "Proxy-Authorization", null), (SipHeader.ProxyRequire, "Proxy-Require", null),
        (SipHeader.RAck, "RAck", null), (SipHeader.Reason, "Reason", null), (SipHeader.RecordRoute, "Record-Route", null),
        (SipHeader.ReferredBy, "Referred-By", "b"), (SipHeader.ReferTo, "Refer-To", "r"), (SipHeader.Replaces, "Replaces", null),
        (SipHeader.ReplyTo, "Reply-To", null), (SipHeader.Require, "Require", null), (SipHeader.RetryAfter, "Retry-After", null),
        (SipHeader.Route, "Route", null), (SipHeader.RSeq, "RSeq", null), (SipHeader.Server, "Server", null),
        (SipHeader.ServiceRoute, "Service-Route", null), (SipHeader.SessionExpires, "Session-Expires", "x"), (SipHeader.Subject, "Subject", "s"),
        (SipHeader.SubscriptionState, "Subscription-State", null), (SipHeader.Supported, "Supported", "k"), (SipHeader.Timestamp, "Timestamp", null),
        (SipHeader.To, "To", "t"), (SipHeader.Unsupported, "Unsupported", null), (SipHeader.UserAgent, "User-Agent", null),
        (SipHeader.Via, "Via", "v"), (SipHeader.Warning, "Warning", null), (SipHeader.WwwAuthenticate, "WWW-Authenticate", null),
    ];

    // Names of one length together; no length has more than nine, and the first letter rules most of them out.
    private static readonly (byte[] Name, SipHeader Header)[][] s_byLength = ByLength();

    /// <summary>The number of a header by its name or compact form, without case.</summary>
    public static SipHeader Find(ReadOnlySpan<byte> name)
    {
        if (name.Length < s_byLength.Length)
        {
            foreach ((byte[] candidate, SipHeader header) in s_byLength[name.Length])
            {
                if (((candidate[0] ^ name[0]) & ~0x20) == 0 && Ascii.EqualsIgnoreCase(candidate, name))
                {
                    return header;
                }
            }
        }

        return SipHeader.Other;
    }

    /// <summary>True when a comma in the value separates values; false for those with one value a line, where a comma is text.</summary>
    public static bool IsCommaList(SipHeader header) => header is not (SipHeader.Authorization or SipHeader.ProxyAuthorization or SipHeader.WwwAuthenticate
        or SipHeader.ProxyAuthenticate or SipHeader.AuthenticationInfo or SipHeader.CallId or SipHeader.CSeq or SipHeader.Date or SipHeader.From or SipHeader.To
        or SipHeader.ReferTo or SipHeader.ReferredBy or SipHeader.ReplyTo or SipHeader.RetryAfter or SipHeader.Server or SipHeader.UserAgent or SipHeader.Subject
        or SipHeader.Timestamp or SipHeader.Other);

    private static (byte[] Name, SipHeader Header)[][] ByLength()
    {
        var lists = new List<(byte[], SipHeader)>[s_names.Max(n => n.Name.Length) + 1];
        for (int i = 0; i < lists.Length; i++)
        {
            lists[i] = [];
        }

        foreach ((SipHeader header, string name, string? compact) in s_names)
        {
            lists[name.Length].Add((Encoding.ASCII.GetBytes(name), header));
            if (compact is not null)
            {
                lists[compact.Length].Add((Encoding.ASCII.GetBytes(compact), header));
            }
        }

        return Array.ConvertAll(lists, list => list.ToArray());
    }
}
