using XHand.Calls;
using XHand.Calls.Audio;
using XHand.Calls.Causes;
using XHand.Calls.Facts;
using XHand.Calls.Flows;
using XHand.Calls.Legs;
using XHand.Calls.Signalling;
using XHand.Dialplan;
using XHand.Pbx.Authentication;
using XHand.Pbx.Flows;
using XHand.Sdp;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Site;

namespace XHand.Pbx.Incoming;

/// <summary>Takes new INVITEs: who is calling, what do they dial, and the call with its flow. Loop thread only.</summary>
public sealed class IncomingCalls(CallServices services, CallTable calls, RequestAuthenticator authenticator, ISiteSource sites, FlowChooser flows)
{
    private const int MaxDialled = 64;

    /// <summary>Answers an INVITE outside a dialog, or makes a call of it.</summary>
    public void Handle(ServerTransaction transaction)
    {
        SipRequest invite = transaction.Request;
        if (!calls.AcceptsNewCalls)
        {
            PbxMetrics.CallShed();
            transaction.Respond(new OutgoingResponse(invite, 503).Add("Retry-After", "5"));
            return;
        }

        if (RefusalOf(invite) is { } refusal)
        {
            transaction.Respond(refusal);
            return;
        }

        CompanySite company = sites.Current.CompanyOf(invite.From.Uri.Host);
        if (authenticator.Authenticate(transaction, company) is not { } caller)
        {
            return;
        }

        // An extension calls as itself: another number in From is a forgery, not a wish.
        if (invite.From.Uri.User != caller.Number)
        {
            transaction.Respond(new OutgoingResponse(invite, 403));
            return;
        }

        SdpSession? offer = null;
        if (!invite.Body.IsEmpty && !SdpSession.TryParse(invite.Body.Span, out offer, out _))
        {
            transaction.Respond(new OutgoingResponse(invite, 400, "Bad Session Description"));
            return;
        }

        Accept(transaction, company, caller, offer);
    }

    private static OutgoingResponse? RefusalOf(SipRequest invite)
    {
        if (invite.Number(SipHeader.MaxForwards) == 0)
        {
            return new OutgoingResponse(invite, 483);
        }

        if (!invite.Uri.IsSip && invite.Uri.Scheme != "tel")
        {
            return new OutgoingResponse(invite, 416);
        }

        // RFC 3261 8.1.1.8: without a Contact there is nobody to send BYE to.
        if (invite.Addresses(SipHeader.Contact).Count == 0)
        {
            return new OutgoingResponse(invite, 400, "Missing Contact");
        }

        return SipProfile.HasUsableBodyType(invite) ? null : new OutgoingResponse(invite, 415).Add("Accept", SipProfile.Accept);
    }

    private void Accept(ServerTransaction transaction, CompanySite company, Extension caller, SdpSession? offer)
    {
        SipRequest invite = transaction.Request;
        CallOrder order = new(company.Company.Id, caller.Number, caller.Name, WireText.Clean(invite.Uri.User, MaxDialled));
        bool isAtLimit = calls.CountOf(order.Company, caller.Number) >= caller.MaxCalls;
        Guid legId = services.Ids.NewId();
        LegAudio? audio = services.Audio.TryOpen(legId, transaction.Flow, beside: null);
        if (audio is null)
        {
            // No port, no leg: but the try is on record.
            Call refused = calls.Open(order, null);
            transaction.Respond(new OutgoingResponse(invite, 503).Add("Retry-After", "5").Add("Reason", CallCause.NoCircuit.ReasonHeader));
            calls.Run(refused, new RefusalFlow(CallEnd.Failed(CallCause.NoCircuit)));
            return;
        }

        IncomingLeg leg = new(services.Sip, audio, legId, caller.Number, transaction, offer);
        Call call = calls.Open(order, leg);
        RoutePlan plan = RoutePlanner.Plan(sites.Current, new PlanRequest(order.Company, caller.Number, invite.Uri.User ?? "", services.Loop.Time.GetUtcNow()));
        call.Plan(FlowChooser.FactOf(plan));
        calls.Run(call, FlowFor(call, plan, caller, offer, isAtLimit, invite));
    }

    private ICallFlow FlowFor(Call call, RoutePlan plan, Extension caller, SdpSession? offer, bool isAtLimit, SipRequest invite)
    {
        if (isAtLimit)
        {
            return new RefusalFlow(CallEnd.Busy with { By = EndedBy.System, Reason = $"{caller.Number} has its {caller.MaxCalls} calls" });
        }

        if (offer is not null && AudioFormats.OfferedBy(offer).Count == 0)
        {
            return new RefusalFlow(CallEnd.Failed(CallCause.NotAcceptable));
        }

        uint hops = Math.Min(invite.Number(SipHeader.MaxForwards) ?? 70, 70);
        return flows.Choose(call, plan, Math.Max(1, (int)hops - 1));
    }
}
