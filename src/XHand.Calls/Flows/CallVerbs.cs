using XHand.Calls.Facts;
using XHand.Calls.Legs;
using XHand.Loop.Flows;

namespace XHand.Calls.Flows;

/// <summary>The verbs of one call's flow. Loop thread only.</summary>
internal sealed class CallVerbs(Call call) : ICallVerbs
{
    private Ringback _ringback;
    private long _lastPlay;

    public Guid CallId => call.Id;

    public bool IsOver => call.IsOver;

    public void Ringback(Ringback ringback) => _ringback = ringback;

    public LoopPromise<DialOutcome> DialAsync(IReadOnlyList<DialTarget> targets, TimeSpan ringTime) =>
        new DialVerb(call, LegSide.Terminating, _ringback).Start(targets, ringTime);

    public LoopPromise<DialOutcome> DialCallerAsync(IReadOnlyList<DialTarget> targets, TimeSpan ringTime) =>
        new DialVerb(call, LegSide.Originating, Flows.Ringback.None).Start(targets, ringTime);

    public void Skip(string trunk, string route, string reason) => call.Trail.Write(new TrunkSkipped(trunk, route, reason));

    public LoopPromise<AnswerOutcome> AnswerAsync() => new AnswerVerb(call).Start();

    public LoopPromise<PlayOutcome> PlayAsync(string path) => new PlayVerb(call, ++_lastPlay).Start(path);

    /// <summary>True after a transfer: who stays is told whom it speaks with.</summary>
    public bool IsTransfer { get; init; }

    public LoopPromise<FlowEnd> BridgeAsync(OutgoingLeg leg) => new BridgeVerb(call, leg) { TellsCaller = IsTransfer }.Start();

    public FlowEnd End(CallEnd end)
    {
        call.Decide(end);
        return FlowEnd.HungUp;
    }
}
