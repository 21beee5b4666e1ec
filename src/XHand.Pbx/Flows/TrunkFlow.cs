using XHand.Calls.Causes;
using XHand.Calls.Facts;
using XHand.Calls.Flows;
using XHand.Dialplan;
using XHand.Pbx.Trunks;

namespace XHand.Pbx.Flows;

/// <summary>Tries the ways out of a plan one after the other and bridges the first that is answered.</summary>
/// <param name="choices">In their order.</param>
/// <param name="trunks">The trunks as they are now.</param>
/// <param name="mustGo">An emergency call: neither limits nor suspicions stop it.</param>
/// <param name="isPrivate">The caller withholds its number; not from who comes to help.</param>
/// <param name="maxForwards">What its legs may be forwarded on.</param>
internal sealed class TrunkFlow(IReadOnlyList<TrunkChoice> choices, TrunkTable trunks, bool mustGo, bool isPrivate, int maxForwards) : ICallFlow
{
    // RFC 3261 16.6, step 11: more than three minutes, which is what proxies on the way allow.
    private static readonly TimeSpan _longestRinging = TimeSpan.FromSeconds(185);

    // Q.850 34 and 38: what the caller is told when no way could even be tried.
    private static readonly CallCause _allFull = new(503, 34, "No circuit available");
    private static readonly CallCause _allDown = new(503, 38, "Network out of order");

    public string Name => "trunk";

    public async Task<FlowEnd> RunAsync(ICallVerbs call)
    {
        CallEnd? end = null;
        bool isFull = false;
        foreach (TrunkChoice choice in InOrder())
        {
            if (call.IsOver)
            {
                return FlowEnd.HungUp;
            }

            TrunkLink? link = trunks.Find(choice.Trunk.Id);
            string? whyNot = link is null ? "it was deleted" : link.WhyNot(mustGo);
            if (whyNot is not null)
            {
                isFull |= link is { IsFull: true };
                call.Skip(choice.Trunk.Name, choice.Route.Name, whyNot);
                continue;
            }

            link!.Take();
            try
            {
                call.Ringback(choice.Route.FalseRingback ? Ringback.AtOnce : Ringback.WhenRinging);
                DialOutcome outcome = await call.DialAsync([TrunkTargets.Of(link, link.Flow!, choice, isPrivate && !mustGo, maxForwards)], _longestRinging);
                if (outcome is DialOutcome.Answered answered)
                {
                    return await call.BridgeAsync(answered.Leg);
                }

                if (outcome is DialOutcome.CallerGone)
                {
                    return FlowEnd.HungUp;
                }

                end = TrunkVerdict.EndOf(outcome, link.Trunk.Name);
                if (outcome is DialOutcome.Unreachable { HasRung: false })
                {
                    link.Suspect();
                }

                if (!TrunkVerdict.TriesNext(outcome, mustGo))
                {
                    break;
                }
            }
            finally
            {
                link.GiveBack();
            }
        }

        return call.End(end ?? CallEnd.Failed(isFull ? _allFull : _allDown, isFull ? "Every trunk of the route has its most calls" : "No trunk of the route is up"));
    }

    // An emergency call takes what works first, and then whatever is there.
    private IEnumerable<TrunkChoice> InOrder() => mustGo
        ? choices.OrderBy(choice => trunks.Find(choice.Trunk.Id)?.WhyNot(mustGo: false) is null ? 0 : 1)
        : choices;
}
