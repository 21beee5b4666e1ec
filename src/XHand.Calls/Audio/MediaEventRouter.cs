using XHand.Media;

namespace XHand.Calls.Audio;

/// <summary>Takes the media engine's events to the legs they concern. Give it to the engine before the first call. Loop thread only.</summary>
public sealed class MediaEventRouter : IMediaEventSink
{
    private readonly Dictionary<Guid, LegAudio> _legs = [];

    /// <summary>Legs whose media has not closed.</summary>
    public int Count => _legs.Count;

    /// <inheritdoc/>
    public void OnMediaEvent(MediaEvent mediaEvent)
    {
        // Of a leg that is not there: its LegClosed has come, and this was queued before it.
        if (_legs.TryGetValue(mediaEvent.Leg.Id, out LegAudio? audio))
        {
            audio.OnMediaEvent(mediaEvent);
        }
    }

    internal void Add(LegAudio audio) => _legs.Add(audio.LegId, audio);

    internal void Remove(LegAudio audio) => _legs.Remove(audio.LegId);
}
