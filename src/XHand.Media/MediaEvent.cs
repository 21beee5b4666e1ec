using System.Net;

namespace XHand.Media;

/// <summary>What a media loop tells the switch loop, posted to its in-dialog lane.</summary>
public abstract record MediaEvent(MediaLeg Leg);

/// <summary>A file ended: played to its end, or stopped, or <paramref name="Error"/> says why it could not be played.</summary>
public sealed record PlayEnded(MediaLeg Leg, long PlayId, bool Completed, string? Error) : MediaEvent(Leg);

/// <summary>The peer's real RTP address was learned and differs from the signalled one.</summary>
public sealed record RemoteLearned(MediaLeg Leg, IPEndPoint Remote) : MediaEvent(Leg);

/// <summary>Nothing came from the peer for the configured time although it should send.</summary>
public sealed record RtpTimedOut(MediaLeg Leg) : MediaEvent(Leg);

/// <summary>A digit ended (RFC 4733): 0-9 * # A-D.</summary>
public sealed record DigitReceived(MediaLeg Leg, char Digit, TimeSpan Duration) : MediaEvent(Leg);

/// <summary>The leg is closed and its figures are final.</summary>
public sealed record LegClosed(MediaLeg Leg, MediaStatistics Statistics) : MediaEvent(Leg);
