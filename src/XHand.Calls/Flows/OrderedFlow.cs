using XHand.Calls.Causes;
using XHand.Calls.Facts;

namespace XHand.Calls.Flows;

/// <summary>A call ordered from outside: rings who is to call, then does what they would have dialled.</summary>
internal sealed class OrderedFlow(CallVerbs call, IReadOnlyList<DialTarget> caller, TimeSpan ringTime, ICallFlow then)
{
    public const string Name = "ordered-call";

    public async Task<FlowEnd> RunAsync() => await call.DialCallerAsync(caller, ringTime) switch
    {
        DialOutcome.Answered => await then.RunAsync(call),
        DialOutcome.Busy => call.End(new CallEnd(CallResult.Busy, EndedBy.Caller, CallCause.Busy, "The calling extension was busy")),
        DialOutcome.NoAnswer => call.End(new CallEnd(CallResult.NoAnswer, EndedBy.System, CallCause.NoAnswer, "The calling extension did not answer")),
        DialOutcome.Refused refused => call.End(new CallEnd(CallResult.Refused, EndedBy.Caller, refused.Cause, "The calling extension refused")),
        DialOutcome.Unreachable lost => call.End(CallEnd.Failed(lost.Cause, "The calling extension could not be reached")),
        _ => FlowEnd.HungUp,
    };
}
