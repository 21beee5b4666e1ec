using XHand.Calls;
using XHand.Calls.Causes;
using XHand.Calls.Facts;
using XHand.Calls.Flows;
using XHand.Calls.Signalling;
using XHand.Dialplan;
using XHand.Loop;
using XHand.Pbx.Authentication;
using XHand.Pbx.Flows;
using XHand.Pbx.Trunks;
using XHand.Sdp;
using XHand.Sip.Authentication;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Site;

namespace XHand.Pbx.Incoming;

/// <summary>Takes new INVITEs: who is calling, what do they dial, and the call with its flow. Loop thread only.</summary>
internal sealed class IncomingCalls(
    CallTable calls, RequestAuthenticator authenticator, ISiteSource sites, TrunkTable trunks, CallEntrance entrance, InboundCalls inbound, FlowChooser flows, ISwitchLoop loop)
{
    private const int MaxDialled = 64;

    /// <summary>Answers an INVITE outside a dialog, or makes a call of it.</summary>
    public void Handle(ServerTransaction transaction)
    {
        SipRequest invite = transaction.Request;
        // An emergency call still gets in when the journal takes no more; a system that stops has nothing to carry it with.
        if (calls.IsDraining || (!calls.AcceptsNewCalls && !IsEmergency(invite)))
        {
            PbxMetrics.CallShed();
            transaction.Respond(new OutgoingResponse(invite, 503).Add("Retry-After", "5"));
            return;
        }

        if ((RefusalOf(invite) ?? entrance.RefusalOf(invite)) is { } refusal)
        {
            transaction.Respond(refusal);
            return;
        }

        SiteSnapshot site = sites.Current;
        trunks.Follow();
        TrunkSource? source = trunks.OfSource(transaction.Flow, invite, site);
        if (source is { Trunk.Trunk.IdentifyBy: TrunkIdentity.Address } operators && (operators.IsItsPort || !ClaimsToBeAPhone(invite, site)))
        {
            FromOutside(transaction, operators.Trunk);
        }
        else
        {
            CompanySite company = source is { Trunk.Company: var owner } && site.Companies.TryGetValue(owner, out CompanySite? own) && !ClaimsToBeAPhone(invite, site)
                ? own
                : site.CompanyOf(invite.From.Uri.Host);
            ByCredentials(transaction, company);
        }
    }

    // What a phone behind the operator's address says: it signs for us, or calls itself by an extension's number. It gets no more for that than the question
    // for its password.
    private static bool ClaimsToBeAPhone(SipRequest invite, SiteSnapshot site)
    {
        CompanySite company = site.CompanyOf(invite.From.Uri.Host);
        return company.Extensions.ContainsKey(invite.From.Uri.User ?? "")
            || (DigestServer.UserOf(invite, company.Company.Realm) is { } user && company.Extensions.ContainsKey(user));
    }

    /// <summary>True when it calls an emergency number, whoever it is. Any thread.</summary>
    public static bool IsEmergency(SipRequest invite) => EmergencyNumbers.ServiceOf(DialledNumber.Of(invite.Uri.User ?? "").Number) is not null;

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

        // RFC 3891 3: no dialog of ours is shown to anybody, so none can be named from outside of it. Called plainly, its target would ring besides.
        if (invite.Has(SipHeader.Replaces))
        {
            return new OutgoingResponse(invite, 481);
        }

        // RFC 3261 21.4.7: all that we could answer with is a session description.
        if (invite.Has(SipHeader.Accept) && !TakesSdp(invite))
        {
            return new OutgoingResponse(invite, 406).Add("Accept", SipProfile.Accept);
        }

        return SipProfile.HasUsableBodyType(invite) ? null : new OutgoingResponse(invite, 415).Add("Accept", SipProfile.Accept);
    }

    private static bool TakesSdp(SipRequest invite)
    {
        foreach (string range in invite.Values(SipHeader.Accept))
        {
            ReadOnlySpan<char> type = range.AsSpan(0, range.IndexOf(';', StringComparison.Ordinal) is >= 0 and var end ? end : range.Length).Trim();
            if (type.Equals(SipProfile.Sdp, StringComparison.OrdinalIgnoreCase) || type is "*/*" || type.Equals("application/*", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private void ByCredentials(ServerTransaction transaction, CompanySite company)
    {
        SipRequest invite = transaction.Request;
        Guid id = company.Company.Id;
        if (authenticator.AuthenticateUser(transaction, company, user => trunks.OfLogin(id, user)?.Secret) is not { } user)
        {
            return;
        }

        if (!company.Extensions.TryGetValue(user, out Extension? caller))
        {
            if (trunks.OfLogin(id, user) is { } trunk)
            {
                FromOutside(transaction, trunk);
            }

            return;
        }

        // An extension calls as itself: another number in From is a forgery, not a wish.
        if (invite.From.Uri.User != caller.Number)
        {
            transaction.Respond(new OutgoingResponse(invite, 403));
        }
        else if (TryReadOffer(transaction, out SdpSession? offer))
        {
            Accept(transaction, company, caller, offer);
        }
    }

    private void FromOutside(ServerTransaction transaction, TrunkLink trunk)
    {
        if (TryReadOffer(transaction, out SdpSession? offer))
        {
            inbound.Accept(transaction, trunk, offer);
        }
    }

    private static bool TryReadOffer(ServerTransaction transaction, out SdpSession? offer)
    {
        offer = null;
        SipRequest invite = transaction.Request;
        if (invite.Body.IsEmpty || SdpSession.TryParse(invite.Body.Span, out offer, out _))
        {
            return true;
        }

        transaction.Respond(new OutgoingResponse(invite, 400, "Bad Session Description"));
        return false;
    }

    private void Accept(ServerTransaction transaction, CompanySite company, Extension caller, SdpSession? offer)
    {
        SipRequest invite = transaction.Request;
        CallOrder order = new(company.Company.Id, caller.Number, caller.Name, WireText.Clean(invite.Uri.User, MaxDialled));
        if (OutsideCaller.IsPrivate(invite))
        {
            order = order with { IsPrivate = true, FromShown = "", FromName = "" };
        }

        bool isAtLimit = calls.CountOf(order.Company, caller.Number) >= caller.MaxCalls;
        RoutePlan plan = RoutePlanner.Plan(sites.Current, new PlanRequest(order.Company, caller.Number, invite.Uri.User ?? "", loop.Time.GetUtcNow()));
        entrance.Enter(transaction, order, offer, plan, call => isAtLimit && plan.Class != CallClass.Emergency
            ? new RefusalFlow(CallEnd.Busy with { By = EndedBy.System, Reason = $"{caller.Number} has its {caller.MaxCalls} calls" })
            : flows.Choose(call, plan, CallEntrance.HopsOf(invite)));
    }
}
