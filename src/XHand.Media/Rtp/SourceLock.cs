using XHand.Native.Libc;

namespace XHand.Media.Rtp;

/// <summary>
/// Whose packets a leg takes and where its own go: symmetric RTP with a learning window (RFC 4961; RELIABILITY.md S5). Outside the window only
/// the locked address counts, with any SSRC; within it the first source at the signalled host or at the signalling address is learned, and
/// the signalled address itself wins over a learned one.
/// </summary>
internal sealed class SourceLock
{
    private readonly UdpAddress _none;
    private UdpAddress _signalled;
    private UdpAddress _signallingHost;
    private UdpAddress _learned;
    private bool _learns;
    private bool _heardSignalled;
    private bool _mayRelearn;
    private bool _wantsNone = true;
    private long _windowEnds;

    /// <summary>Where packets for the peer go; not set while it wants none.</summary>
    public ref readonly UdpAddress Destination => ref _wantsNone ? ref _none : ref Current;

    /// <summary>The peer's host and port as known, even while it wants nothing.</summary>
    public ref readonly UdpAddress Current => ref _learned.IsSet ? ref _learned : ref _signalled;

    /// <summary>Whether the address in use was learned.</summary>
    public bool IsLearned => _learned.IsSet;

    /// <summary>Whether another source may be learned at some time.</summary>
    public bool Learns => _learns;

    /// <summary>
    /// Takes what signalling said. The same address again keeps what was learned; another begins anew. An address that is not set means that the peer wants
    /// nothing for now (hold) and changes nothing else.
    /// </summary>
    public void Signal(in UdpAddress remote, bool learns, in UdpAddress signallingHost, long windowEnds)
    {
        _wantsNone = !remote.IsSet;
        if (_wantsNone)
        {
            return;
        }

        _learns = learns;
        _signallingHost = signallingHost;
        if (remote.EqualTo(in _signalled))
        {
            return;
        }

        _signalled = remote;
        _learned = default;
        _heardSignalled = false;
        _windowEnds = windowEnds;
    }

    /// <summary>
    /// Opens the window again: the peer is expected to begin (an answer, a resume), perhaps from another port of its NAT. One change is taken, and none once
    /// the known address has spoken.
    /// </summary>
    public void Reopen(long windowEnds)
    {
        _heardSignalled = false;
        _mayRelearn = _learned.IsSet;
        _windowEnds = windowEnds;
    }

    /// <summary>Judges a packet's source, and learns.</summary>
    public SourceVerdict Check(in UdpAddress from, long now)
    {
        bool open = _learns && now < _windowEnds;
        if (!_signalled.IsSet)
        {
            return SourceVerdict.Stranger;
        }

        if (from.EqualTo(in _signalled))
        {
            if (_learned.IsSet && !open)
            {
                return SourceVerdict.Stranger;
            }

            bool changed = _learned.IsSet;
            _learned = default;
            _heardSignalled = true;
            return changed ? SourceVerdict.Learned : SourceVerdict.Accepted;
        }

        if (_learned.IsSet && from.EqualTo(in _learned))
        {
            _mayRelearn = false; // it is still there: nobody else is
            return SourceVerdict.Accepted;
        }

        // One change a window: what was learned first stays, unless the signalled address itself speaks.
        bool mayBeLearned = open && !_heardSignalled && (!_learned.IsSet || _mayRelearn)
            && (from.SameHost(in _signalled) || (_signallingHost.IsSet && from.SameHost(in _signallingHost)));
        if (!mayBeLearned)
        {
            return SourceVerdict.Stranger;
        }

        _learned = from;
        _mayRelearn = false;
        return SourceVerdict.Learned;
    }
}
