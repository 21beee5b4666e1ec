using XHand.Calls.Facts;
using XHand.Calls.Legs;
using XHand.Loop.Flows;

namespace XHand.Calls.Flows;

/// <summary>
/// What a flow can do with its call, one verb at a time. Each verb settles its outcome against the caller's hang-up once and releases what
/// lost; after a hang-up every verb returns at once. Loop thread only.
/// </summary>
public interface ICallVerbs
{
    /// <summary>The call.</summary>
    Guid CallId { get; }

    /// <summary>True once the caller has hung up, or the call was ended from outside.</summary>
    bool IsOver { get; }

    /// <summary>How the caller learns, in the next <see cref="DialAsync"/>, that the other side rings.</summary>
    void Ringback(Ringback ringback);

    /// <summary>Calls all targets at once and takes the first that answers; gives up after <paramref name="ringTime"/>.</summary>
    LoopPromise<DialOutcome> DialAsync(IReadOnlyList<DialTarget> targets, TimeSpan ringTime);

    /// <summary>Notes that a trunk of the plan was passed over, and why.</summary>
    void Skip(string trunk, string route, string reason);

    /// <summary>Answers the caller, to speak with the system.</summary>
    LoopPromise<AnswerOutcome> AnswerAsync();

    /// <summary>Plays one file below sounds/ to the answered caller.</summary>
    LoopPromise<PlayOutcome> PlayAsync(string path);

    /// <summary>Answers the caller where that is still to be done, and lets caller and <paramref name="leg"/> hear each other until one hangs up.</summary>
    LoopPromise<FlowEnd> BridgeAsync(OutgoingLeg leg);

    /// <summary>Ends the call: refuses the caller or hangs up. The first end that is decided holds.</summary>
    FlowEnd End(CallEnd end);
}
