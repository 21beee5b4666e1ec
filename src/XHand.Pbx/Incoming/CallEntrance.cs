using XHand.Calls;
using XHand.Calls.Audio;
using XHand.Calls.Causes;
using XHand.Calls.Facts;
using XHand.Calls.Flows;
using XHand.Calls.Legs;
using XHand.Dialplan;
using XHand.Pbx.Flows;
using XHand.Sdp;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;

namespace XHand.Pbx.Incoming;

/// <summary>Makes a call of an INVITE whose caller is known: its audio, its leg, its plan, its flow. Loop thread only.</summary>
internal sealed class CallEntrance(CallServices services, CallTable calls)
{
    /// <summary>What may be forwarded on of an INVITE's Max-Forwards, 1 to 69.</summary>
    public static int HopsOf(SipRequest invite) => Math.Max(1, (int)Math.Min(invite.Number(SipHeader.MaxForwards) ?? 70, 70) - 1);

    /// <summary>The refusal of an INVITE whose session would be too short, or null.</summary>
    public OutgoingResponse? RefusalOf(SipRequest invite) => services.Sip.SessionTimers.RefusalOf(invite);

    /// <summary>Opens the call and starts the flow that <paramref name="choose"/> gives; without a port left the caller gets 503, and the try is on record.</summary>
    /// <param name="transaction">The INVITE.</param>
    /// <param name="order">Who calls what.</param>
    /// <param name="offer">What it offers, or null.</param>
    /// <param name="plan">Where it leads.</param>
    /// <param name="choose">The flow for it, where it can be carried out.</param>
    /// <param name="around">What is to be done around whatever flow runs, or null.</param>
    public void Enter(
        ServerTransaction transaction, CallOrder order, SdpSession? offer, RoutePlan plan, Func<Call, ICallFlow> choose, Func<ICallFlow, ICallFlow>? around = null)
    {
        around ??= static flow => flow;
        Guid legId = services.Ids.NewId();
        if (services.Audio.TryOpen(legId, transaction.Flow, beside: null) is not { } audio)
        {
            Call refused = calls.Open(order, null);
            transaction.Respond(new OutgoingResponse(transaction.Request, 503).Add("Retry-After", "5").Add("Reason", CallCause.NoCircuit.ReasonHeader));
            calls.Run(refused, around(new RefusalFlow(CallEnd.Failed(CallCause.NoCircuit))));
            return;
        }

        IncomingLeg leg = new(services.Sip, audio, legId, order.From, transaction, offer);
        Call call = calls.Open(order, leg);
        call.Plan(FlowChooser.FactOf(plan));
        bool hasCodec = offer is null || AudioFormats.InOrder(AudioFormats.OfferedBy(offer), order.Codecs).Count > 0;
        calls.Run(call, around(hasCodec ? choose(call) : new RefusalFlow(CallEnd.Failed(CallCause.NotAcceptable))));
    }
}
