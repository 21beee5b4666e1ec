using XHand.Sip.Messages;
using XHand.Sip.Transport;

namespace XHand.Sip.Transactions;

/// <summary>A client transaction (RFC 3261 17.1, RFC 6026), INVITE or not, as its owner holds it. Loop thread only.</summary>
public sealed class ClientTransaction
{
    internal ClientTransaction(OutgoingRequest request, SipFlow flow, IClientTransactionUser owner)
    {
        Request = request;
        Flow = flow;
        Owner = owner;
    }

    /// <summary>The request.</summary>
    public OutgoingRequest Request { get; }

    /// <summary>The way it went.</summary>
    public SipFlow Flow { get; }

    internal IClientTransactionUser Owner { get; }

    internal ClientShell? Shell { get; set; }

    /// <summary>
    /// Asks to cancel an INVITE (RFC 3261 9.1): sent at once if a provisional response has come, otherwise when the first comes. The
    /// outcome still arrives as a response, 487 or 2xx; 32 s after the CANCEL without one it fails with 408.
    /// </summary>
    /// <param name="reasonHeader">Value of the Reason header (RFC 3326), or null.</param>
    public void Cancel(string? reasonHeader = null) => Shell?.Cancel(reasonHeader);

    /// <summary>
    /// Tells that the owner has ended and hears nothing more; what still comes for an INVITE answered 2xx goes to
    /// <see cref="ITransactionUser.OnStrayResponse"/>. Without it the owner stays in memory for up to 32 s after a 2xx.
    /// </summary>
    public void Release() => Shell?.Release();
}
