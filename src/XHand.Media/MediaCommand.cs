using System.Net;

namespace XHand.Media;

/// <summary>What the switch loop asks of the media loop that owns <see cref="Leg"/>. Values only: they could cross a process.</summary>
public abstract record MediaCommand(MediaLeg Leg);

/// <summary>
/// Sets or changes where the leg's packets go and which are taken. <paramref name="Learn"/> opens the learning window of symmetric RTP: until a packet came from the
/// signalled address, for at most 5 s, the first source within the rules becomes the address (RELIABILITY.md S5).
/// </summary>
/// <param name="Leg">The leg.</param>
/// <param name="Remote">The peer's RTP address, or null while it wants none (hold).</param>
/// <param name="RemoteRtcp">The peer's RTCP address, or null.</param>
/// <param name="AudioPayloadType">The codec's payload number on this leg; 0 is PCMU and 8 is PCMA (<paramref name="Codec"/> tells which).</param>
/// <param name="Codec">"PCMA" or "PCMU".</param>
/// <param name="EventPayloadType">telephone-event's payload number on this leg, or null.</param>
/// <param name="Sends">We may send to it.</param>
/// <param name="Receives">We take what it sends.</param>
/// <param name="Learn">Whether another source than the signalled one may be learned.</param>
/// <param name="SignallingAddress">The peer's SIP source address: with NAT the only address that may be learned besides the signalled one.</param>
public sealed record SetRemote(
    MediaLeg Leg,
    IPEndPoint? Remote,
    IPEndPoint? RemoteRtcp,
    int AudioPayloadType,
    string Codec,
    int? EventPayloadType,
    bool Sends,
    bool Receives,
    bool Learn,
    IPAddress? SignallingAddress) : MediaCommand(Leg);

/// <summary>Passes packets between two legs both ways, with payload numbers rewritten where they differ; ends what either played.</summary>
public sealed record BridgeLegs(MediaLeg Leg, MediaLeg Other) : MediaCommand(Leg);

/// <summary>Takes the leg out of its bridge; both fall silent.</summary>
public sealed record UnbridgeLeg(MediaLeg Leg) : MediaCommand(Leg);

/// <summary>Plays a tone of the tone plan to the leg until stopped; replaces what it plays.</summary>
public sealed record PlayTone(MediaLeg Leg, Tone Tone) : MediaCommand(Leg);

/// <summary>
/// Plays a file of sounds (RIFF WAV, 8000 Hz mono 16 bit or G.711) once; replaces what it plays. <see cref="PlayEnded"/> with the same
/// <paramref name="PlayId"/> follows exactly once.
/// </summary>
public sealed record PlayFile(MediaLeg Leg, string Path, long PlayId) : MediaCommand(Leg);

/// <summary>Stops tone or file.</summary>
public sealed record StopPlaying(MediaLeg Leg) : MediaCommand(Leg);

/// <summary>
/// Presses a key for the leg's peer as telephone-event packets (RFC 4733), after those that still wait; nothing where none was negotiated. The stream's audio
/// rests meanwhile.
/// </summary>
/// <param name="Leg">The leg.</param>
/// <param name="Digit">0 to 9, *, #, A to D.</param>
/// <param name="Duration">How long it is down; 60 ms to 2 s are sent.</param>
public sealed record SendDigit(MediaLeg Leg, char Digit, TimeSpan Duration) : MediaCommand(Leg);

/// <summary>Closes the leg: sends RTCP BYE, gives the ports back after their quarantine. <see cref="LegClosed"/> follows exactly once.</summary>
public sealed record CloseLeg(MediaLeg Leg) : MediaCommand(Leg);

/// <summary>The tones a caller hears (Brazil by default: 425 Hz; ringback 1 s on 4 s off, busy 250 ms on 250 ms off).</summary>
public enum Tone
{
    Ringback,
    Busy,
    Congestion,
    Dial,
}
