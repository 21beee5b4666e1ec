using XHand.Sip.Messages;

namespace XHand.Calls.Signalling;

/// <summary>What a peer says that it takes, by Allow and Supported (RFC 3261 20.5 and 20.37).</summary>
/// <param name="Info">INFO.</param>
/// <param name="Update">UPDATE (RFC 3311).</param>
/// <param name="Timer">Session timers (RFC 4028).</param>
public readonly record struct PeerAbilities(bool Info, bool Update, bool Timer)
{
    /// <summary>These, with what <paramref name="message"/> says anew; a message without the header changes nothing.</summary>
    public PeerAbilities With(SipMessage message)
    {
        PeerAbilities now = this;
        if (message.Has(SipHeader.Allow))
        {
            now = now with { Info = message.HasToken(SipHeader.Allow, "INFO"), Update = message.HasToken(SipHeader.Allow, "UPDATE") };
        }

        return message.Has(SipHeader.Supported) ? now with { Timer = message.HasToken(SipHeader.Supported, "timer") } : now;
    }
}
