using XHand.Calls;
using XHand.Calls.Causes;
using XHand.Calls.Facts;
using XHand.Calls.Flows;
using XHand.Dialplan;
using XHand.Pbx.Trunks;
using XHand.Site;

namespace XHand.Pbx.Flows;

/// <summary>From a plan to the flow that carries it out.</summary>
public sealed class FlowChooser(CallTable calls, PhoneDirectory phones, TrunkTable trunks)
{
    /// <summary>The fact of a plan.</summary>
    public static CallPlanned FactOf(RoutePlan plan) => new(
        plan.Number,
        plan.Destination switch
        {
            ToExtension to => to.Extension.Name,
            ToAnnouncement to => to.Announcement.Name,
            _ => "",
        },
        plan.Class.Name(),
        [.. plan.Reasons.Select(reason => $"{reason.Rule}: {reason.Outcome}")])
    {
        Direction = LeadsOut(plan) ? CallDirection.Outbound : null,
        Route = NullIfEmpty(plan.Route),
        Tag = NullIfEmpty(plan.Tag),
    };

    /// <summary>
    /// The flow for <paramref name="call"/>; <paramref name="maxForwards"/> is what its legs may be forwarded on. <paramref name="isTransfer"/>: an extension of ours has
    /// asked for it, and the plan is its own.
    /// </summary>
    public ICallFlow Choose(Call call, RoutePlan plan, int maxForwards = 70, bool isTransfer = false) => plan.Destination switch
    {
        ToExtension to => ToExtension(call, to.Extension, maxForwards),
        ToAnnouncement to => new AnnouncementFlow(to.Announcement),
        // A call from outside never leads out again, whatever was planned: that would be somebody else's call on our bill.
        ToTrunks when call.Order.Direction == CallDirection.Inbound && !isTransfer => new RefusalFlow(CallEnd.Failed(CallCause.Rejected with { SipStatus = 403 }, "A call from outside may not lead out")),
        ToTrunks to => new TrunkFlow(to.Choices, trunks, plan.Class == CallClass.Emergency, call.Order.IsPrivate, maxForwards),
        ToRefusal refusal => new RefusalFlow(EndOf(refusal)),
        _ => new RefusalFlow(CallEnd.Failed(CallCause.InternalError, "The plan leads to what this version cannot do")),
    };

    // A number outside that was refused was a call out all the same; what is inside has class internal.
    private static bool LeadsOut(RoutePlan plan) =>
        plan.Destination is ToTrunks || (plan.Destination is ToRefusal && plan.Class != CallClass.Internal);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private ICallFlow ToExtension(Call call, Extension called, int maxForwards)
    {
        CallOrder order = call.Order;
        if (calls.CountOf(order.Company, called.Number) >= called.MaxCalls)
        {
            return new RefusalFlow(CallEnd.Busy with { By = EndedBy.System, Reason = $"{called.Number} has its {called.MaxCalls} calls" });
        }

        calls.CountIn(call, called.Number);
        return new ExtensionFlow(
            called.Number,
            () => phones.TargetsOf(order.Company, called, order.FromShown, order.FromName, maxForwards),
            TimeSpan.FromSeconds(called.RingSeconds));
    }

    private static CallEnd EndOf(ToRefusal refusal)
    {
        CallCause cause = new(refusal.SipStatus, refusal.Q850Cause, CauseMap.TextOf(refusal.SipStatus));
        string result = refusal.SipStatus switch
        {
            404 or 484 or 604 => CallResult.UnknownNumber,
            486 or 600 => CallResult.Busy,
            >= 500 and < 600 => CallResult.Failed,
            _ => CallResult.Refused,
        };
        return new CallEnd(result, EndedBy.System, cause, refusal.Why);
    }
}
