using XHand.Sdp;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;

namespace XHand.Calls.Legs;

/// <summary>A re-INVITE of the party's that waits for its answer. Settled once; what comes later is ignored.</summary>
public sealed class Reoffer
{
    private readonly Action<Reoffer, OutgoingResponse, SdpSession?> _settle;

    internal Reoffer(SipLeg leg, ServerTransaction transaction, SdpSession offer, Action<Reoffer, OutgoingResponse, SdpSession?> settle)
    {
        Leg = leg;
        Transaction = transaction;
        Offer = offer;
        _settle = settle;
    }

    /// <summary>The leg.</summary>
    public SipLeg Leg { get; }

    /// <summary>What it offers.</summary>
    public SdpSession Offer { get; }

    /// <summary>True once answered.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Called when the party cancels it, or hangs up; it has been settled by then.</summary>
    public Action? Withdrawn { get; set; }

    internal ServerTransaction Transaction { get; }

    /// <summary>Answers 200 with our description.</summary>
    public void Accept(SdpSession answer) => Settle(new OutgoingResponse(Transaction.Request, 200), answer);

    /// <summary>Refuses; the session stays as it was (RFC 3261 14.2).</summary>
    public void Refuse(int status) => Settle(new OutgoingResponse(Transaction.Request, status), null);

    internal void Withdraw(int status)
    {
        if (!IsSettled)
        {
            Refuse(status);
            Withdrawn?.Invoke();
        }
    }

    private void Settle(OutgoingResponse response, SdpSession? answer)
    {
        if (!IsSettled)
        {
            IsSettled = true;
            _settle(this, response, answer);
        }
    }
}
