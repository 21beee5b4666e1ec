using XHand.Calls;
using XHand.Calls.Flows;
using XHand.Calls.Transfers;
using XHand.Dialplan;
using XHand.Loop;
using XHand.Site;

namespace XHand.Pbx.Flows;

/// <summary>Plans a transfer's target as a call of the extension that transfers, with its class of service and nobody else's.</summary>
internal sealed class TransferPlanner(ISiteSource sites, FlowChooser flows, ISwitchLoop loop) : ITransferPlanner
{
    public ICallFlow? Plan(Call call, string by, string number, out int refusal)
    {
        RoutePlan plan = RoutePlanner.Plan(sites.Current, new PlanRequest(call.Order.Company, by, number, loop.Time.GetUtcNow()));
        refusal = plan.Destination is ToRefusal refused ? refused.SipStatus : 0;
        return refusal != 0 ? null : flows.Choose(call, plan, maxForwards: 69, isTransfer: true);
    }
}
