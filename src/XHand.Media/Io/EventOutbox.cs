using XHand.Loop;

namespace XHand.Media.Io;

/// <summary>
/// A media loop's events on their way to the switch loop, in order. What its lane refuses is kept and posted again: <see cref="LegClosed"/> and <see cref="PlayEnded"/>
/// are promised. Digits alone are shed when too many wait.
/// </summary>
internal sealed class EventOutbox(ISwitchLoop loop, IMediaEventSink sink)
{
    private const int MaxWaitingWithDigits = 1000;

    private readonly Queue<MediaEvent> _waiting = new();

    /// <summary>Posts an event, or keeps it.</summary>
    public void Add(MediaEvent mediaEvent)
    {
        if (_waiting.Count > 0 || !TryPost(mediaEvent))
        {
            if (mediaEvent is not DigitReceived || _waiting.Count < MaxWaitingWithDigits)
            {
                _waiting.Enqueue(mediaEvent);
            }
        }
    }

    /// <summary>Posts what waits, as far as the lane takes it.</summary>
    public void Flush()
    {
        while (_waiting.TryPeek(out MediaEvent? mediaEvent) && TryPost(mediaEvent))
        {
            _waiting.Dequeue();
        }
    }

    private bool TryPost(MediaEvent mediaEvent) =>
        loop.TryPost(LoopLane.InDialog, "media-event", () => sink.OnMediaEvent(mediaEvent));
}
