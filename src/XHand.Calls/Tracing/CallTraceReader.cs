using System.Text;
using XHand.Calls.Facts;
using XHand.Calls.Live;
using XHand.Loop.Journal;
using XHand.Sip.Messages;
using XHand.Sip.Parsing;
using XHand.Sip.Transport;

namespace XHand.Calls.Tracing;

/// <summary>Tells one call's story out of the ring: first its facts, which name its legs' Call-IDs, then the messages that carry those.</summary>
/// <param name="ring">The ring.</param>
/// <param name="since">What is older is not told.</param>
internal sealed class CallTraceReader(TraceRing ring, DateTimeOffset since)
{
    /// <summary>Messages told of one call: more is a flood under one Call-ID.</summary>
    private const int MaxMessages = 2000;

    private readonly List<(DateTimeOffset At, JournalFact Fact)> _facts = [];
    private readonly Dictionary<Guid, TraceParty> _parties = [];
    private readonly List<Guid> _order = [];

    /// <summary>What the hints alone say, when nothing is traced.</summary>
    public static CallTrace? WithoutRing(Guid callId, CallTraceHints hints) =>
        new CallTraceReader(new TraceRing(0), DateTimeOffset.MaxValue).Find(Guid.Empty, callId, hints);

    /// <summary>The story, or null.</summary>
    public CallTrace? Find(Guid company, Guid callId, CallTraceHints hints)
    {
        ring.Read((in entry, payload) =>
        {
            if (entry.Kind == TraceKind.Fact && entry.Key == callId && entry.At >= since && TraceFacts.CompanyOf(payload) == company)
            {
                _facts.Add((entry.At, TraceFacts.Read(entry, payload)));
            }
        });
        CallRecord? record = Last(FactType.CallEnded) is { } ended ? FactCodec.Read(ended, FactJson.Default.CallRecord) : hints.Record;
        if (_facts.Count == 0 && record is null && hints.Live is null)
        {
            return null;
        }

        CollectParties(record, hints.Live);
        CallStarted? started = Last(FactType.CallStarted) is { } first ? FactCodec.Read(first, FactJson.Default.CallStarted) : null;
        CallPlanned? planned = Last(FactType.CallPlanned) is { } plan ? FactCodec.Read(plan, FactJson.Default.CallPlanned) : null;
        string dialled = started?.Dialled ?? record?.Dialled ?? hints.Live?.Dialled ?? "";
        return new CallTrace(
            callId,
            started?.From ?? record?.From ?? hints.Live?.From ?? "",
            dialled,
            planned?.To ?? record?.To ?? hints.Live?.To ?? dialled,
            record is null,
            record?.Result,
            record?.Reason,
            started is not null,
            [.. _order.Select(leg => _parties[leg]).OrderBy(party => party.Side == LegSide.Originating ? 0 : 1)],
            planned?.Reasons ?? record?.PlanReasons ?? [],
            Messages(),
            [.. _facts.Select(told => TraceText.Of(told.Fact, told.At)).OfType<TraceEvent>()]);
    }

    private JournalFact? Last(FactType type) => _facts.FindLast(told => told.Fact.Type == (ushort)type) is { At.Ticks: > 0 } found ? found.Fact : null;

    private void CollectParties(CallRecord? record, CallView? live)
    {
        foreach (CallFact fact in _facts.Select(told => FactCodec.DecodeCallFact(told.Fact)).OfType<CallFact>())
        {
            if (fact is CallStarted { LegId: { } caller } started)
            {
                Add(new(caller, LegSide.Originating, started.From, started.RemoteAddress, started.UserAgent, started.SipCallId, null));
            }
            else if (fact is LegDialled called)
            {
                Add(new(called.LegId, called.Side, called.Number, called.RemoteAddress, "", called.SipCallId, null));
            }
        }

        foreach (LegView leg in live?.Legs ?? [])
        {
            // The caller's leg is the first that a call has.
            Add(new(leg.LegId, _order.Count == 0 ? LegSide.Originating : LegSide.Terminating, leg.Number, leg.RemoteAddress, "", leg.SipCallId, null));
        }

        foreach (LegRecord leg in record?.Legs ?? [])
        {
            Add(new(leg.LegId, leg.Side, leg.Number, leg.RemoteAddress, leg.UserAgent, leg.SipCallId, null));
            _parties[leg.LegId] = _parties[leg.LegId] with { UserAgent = leg.UserAgent, Media = MediaOf(leg) };
        }
    }

    private void Add(TraceParty party)
    {
        if (_parties.TryAdd(party.LegId, party))
        {
            _order.Add(party.LegId);
        }
    }

    private static TraceMedia MediaOf(LegRecord leg)
    {
        long expected = leg.PacketsReceived + leg.PacketsLost;
        double lost = expected == 0 ? 0 : Math.Round(100.0 * leg.PacketsLost / expected, 2);
        return new(leg.Codec, leg.PacketsReceived, leg.PacketsSent, leg.PacketsLost, lost, Math.Round(leg.JitterMs, 2));
    }

    private List<TraceMessage> Messages()
    {
        List<TraceMessage> messages = [];
        HashSet<(bool, string)> seen = [];
        Dictionary<string, Guid> byCallId = new(StringComparer.Ordinal);
        List<byte[]> wanted = [];
        foreach (TraceParty party in _parties.Values.Where(party => party.SipCallId.Length > 0 && byCallId.TryAdd(party.SipCallId, party.LegId)))
        {
            wanted.Add(Encoding.UTF8.GetBytes(party.SipCallId));
        }

        ring.Read((in entry, payload) =>
        {
            if (entry.Kind != TraceKind.Fact && entry.At >= since && messages.Count < MaxMessages && Holds(payload, wanted)
                && SipParser.TryParse(payload.ToArray(), out SipMessage message, out _)
                && byCallId.TryGetValue(message.CallId, out Guid leg))
            {
                messages.Add(Told(entry, message, leg, seen));
            }
        });
        return messages;
    }

    private static bool Holds(ReadOnlySpan<byte> payload, List<byte[]> wanted)
    {
        foreach (byte[] callId in wanted)
        {
            if (payload.IndexOf(callId) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static TraceMessage Told(in TraceEntry entry, SipMessage message, Guid leg, HashSet<(bool, string)> seen)
    {
        string text = Encoding.UTF8.GetString(message.Buffer.Span);
        string summary = message switch
        {
            SipRequest request => request.MethodName,
            SipResponse response => $"{response.StatusCode} {response.ReasonPhrase}",
            _ => "",
        };
        bool hasSdp = message.Text(SipHeader.ContentType)?.StartsWith("application/sdp", StringComparison.OrdinalIgnoreCase) == true;
        bool isReceived = entry.Kind == TraceKind.Received;
        return new(
            entry.At,
            leg,
            isReceived,
            entry.Protocol.LowerName(),
            entry.Peer.ToString(),
            summary,
            $"{message.CSeq.Number} {message.CSeq.MethodName}",
            hasSdp,
            !seen.Add((isReceived, text)),
            TraceMask.Of(text));
    }
}
