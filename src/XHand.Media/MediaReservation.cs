using System.Net;

namespace XHand.Media;

/// <summary>A pair of ports that is bound and belongs to a leg until it is closed: RTP even, RTCP the next.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Port">RTP port; RTCP is the next one.</param>
public sealed record MediaReservation(MediaLeg Leg, int Port);
