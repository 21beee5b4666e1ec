namespace XHand.Media;

/// <summary>The media loops, seen from the switch loop. Nothing here waits.</summary>
public interface IMediaEngine
{
    /// <summary>
    /// Reserves a bound port pair for <paramref name="leg"/>; null when none is left (refuse with 503). With <paramref name="beside"/> the pair is
    /// taken from the media loop that owns that leg, so that a call's ports share a loop. Ports are reused first-in first-out.
    /// </summary>
    MediaReservation? TryReserve(MediaLeg leg, Guid? beside);

    /// <summary>Queues a command to the loop that owns its leg. False when the queue is full: the call ends with 503.</summary>
    bool TrySend(MediaCommand command);

    /// <summary>Port pairs taken now, for metrics and leak tests.</summary>
    int ReservedPairs { get; }

    /// <summary>Port pairs the configured range has in all.</summary>
    int TotalPairs { get; }
}
