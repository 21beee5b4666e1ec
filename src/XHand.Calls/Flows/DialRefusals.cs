using XHand.Calls.Causes;
using XHand.Calls.Legs;

namespace XHand.Calls.Flows;

/// <summary>What the refusals of several contacts come to (RFC 3261 16.7, step 6, in a telephone's terms: busy outweighs the rest).</summary>
internal sealed class DialRefusals
{
    private CallCause? _busy;
    private CallCause? _refused;
    private CallCause _lost = CallCause.Unreachable;

    /// <summary>A 6xx speaks for all contacts (RFC 3261 16.7, step 5).</summary>
    public bool IsGlobal { get; private set; }

    /// <summary>Takes one leg's end.</summary>
    public void Add(LegEnd end)
    {
        if (end.SipStatus is 486 or 600)
        {
            _busy ??= end.Cause;
        }
        else if (end.How == LegEndKind.PeerLost || end.SipStatus == 408)
        {
            _lost = end.Cause;
        }
        else if (_refused is null || end.Cause.SipStatus / 100 < _refused.SipStatus / 100 || end.SipStatus >= 600)
        {
            _refused = end.Cause;
        }

        IsGlobal |= end.How == LegEndKind.PeerRefused && end.SipStatus >= 600;
    }

    /// <summary>The outcome when none has answered.</summary>
    public DialOutcome Outcome => (_busy, _refused) switch
    {
        ({ } busy, null or { SipStatus: < 600 }) => new DialOutcome.Busy(busy),
        (_, { } refused) => new DialOutcome.Refused(refused),
        _ => new DialOutcome.Unreachable(_lost),
    };
}
