using System.Globalization;
using XHand.Sip.Messages;

namespace XHand.Sip.Transactions;

/// <summary>What a message and its transaction have in common (RFC 3261 17.1.3 and 17.2.3).</summary>
/// <param name="Branch">The branch, or for RFC 2543 peers what stands for it.</param>
/// <param name="Host">sent-by host of the peer's Via; empty for our own client transactions.</param>
/// <param name="Port">sent-by port.</param>
/// <param name="Method">The method of the request that made the transaction.</param>
internal readonly record struct TransactionKey(string Branch, string Host, int Port, SipMethod Method)
{
    /// <summary>What a branch of RFC 3261 starts with (8.1.1.7).</summary>
    public const string MagicCookie = "z9hG4bK";

    /// <summary>The key of a client transaction of ours: the branch alone is unique.</summary>
    public static TransactionKey OfClient(string branch, SipMethod method) => new(branch, "", 0, method);

    /// <summary>The key under which a received response finds its client transaction, or null when it can have none.</summary>
    public static TransactionKey? OfResponse(SipResponse response) =>
        response.TopVia.Branch is { } branch ? OfClient(branch, response.CSeq.Method) : null;

    /// <summary>
    /// The key of a received request as <paramref name="method"/>: an ACK or CANCEL asks for that of its INVITE
    /// (RFC 3261 17.2.3, 9.2).
    /// </summary>
    public static TransactionKey OfRequest(SipRequest request, SipMethod method)
    {
        SipVia via = request.TopVia;
        string branch = via.Branch is { } given && given.Length > MagicCookie.Length && given.StartsWith(MagicCookie, StringComparison.Ordinal)
            ? given
            : OldBranch(request, via);
        return new TransactionKey(branch, via.Host, via.Port, method);
    }

    // RFC 3261 17.2.3: an RFC 2543 peer is matched by Request-URI, From tag, Call-ID, CSeq number and top Via. The To tag is left out, since the ACK
    // has one where its INVITE had none. The line breaks cannot occur in a branch, so the two kinds never meet.
    private static string OldBranch(SipRequest request, SipVia via) =>
        string.Join('\n', request.CallId, request.From.Tag, request.CSeq.Number.ToString(CultureInfo.InvariantCulture), via.ToString(), request.Uri.ToString());
}
