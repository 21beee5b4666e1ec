using XHand.Calls;
using XHand.Calls.Causes;
using XHand.Calls.Facts;
using XHand.Calls.Flows;
using XHand.Calls.Signalling;
using XHand.Dialplan;
using XHand.Pbx.Flows;
using XHand.Pbx.Trunks;
using XHand.Sdp;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Site;

namespace XHand.Pbx.Incoming;

/// <summary>Takes the INVITEs of operators: which number is called, by whom, and where the redirects lead. Loop thread only.</summary>
internal sealed class InboundCalls(CallServices services, ISiteSource sites, FlowChooser flows, CallEntrance entrance)
{
    private const int MaxCalled = 64;

    // 486 and not 503: after a 503 an operator may keep every call away for a while (RFC 3261 21.5.4). The cause tells what it is.
    private static readonly CallCause _full = new(486, 34, "No circuit available");

    /// <summary>Makes a call of an INVITE that <paramref name="trunk"/>'s operator sent.</summary>
    public void Accept(ServerTransaction transaction, TrunkLink trunk, SdpSession? offer)
    {
        SipRequest invite = transaction.Request;
        SiteSnapshot site = sites.Current;
        if (!site.Companies.TryGetValue(trunk.Company, out CompanySite? company))
        {
            transaction.Respond(new OutgoingResponse(invite, 404));
            return;
        }

        (string sentByHost, _) = services.Sip.Transport.SentBy(transaction.Flow);
        OutsideCaller caller = OutsideCaller.Of(
            invite, company, host => host == sentByHost || host == invite.Uri.Host || site.ByDomain.ContainsKey(host));
        string called = CalledBy(invite, trunk.Trunk);
        RoutePlan plan = RoutePlanner.PlanInbound(
            site, new InboundRequest(trunk.Company, trunk.Trunk.Name, caller.Number, called, services.Loop.Time.GetUtcNow()));
        // A number that is also an extension's would look like a call from inside.
        bool looksInside = company.Extensions.ContainsKey(plan.CallerShown);
        CallOrder order = new(trunk.Company, caller.Number, caller.Name, WireText.Clean(called, MaxCalled))
        {
            Direction = CallDirection.Inbound,
            Trunk = trunk.Trunk.Name,
            FromShown = looksInside ? "" : plan.CallerShown,
            Codecs = trunk.Trunk.Codecs,
        };
        bool isFull = trunk.IsFull;
        trunk.Take();
        entrance.Enter(transaction, order, offer, plan, call => FlowFor(call, trunk, caller, plan, isFull, invite), flow => new InboundFlow(trunk, flow));
    }

    private ICallFlow FlowFor(Call call, TrunkLink trunk, OutsideCaller caller, RoutePlan plan, bool isFull, SipRequest invite)
    {
        if (caller.Forged is { } extension)
        {
            return new RefusalFlow(new CallEnd(
                CallResult.Refused, EndedBy.System, CallCause.Rejected with { SipStatus = 403 }, $"The caller claims to be extension {extension}, from outside"));
        }

        return isFull
            ? new RefusalFlow(new CallEnd(CallResult.Busy, EndedBy.System, _full, $"Trunk {trunk.Trunk.Name} has its {trunk.Trunk.MaxCalls} calls"))
            : flows.Choose(call, plan, CallEntrance.HopsOf(invite));
    }

    // Some operators send a registered trunk's calls to its Contact, whose user is its login, and name the number in To alone.
    private static string CalledBy(SipRequest invite, Trunk trunk)
    {
        string? user = invite.Uri.User;
        bool isContact = string.IsNullOrEmpty(user) || (trunk.Register && user == trunk.Login);
        return (isContact ? invite.To.Uri.User ?? user : user) ?? "";
    }
}
