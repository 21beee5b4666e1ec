using XHand.Calls;
using XHand.Calls.Causes;
using XHand.Calls.Flows;
using XHand.Calls.Live;
using XHand.Dialplan;
using XHand.Loop;
using XHand.Pbx.Flows;
using XHand.Site;

namespace XHand.Pbx.Control;

/// <summary>What may be asked of the running exchange from other threads: each request is one turn of the loop.</summary>
public sealed class CallControl(ISwitchLoop loop, CallTable calls, ISiteSource sites, PhoneDirectory phones, FlowChooser flows) : ICallControl
{
    // After the calls have been told to end, their records need their media closed: 200 ms, and a little.
    private static readonly TimeSpan _lastRecords = TimeSpan.FromSeconds(1);
    private static readonly CallControlResult _overloaded = Refused("The system is overloaded");

    /// <inheritdoc/>
    public Task<CallControlResult> CallAsync(Guid company, string from, string to, CancellationToken cancellation) =>
        loop.AskAsync(LoopLane.NewCalls, "control-call", () => Place(company, from, to), _overloaded, cancellation);

    /// <inheritdoc/>
    public Task<CallControlResult> HangUpAsync(Guid company, Guid callId, CancellationToken cancellation) =>
        loop.AskAsync(LoopLane.InDialog, "control-hangup", () => HangUp(company, callId), _overloaded, cancellation);

    /// <inheritdoc/>
    public Task DrainAsync(TimeSpan limit) =>
        loop.AskLaterAsync<bool>(LoopLane.InDialog, "control-drain", drained => Drain(limit, () => drained(true)), false, CancellationToken.None);

    private void Drain(TimeSpan limit, Action drained)
    {
        ILoopTimer timer = loop.StartTimer(limit, "control-drain-limit", () =>
        {
            calls.HangUpAll(CallCause.ShuttingDown, "The system was stopped");
            loop.StartTimer(_lastRecords, "control-drain-last", drained);
        });
        calls.Drain(() =>
        {
            timer.Dispose();
            drained();
        });
    }

    private CallControlResult Place(Guid company, string from, string to)
    {
        SiteSnapshot site = sites.Current;
        if (!calls.AcceptsNewCalls)
        {
            return Refused("The system takes no new calls now");
        }

        if (!site.Companies.TryGetValue(company, out CompanySite? own) || !own.Extensions.TryGetValue(from, out Extension? caller))
        {
            return Refused($"There is no extension {from}");
        }

        RoutePlan plan = RoutePlanner.Plan(site, new PlanRequest(company, from, to, loop.Time.GetUtcNow()));
        if (plan.Destination is ToRefusal refusal)
        {
            return Refused(refusal.Why);
        }

        // The phone that is to call is shown whom it will be calling.
        IReadOnlyList<DialTarget> targets = phones.TargetsOf(company, caller, plan.Number, NameOf(plan));
        if (targets.Count == 0)
        {
            return Refused($"No phone of {from} is registered");
        }

        if (calls.CountOf(company, from) >= caller.MaxCalls && plan.Class != CallClass.Emergency)
        {
            return Refused($"{from} has its {caller.MaxCalls} calls");
        }

        Call call = calls.Open(new CallOrder(company, caller.Number, caller.Name, plan.Number), null);
        call.Plan(FlowChooser.FactOf(plan));
        calls.RunOrdered(call, targets, TimeSpan.FromSeconds(caller.RingSeconds), flows.Choose(call, plan));
        return new CallControlResult(call.Id, null);
    }

    private CallControlResult HangUp(Guid company, Guid callId)
    {
        if (calls.Find(callId) is not { } call || call.Order.Company != company)
        {
            return Refused($"There is no live call {callId}");
        }

        call.HangUp(CallCause.EndedByCommand, "Ended by command");
        return new CallControlResult(callId, null);
    }

    private static string NameOf(RoutePlan plan) => plan.Destination switch
    {
        ToExtension to => to.Extension.Name,
        ToAnnouncement to => to.Announcement.Name,
        _ => "",
    };

    private static CallControlResult Refused(string why) => new(null, why);
}
