using XHand.Media;
using XHand.Sdp;

namespace XHand.Calls.Legs;

/// <summary>What a leg is engaged in now: being dialled, bridged, played to. One at a time. All calls come in turns of the loop.</summary>
public interface ILegActivity
{
    /// <summary>The party rings; with <paramref name="early"/> it may already be heard.</summary>
    void OnRinging(SipLeg leg, SdpSession? early)
    {
    }

    /// <summary>The party answered.</summary>
    void OnAnswered(SipLeg leg)
    {
    }

    /// <summary>
    /// The party offers a new description (hold, resume, codec change). True to answer it from here, sooner or later; false lets the
    /// leg answer by itself.
    /// </summary>
    bool TryTake(Reoffer reoffer) => false;

    /// <summary>The leg agreed by itself on another direction or codec.</summary>
    void OnRenegotiated(SipLeg leg)
    {
    }

    /// <summary>A key was pressed.</summary>
    void OnKey(SipLeg leg, PressedKey key)
    {
    }

    /// <summary>A prompt ended.</summary>
    void OnPlayEnded(SipLeg leg, PlayEnded ended)
    {
    }

    /// <summary>The leg ended.</summary>
    void OnEnded(SipLeg leg, LegEnd end);
}
