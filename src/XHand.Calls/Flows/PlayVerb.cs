using XHand.Calls.Facts;
using XHand.Calls.Legs;
using XHand.Loop.Flows;
using XHand.Media;

namespace XHand.Calls.Flows;

/// <summary>Plays one file to the caller.</summary>
internal sealed class PlayVerb(Call call, long playId) : ILegActivity
{
    private readonly LoopPromise<PlayOutcome> _outcome = new(call.Services.Loop, "play-settled");
    private string _path = "";

    /// <summary>Begins.</summary>
    public LoopPromise<PlayOutcome> Start(string path)
    {
        if (call.IsOver || call.Caller is not { } caller)
        {
            _outcome.TrySettle(PlayOutcome.CallerGone);
            return _outcome;
        }

        _path = path;
        caller.Activity = this;
        call.SetState(CallState.Playing);
        caller.Audio.Play(path, playId);
        return _outcome;
    }

    void ILegActivity.OnPlayEnded(SipLeg leg, PlayEnded ended)
    {
        if (ended.PlayId == playId && !_outcome.IsSettled)
        {
            call.Trail.Write(new PromptPlayed(leg.Id, _path, ended.Completed));
            _outcome.TrySettle(ended.Completed ? PlayOutcome.Played : PlayOutcome.Failed);
        }
    }

    void ILegActivity.OnEnded(SipLeg leg, LegEnd end)
    {
        if (!_outcome.IsSettled)
        {
            call.Trail.Write(new PromptPlayed(leg.Id, _path, false));
            _outcome.TrySettle(PlayOutcome.CallerGone);
        }
    }
}
