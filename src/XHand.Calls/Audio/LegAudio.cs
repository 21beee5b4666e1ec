using System.Buffers.Binary;
using System.Net;
using XHand.Loop;
using XHand.Media;
using XHand.Sdp;
using XHand.Sip.Transport;

namespace XHand.Calls.Audio;

/// <summary>
/// One leg's audio: its ports, its session descriptions, what was agreed with the peer, and the commands that make the media engine
/// follow. Loop thread only.
/// </summary>
public sealed class LegAudio
{
    private static readonly TimeSpan _closeRetry = TimeSpan.FromMilliseconds(100);
    private readonly AudioServices _services;
    private readonly IPAddress _address;
    private readonly IPAddress _signallingAddress;
    private readonly int _port;
    private readonly ulong _sessionId;
    private ulong _version;
    private SdpSession? _ourOffer;
    private MediaLeg _media;
    private bool _isClosing;

    internal LegAudio(AudioServices services, MediaReservation reservation, SipFlow flow)
    {
        _services = services;
        _media = reservation.Leg;
        _port = reservation.Port;
        _address = services.AddressOf(flow);
        _signallingAddress = flow.Remote.Address;
        Span<byte> id = stackalloc byte[16];
        reservation.Leg.Id.TryWriteBytes(id, bigEndian: true, out _);
        // The random end of the leg's id: unique without a source of its own; 63 bits, since some phones read a signed number.
        _sessionId = BinaryPrimitives.ReadUInt64BigEndian(id[8..]) & long.MaxValue;
        services.Router.Add(this);
    }

    /// <summary>The leg.</summary>
    public Guid LegId => _media.Id;

    /// <summary>What is agreed, or null before.</summary>
    public AgreedAudio? Agreed { get; private set; }

    /// <summary>The codec's name, or "".</summary>
    public string Codec => Agreed?.Codec.Encoding ?? "";

    /// <summary>The description in force that we sent last, or null.</summary>
    public SdpSession? LocalDescription { get; private set; }

    /// <summary>The peer has put us on hold: its last description sends only, or nothing.</summary>
    public bool IsHeldByPeer { get; private set; }

    /// <summary>True once the ports are on their way back.</summary>
    public bool IsClosed => _isClosing;

    /// <summary>Who hears of it.</summary>
    internal ILegAudioUser? User { get; set; }

    /// <summary>A new offer of ours; it counts once the answer has been taken.</summary>
    public SdpSession Offer(IReadOnlyList<SdpFormat> formats, SdpDirection direction = SdpDirection.SendRecv) =>
        _ourOffer = OfferAnswer.Offer(_sessionId, ++_version, _address, _port, formats, direction);

    /// <summary>The description in force as an offer: a refresh that changes nothing (RFC 3264 8); null before one is.</summary>
    public SdpSession? OfferAgain() => LocalDescription is null ? null : _ourOffer = LocalDescription;

    /// <summary>
    /// Takes the peer's answer to our last offer; false when it fits none of it. An answer may come twice, early and final.
    /// </summary>
    public bool TakeAnswer(SdpSession answer)
    {
        if (_ourOffer is null || OfferAnswer.Agreed(_ourOffer, answer) is not { } agreed)
        {
            return false;
        }

        LocalDescription = _ourOffer;
        // An answer that only mirrors a hold of ours is no hold of theirs.
        SdpDirection? offered = OfferAnswer.AudioOf(_ourOffer)?.Direction;
        Commit(agreed, IsHold(answer) && offered is (SdpDirection.SendRecv or SdpDirection.SendOnly));
        return true;
    }

    /// <summary>Answers the peer's offer and follows it; null when it cannot be taken (488).</summary>
    public SdpSession? Answer(SdpSession offer, IReadOnlyList<SdpFormat> supported, SdpDirection wanted = SdpDirection.SendRecv)
    {
        if (OfferAnswer.Answer(offer, _sessionId, _version + 1, _address, _port, supported, wanted) is not { } answer)
        {
            return null;
        }

        _version++;
        _ourOffer = null;
        LocalDescription = answer.Description;
        Commit(answer.Agreed, IsHold(offer));
        return answer.Description;
    }

    /// <summary>Lets both legs hear each other.</summary>
    public void BridgeWith(LegAudio other) => Send(new BridgeLegs(_media, other._media));

    /// <summary>Takes it out of its bridge.</summary>
    public void Unbridge() => Send(new UnbridgeLeg(_media));

    /// <summary>Plays a tone until something else is played or bridged.</summary>
    public void Play(Tone tone) => Send(new PlayTone(_media, tone));

    /// <summary>Plays a file once; false when the engine takes no command.</summary>
    public bool Play(string path, long playId) => Send(new PlayFile(_media, path, playId));

    /// <summary>Presses a key for the peer (RFC 4733); nothing where telephone-event is not agreed.</summary>
    public void Press(char digit, TimeSpan duration) => Send(new SendDigit(_media, digit, duration));

    /// <summary>Stops what plays.</summary>
    public void StopPlaying() => Send(new StopPlaying(_media));

    /// <summary>Gives the ports back; LegClosed follows.</summary>
    public void Close()
    {
        if (!_isClosing)
        {
            _isClosing = true;
            SendClose();
        }
    }

    internal void OnMediaEvent(MediaEvent mediaEvent)
    {
        if (mediaEvent is LegClosed)
        {
            _services.Router.Remove(this);
        }
        else if (mediaEvent is RtpTimedOut && mediaEvent.Leg.Generation != _media.Generation)
        {
            // The silence was that of an earlier agreement, such as a hold that has just ended.
            return;
        }

        User?.OnMediaEvent(mediaEvent);
    }

    private static bool IsHold(SdpSession theirs) =>
        OfferAnswer.AudioOf(theirs)?.Direction is SdpDirection.SendOnly or SdpDirection.Inactive;

    private void Commit(AgreedAudio agreed, bool isHold)
    {
        IsHeldByPeer = isHold;
        if (agreed == Agreed)
        {
            return;
        }

        if (Agreed is not null)
        {
            _media = _media with { Generation = _media.Generation + 1 };
        }

        Agreed = agreed;
        Send(new SetRemote(
            _media,
            agreed.Remote,
            agreed.RemoteRtcp,
            agreed.Codec.PayloadType,
            agreed.Codec.Encoding,
            agreed.TelephoneEvent?.PayloadType,
            Sends: agreed.LocalDirection is SdpDirection.SendRecv or SdpDirection.SendOnly,
            Receives: agreed.LocalDirection is SdpDirection.SendRecv or SdpDirection.RecvOnly,
            Learn: true,
            _signallingAddress));
    }

    private bool Send(MediaCommand command)
    {
        if (_isClosing || _services.Engine.TrySend(command))
        {
            return true;
        }

        // In a turn of its own: whoever gave the command is in the middle of something.
        _services.Loop.Continue("media-refused", () => User?.OnMediaRefused());
        return false;
    }

    private void SendClose()
    {
        // A port that is not given back is lost for good: ask until it is taken.
        if (!_services.Engine.TrySend(new CloseLeg(_media)))
        {
            _services.Loop.StartTimer(_closeRetry, "media-close-retry", SendClose);
        }
    }
}
