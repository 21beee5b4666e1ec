using Microsoft.Extensions.Logging;
using XHand.Calls.Causes;
using XHand.Calls.Facts;
using XHand.Calls.Flows;
using XHand.Calls.Legs;
using XHand.Loop.Flows;

namespace XHand.Calls;

/// <summary>All live calls of the node: starts them with their flows, counts them by party, ends them on command. Loop thread only.</summary>
public sealed class CallTable(CallServices services, Heartbeat heartbeat, ILogger<CallTable> logger)
{
    private readonly Dictionary<Guid, Call> _calls = [];
    private readonly Dictionary<(Guid Company, string Number), List<Call>> _byParty = [];
    private Action? _whenEmpty;

    /// <summary>Calls alive now.</summary>
    public int Count => _calls.Count;

    /// <summary>Calls ended since the start.</summary>
    public long Ended { get; private set; }

    /// <summary>True once draining: new calls are refused.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>False while new calls are to be refused with 503: draining, or the journal takes no more.</summary>
    public bool AcceptsNewCalls => !IsDraining && services.Facts.AcceptsNewCalls;

    /// <summary>The call, or null.</summary>
    public Call? Find(Guid callId) => _calls.GetValueOrDefault(callId);

    /// <summary>Calls that a number takes part in: as caller, or rung or spoken with.</summary>
    public int CountOf(Guid company, string number) => _byParty.TryGetValue((company, number), out List<Call>? calls) ? calls.Count : 0;

    /// <summary>What the phones of a number are at, a leg each; empty when it has no call.</summary>
    public IReadOnlyList<PartyState> StatesOf(Guid company, string number)
    {
        if (!_byParty.TryGetValue((company, number), out List<Call>? calls))
        {
            return [];
        }

        List<PartyState> states = [];
        foreach (Call call in calls)
        {
            foreach (SipLeg leg in call.Legs)
            {
                if (call.ExtensionOf(leg) == number && !states.Exists(state => state.LegId == leg.Id))
                {
                    // A caller that hears the ringing has not been answered, whatever its early media says.
                    states.Add(new PartyState(leg.Id, leg is IncomingLeg, leg.State == LegState.Answered));
                }
            }
        }

        return states;
    }

    /// <summary>A call that arrived on <paramref name="caller"/>. <see cref="Run"/> follows.</summary>
    public Call Open(CallOrder order, IncomingLeg? caller)
    {
        Call call = new(services, order, OnClosed);
        _calls.Add(call.Id, call);
        heartbeat.Watch(_calls.Count);
        if (order.Direction != CallDirection.Inbound)
        {
            // What a caller from outside calls itself is no party of ours, even where it is spelled like an extension.
            CountIn(call, order.From);
        }

        call.Begin(caller);
        return call;
    }

    /// <summary>Counts <paramref name="number"/> as a party of the call until its end.</summary>
    public void CountIn(Call call, string number)
    {
        call.PartyNumbers.Add(number);
        (Guid, string) key = (call.Order.Company, number);
        if (!_byParty.TryGetValue(key, out List<Call>? calls))
        {
            _byParty.Add(key, calls = []);
        }

        calls.Add(call);
    }

    /// <summary>Starts the call's flow. Whatever happens in it, the call ends with it and has its record.</summary>
    public void Run(Call call, ICallFlow flow)
    {
        CallVerbs verbs = new(call);
        FlowScope.Start(services.Loop, flow.Name, () => flow.RunAsync(verbs), escaped => OnFlowEnded(call, flow, escaped));
    }

    /// <summary>Starts the flow of a call without a caller: rings <paramref name="caller"/> first, then goes on as if it had dialled.</summary>
    public void RunOrdered(Call call, IReadOnlyList<DialTarget> caller, TimeSpan ringTime, ICallFlow then)
    {
        CallVerbs verbs = new(call);
        OrderedFlow flow = new(verbs, caller, ringTime, then);
        FlowScope.Start(services.Loop, OrderedFlow.Name, flow.RunAsync, escaped => OnFlowEnded(call, then, escaped));
    }

    /// <summary>Refuses new calls from now on and calls <paramref name="empty"/> when none is left.</summary>
    public void Drain(Action empty)
    {
        IsDraining = true;
        _whenEmpty += empty;
        TellWhenEmpty();
    }

    /// <summary>Ends every call.</summary>
    public int HangUpAll(CallCause cause, string reason)
    {
        // Ids grow with time, so this order does not depend on the table's.
        Guid[] all = [.. _calls.Keys.Order()];
        foreach (Guid id in all)
        {
            _calls[id].HangUp(cause, reason);
        }

        return all.Length;
    }

    private void OnFlowEnded(Call call, ICallFlow flow, Exception? escaped)
    {
        if (escaped is not null)
        {
            CallsMetrics.FlowFailed();
            CallsLog.FlowFailed(logger, flow.Name, call.Id, escaped);
        }

        call.Finish(CallEnd.Failed(CallCause.InternalError, escaped is null ? "The flow ended without an end" : "The flow failed"));
    }

    private void OnClosed(Call call, CallRecord record)
    {
        _calls.Remove(call.Id);
        Ended++;
        CallsMetrics.CallEnded(record);
        heartbeat.Watch(_calls.Count);
        foreach (string number in call.Parties)
        {
            (Guid, string) key = (call.Order.Company, number);
            List<Call> calls = _byParty[key];
            calls.Remove(call);
            if (calls.Count == 0)
            {
                _byParty.Remove(key);
            }
        }

        CallsLog.CallEnded(logger, record.CallId, record.From, record.Dialled, record.Result, record.EndedBy, record.SipStatus, record.TalkMs);
        TellWhenEmpty();
    }

    private void TellWhenEmpty()
    {
        if (_calls.Count == 0 && _whenEmpty is { } empty)
        {
            _whenEmpty = null;
            empty();
        }
    }
}
