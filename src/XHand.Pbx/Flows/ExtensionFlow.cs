using XHand.Calls.Causes;
using XHand.Calls.Facts;
using XHand.Calls.Flows;

namespace XHand.Pbx.Flows;

/// <summary>Rings all phones of an extension and bridges the first that answers.</summary>
internal sealed class ExtensionFlow(string number, Func<IReadOnlyList<DialTarget>> phones, TimeSpan ringTime) : ICallFlow
{
    public string Name => "extension";

    public async Task<FlowEnd> RunAsync(ICallVerbs call)
    {
        IReadOnlyList<DialTarget> targets = phones();
        if (targets.Count == 0)
        {
            return call.End(CallEnd.NotRegistered);
        }

        call.Ringback(Ringback.WhenRinging);
        return await call.DialAsync(targets, ringTime) switch
        {
            DialOutcome.Answered answered => await call.BridgeAsync(answered.Leg),
            DialOutcome.Busy => call.End(CallEnd.Busy),
            DialOutcome.NoAnswer => call.End(CallEnd.NoAnswer),
            DialOutcome.Refused refused => call.End(RefusedBy(refused.Cause)),
            DialOutcome.Unreachable lost => call.End(CallEnd.Failed(CallCause.Unreachable, $"No phone of {number} could be reached ({lost.Cause.Text})")),
            _ => FlowEnd.HungUp,
        };
    }

    // The phone's own status goes to the caller where it means the same there; a challenge or a redirection is between us and the phone.
    private static CallEnd RefusedBy(CallCause cause) => cause.SipStatus switch
    {
        < 400 or 401 or 407 or 422 or 487 => CallEnd.Refused(cause with { SipStatus = 480 }),
        // No decline: it had been answered, and nobody will ever know by whom.
        480 when cause.Text == CallCause.HungUpAtOnce.Text => CallEnd.Failed(cause),
        488 or 606 => CallEnd.Failed(CallCause.NotAcceptable),
        503 when cause.Q850 == CallCause.NoCircuit.Q850 => CallEnd.Failed(CallCause.NoCircuit),
        >= 500 and < 600 => CallEnd.Failed(cause, $"The phone answered {cause.SipStatus}"),
        _ => CallEnd.Refused(cause),
    };
}
