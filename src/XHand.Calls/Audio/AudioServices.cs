using XHand.Loop;
using XHand.Media;
using XHand.Sip.Transport;

namespace XHand.Calls.Audio;

/// <summary>What the audio of every leg stands on; one for the node.</summary>
/// <param name="Loop">The switch loop.</param>
/// <param name="Engine">The media loops.</param>
/// <param name="Router">Where their events come in.</param>
/// <param name="AddressOf">Which address our descriptions name.</param>
public sealed record AudioServices(ISwitchLoop Loop, IMediaEngine Engine, MediaEventRouter Router, MediaAddressPolicy AddressOf)
{
    /// <summary>Ports and the state of offer and answer for a new leg; null when no port is left.</summary>
    /// <param name="legId">The leg.</param>
    /// <param name="flow">Its signalling flow.</param>
    /// <param name="beside">A leg of the same call whose media loop is to be shared, or null.</param>
    public LegAudio? TryOpen(Guid legId, SipFlow flow, Guid? beside)
    {
        MediaReservation? reservation = Engine.TryReserve(new MediaLeg(legId, 1), beside);
        return reservation is null ? null : new LegAudio(this, reservation, flow);
    }
}
