using System.Text.Json;
using XHand.Calls.Facts;
using XHand.Calls.Live;

namespace XHand.Calls.Tracing;

/// <summary>Traces of calls that live or ended lately. Any thread.</summary>
public interface ICallTraces
{
    /// <summary>
    /// The story of <paramref name="company"/>'s call, or null when neither memory nor <paramref name="hints"/> know of it. Takes milliseconds: it
    /// looks through the whole ring.
    /// </summary>
    CallTrace? Find(Guid company, Guid callId, CallTraceHints hints);
}

/// <summary>What is known of a call from elsewhere, each null when it is not: its facts may be older than the ring.</summary>
/// <param name="Live">The live call, bound to the company by who asks.</param>
/// <param name="Record">The finished call's record, of that company.</param>
public sealed record CallTraceHints(CallView? Live, CallRecord? Record)
{
    /// <summary>Nothing.</summary>
    public static CallTraceHints None { get; } = new(null, null);
}

/// <summary>A call's story: who took part, what was said by SIP, what was decided, how it sounded.</summary>
/// <param name="CallId">Call.</param>
/// <param name="From">Calling number.</param>
/// <param name="Dialled">Number dialled.</param>
/// <param name="To">Number reached or tried.</param>
/// <param name="IsLive">It has not ended.</param>
/// <param name="Result">How it ended; null while it lives.</param>
/// <param name="Reason">Why, as a sentence, when there is more to say.</param>
/// <param name="IsComplete">False when the beginning is older than what is kept in memory.</param>
/// <param name="Parties">Legs, the originating one first.</param>
/// <param name="Decisions">The dial plan's reasons, in order.</param>
/// <param name="Messages">SIP messages, in order.</param>
/// <param name="Events">Facts, in order.</param>
public sealed record CallTrace(
    Guid CallId,
    string From,
    string Dialled,
    string To,
    bool IsLive,
    string? Result,
    string? Reason,
    bool IsComplete,
    IReadOnlyList<TraceParty> Parties,
    IReadOnlyList<string> Decisions,
    IReadOnlyList<TraceMessage> Messages,
    IReadOnlyList<TraceEvent> Events);

/// <summary>One leg.</summary>
/// <param name="LegId">Leg.</param>
/// <param name="Side">"originating" or "terminating".</param>
/// <param name="Number">The party's number.</param>
/// <param name="Address">The party's address.</param>
/// <param name="UserAgent">What it calls itself, or "".</param>
/// <param name="SipCallId">Call-ID.</param>
/// <param name="Media">Its audio; null until the leg has ended.</param>
public sealed record TraceParty(Guid LegId, string Side, string Number, string Address, string UserAgent, string SipCallId, TraceMedia? Media);

/// <summary>A leg's audio, from our side.</summary>
/// <param name="Codec">Codec, or "".</param>
/// <param name="PacketsReceived">RTP packets from the party.</param>
/// <param name="PacketsSent">RTP packets to it.</param>
/// <param name="PacketsLost">Lost on the way to us.</param>
/// <param name="LostPercent">The same, of what was expected.</param>
/// <param name="JitterMs">Jitter, ms.</param>
public sealed record TraceMedia(string Codec, long PacketsReceived, long PacketsSent, long PacketsLost, double LostPercent, double JitterMs);

/// <summary>A SIP message.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="LegId">Its leg.</param>
/// <param name="IsReceived">From the party; else to it.</param>
/// <param name="Transport">udp, tcp...</param>
/// <param name="Peer">The party's address.</param>
/// <param name="Summary">"INVITE", "180 Ringing".</param>
/// <param name="CSeq">"1 INVITE".</param>
/// <param name="HasSdp">It carries a session description.</param>
/// <param name="IsRepeated">The same bytes went the same way before.</param>
/// <param name="Text">The message, secrets and digits masked.</param>
public sealed record TraceMessage(
    DateTimeOffset At, Guid LegId, bool IsReceived, string Transport, string Peer, string Summary, string CSeq, bool HasSdp, bool IsRepeated, string Text);

/// <summary>A fact of the call.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Type">legRinging, legAnswered...</param>
/// <param name="LegId">Its leg, where it has one.</param>
/// <param name="Text">In words; no digit that was pressed.</param>
/// <param name="Fields">As the journal has it, digits masked; null for the end, whose record is told above.</param>
public sealed record TraceEvent(DateTimeOffset At, string Type, Guid? LegId, string Text, JsonElement? Fields);
