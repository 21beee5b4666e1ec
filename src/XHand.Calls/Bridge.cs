using XHand.Calls.Audio;
using XHand.Calls.Legs;
using XHand.Sdp;

namespace XHand.Calls;

/// <summary>
/// Two legs that hear each other. Packets pass through, so both have one codec: what one renegotiates is first agreed with the other
/// (hold, resume, codec change), and its direction is mirrored. Loop thread only.
/// </summary>
public sealed class Bridge : ILegActivity
{
    private readonly SipLeg _first;
    private readonly SipLeg _second;
    private readonly Action _ended;
    private readonly Action<string> _codecChanged;
    private string _codec;
    private Reoffer? _relayed;
    private bool _isOver;

    /// <summary>
    /// Bridges two answered legs. <paramref name="codecChanged"/> hears of each later codec that both have agreed; <paramref name="ended"/> is
    /// called once, when one has hung up and the other was released.
    /// </summary>
    /// <param name="first">One of them.</param>
    /// <param name="second">The other, which follows the first in codec and direction.</param>
    /// <param name="codecChanged">See above.</param>
    /// <param name="ended">See above.</param>
    /// <param name="aligns">False while one is still being brought back from its hold: <see cref="Realign"/> follows.</param>
    public Bridge(SipLeg first, SipLeg second, Action<string> codecChanged, Action ended, bool aligns = true)
    {
        _first = first;
        _second = second;
        _codecChanged = codecChanged;
        _ended = ended;
        _codec = second.Audio.Codec;
        first.Activity = this;
        second.Activity = this;
        first.Audio.BridgeWith(second.Audio);
        if (aligns)
        {
            Align(first, second);
        }
    }

    /// <summary>Brings the other leg to what holds on <paramref name="leg"/> now.</summary>
    public void Realign(SipLeg leg)
    {
        if (!_isOver && Has(leg))
        {
            Align(leg, Other(leg));
        }
    }

    /// <summary>Takes it apart; both legs live on.</summary>
    internal void Dissolve()
    {
        _isOver = true;
        _relayed?.Withdraw(491);
        _first.Activity = null;
        _second.Activity = null;
        _first.Audio.Unbridge();
    }

    /// <summary>True for one of its two legs.</summary>
    public bool Has(SipLeg leg) => leg == _first || leg == _second;

    /// <inheritdoc/>
    bool ILegActivity.TryTake(Reoffer reoffer)
    {
        if (_relayed is not null)
        {
            // One agreement at a time through both legs; the phone tries again (RFC 3261 14.1).
            reoffer.Refuse(491);
            return true;
        }

        IReadOnlyList<SdpFormat> formats = AudioFormats.OfferedBy(reoffer.Offer);
        if (formats.Count == 0)
        {
            reoffer.Refuse(488);
            return true;
        }

        _relayed = reoffer;
        SipLeg other = Other(reoffer.Leg);
        reoffer.Withdrawn = other.CancelReinvite;
        SdpDirection direction = OfferAnswer.AudioOf(reoffer.Offer)!.Direction;
        // A glare is passed on instead of waited for here: the phones' own timers then settle who goes first.
        other.Reinvite(AudioFormats.WithEvents(formats), direction, retryOnGlare: false, outcome => OnRelayed(reoffer, other, outcome));
        return true;
    }

    /// <inheritdoc/>
    void ILegActivity.OnRenegotiated(SipLeg leg) => Align(leg, Other(leg));

    /// <inheritdoc/>
    void ILegActivity.OnKey(SipLeg leg, PressedKey key)
    {
        // Packets of a key pass by themselves where both sides agreed on them.
        SipLeg other = Other(leg);
        if (!key.IsInAudio || other.Audio.Agreed?.TelephoneEvent is null)
        {
            other.Press(key);
        }
    }

    /// <inheritdoc/>
    void ILegActivity.OnEnded(SipLeg leg, LegEnd end)
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        Other(leg).HangUp(end.Cause);
        _ended();
    }

    internal SipLeg Other(SipLeg leg) => leg == _first ? _second : _first;

    private void OnRelayed(Reoffer reoffer, SipLeg other, ReinviteOutcome outcome)
    {
        _relayed = null;
        SipLeg leg = reoffer.Leg;
        switch (outcome)
        {
            case ReinviteOutcome.Accepted when reoffer.IsSettled:
                // Taken back while the other side said yes: it has to return to what is in force here.
                Align(leg, other);
                break;
            case ReinviteOutcome.Accepted:
                AgreedAudio agreed = other.Audio.Agreed!;
                if (leg.Audio.Answer(reoffer.Offer, AudioFormats.Of(agreed), AudioFormats.Mirror(agreed.LocalDirection)) is { } answer)
                {
                    reoffer.Accept(answer);
                    NoteCodec();
                }
                else
                {
                    reoffer.Refuse(488);
                    Align(leg, other);
                }

                break;
            case ReinviteOutcome.Refused refused:
                reoffer.Refuse(refused.Status switch { 491 => 491, >= 500 and < 600 => 500, _ => 488 });
                break;
            case ReinviteOutcome.LegGone:
                // The other leg's end ends this one too, and with it the offer.
                break;
        }
    }

    /// <summary>Brings <paramref name="other"/> to the codec and direction of <paramref name="leg"/>, where it is not there already.</summary>
    private void Align(SipLeg leg, SipLeg other)
    {
        if (leg.IsEnded || other.IsEnded || leg.Audio.Agreed is not { } wanted || other.Audio.Agreed is not { } present)
        {
            return;
        }

        SdpDirection direction = AudioFormats.Mirror(wanted.LocalDirection);
        if (!wanted.Codec.IsSameCodec(present.Codec) || direction != present.LocalDirection)
        {
            other.Reinvite(AudioFormats.WithEvents(AudioFormats.Of(wanted)), direction, retryOnGlare: true, outcome =>
            {
                if (outcome is ReinviteOutcome.Refused && !IsAligned(leg, other))
                {
                    leg.HangUp(Causes.CallCause.NotAcceptable);
                }
                else
                {
                    NoteCodec();
                }
            });
        }
    }

    private void NoteCodec()
    {
        if (!_isOver && IsAligned(_first, _second) && _first.Audio.Codec != _codec)
        {
            _codec = _first.Audio.Codec;
            _codecChanged(_codec);
        }
    }

    private static bool IsAligned(SipLeg leg, SipLeg other) =>
        leg.Audio.Agreed is { } one && other.Audio.Agreed is { } two && one.Codec.IsSameCodec(two.Codec);
}
