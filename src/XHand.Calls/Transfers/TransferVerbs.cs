using XHand.Calls.Facts;
using XHand.Calls.Flows;
using XHand.Calls.Legs;
using XHand.Loop;
using XHand.Loop.Flows;

namespace XHand.Calls.Transfers;

/// <summary>
/// The verbs of a call whose party was transferred: the same, but the referrer hears how it goes, and an end before anybody has answered is a failure that the
/// party may come back from. Loop thread only.
/// </summary>
internal sealed class TransferVerbs(Call call, ICallVerbs inner, Action<int> progress, Action connected) : ICallVerbs
{
    private bool _isConnected;

    /// <summary>How it failed, or null.</summary>
    public CallEnd? Failed { get; private set; }

    public Guid CallId => inner.CallId;

    public bool IsOver => inner.IsOver || Failed is not null;

    public void Ringback(Ringback ringback) => inner.Ringback(ringback);

    public LoopPromise<DialOutcome> DialAsync(IReadOnlyList<DialTarget> targets, TimeSpan ringTime)
    {
        progress(180);
        return inner.DialAsync(targets, ringTime);
    }

    public void Skip(string trunk, string route, string reason) => inner.Skip(trunk, route, reason);

    public LoopPromise<AnswerOutcome> AnswerAsync()
    {
        Connect();
        return inner.AnswerAsync();
    }

    public LoopPromise<PlayOutcome> PlayAsync(string path) => inner.PlayAsync(path);

    public LoopPromise<FlowEnd> BridgeAsync(OutgoingLeg leg)
    {
        Connect();
        return inner.BridgeAsync(leg);
    }

    public FlowEnd End(CallEnd end)
    {
        if (_isConnected || call.IsOver)
        {
            return inner.End(end);
        }

        Failed ??= end;
        return FlowEnd.HungUp;
    }

    private void Connect()
    {
        if (!_isConnected)
        {
            _isConnected = true;
            connected();
        }
    }
}
