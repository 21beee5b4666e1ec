using XHand.Calls.Causes;
using XHand.Media;
using XHand.Sip.Transactions;

namespace XHand.Calls.Legs;

/// <summary>
/// The call that a leg belongs to: writes down what happens to it and owns its end. Hears each thing before the leg's
/// activity does. All calls come in turns of the loop.
/// </summary>
public interface ILegOwner
{
    /// <summary>The party rings (180, 183).</summary>
    void OnLegRinging(SipLeg leg, int status);

    /// <summary>The party answered our INVITE.</summary>
    void OnLegAnswered(SipLeg leg);

    /// <summary>The party put us on hold, or took us back.</summary>
    void OnLegHeld(SipLeg leg, bool held);

    /// <summary>A digit came.</summary>
    void OnLegDigit(SipLeg leg, char digit);

    /// <summary>The party asks for a transfer (REFER); the request is to be answered.</summary>
    void OnLegRefer(SipLeg leg, ServerTransaction refer);

    /// <summary>Nothing is heard of the party any more, or its media cannot be commanded: the call is to end.</summary>
    void OnLegAudioLost(SipLeg leg, CallCause cause, string reason);

    /// <summary>The leg ended; exactly once.</summary>
    void OnLegEnded(SipLeg leg, LegEnd end);

    /// <summary>Its ports are back and its figures final; exactly once, after the end.</summary>
    void OnLegMediaClosed(SipLeg leg, MediaStatistics statistics);
}
