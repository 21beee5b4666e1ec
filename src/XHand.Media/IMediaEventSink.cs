namespace XHand.Media;

/// <summary>Where media events go: on the switch loop, in turns.</summary>
public interface IMediaEventSink
{
    /// <summary>Takes one event; loop thread only.</summary>
    void OnMediaEvent(MediaEvent mediaEvent);
}
