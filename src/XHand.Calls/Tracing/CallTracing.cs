using System.Net;
using XHand.Loop;
using XHand.Loop.Journal;
using XHand.Sip.Messages;
using XHand.Sip.Transport;

namespace XHand.Calls.Tracing;

/// <summary>
/// Writes what the exchange receives, sends and notes into a ring in memory, from which a call's story is told while it lives and for a while after.
/// Stands between the exchange and its parts, on the loop's thread.
/// </summary>
public sealed class CallTracing : ICallTraces
{
    private readonly TraceRing? _ring;
    private readonly TimeProvider _time;
    private readonly TimeSpan _age;

    /// <summary>A ring of <paramref name="bytes"/> of memory, of which nothing older than <paramref name="age"/> is shown; 0 bytes: no tracing.</summary>
    public CallTracing(TimeProvider time, int bytes, TimeSpan age) =>
        (_time, _ring, _age) = (time, bytes > 0 ? new TraceRing(bytes) : null, age);

    /// <summary>Sends through <paramref name="transport"/> and writes what is sent.</summary>
    public ISipTransport Around(ISipTransport transport) => _ring is { } ring ? new Sending(transport, ring, _time) : transport;

    /// <summary>Delivers to <paramref name="receiver"/> and writes what is received.</summary>
    public ISipReceiver Around(ISipReceiver receiver) => _ring is { } ring ? new Receiving(receiver, ring, _time) : receiver;

    /// <summary>Appends to <paramref name="journal"/> and writes the facts of calls.</summary>
    public IJournal Around(IJournal journal) => _ring is { } ring ? new Noting(journal, ring, _time) : journal;

    /// <inheritdoc/>
    public CallTrace? Find(Guid company, Guid callId, CallTraceHints hints) =>
        _ring is null ? CallTraceReader.WithoutRing(callId, hints) : new CallTraceReader(_ring, _time.GetUtcNow() - _age).Find(company, callId, hints);

    private sealed class Sending(ISipTransport inner, TraceRing ring, TimeProvider time) : ISipTransport
    {
        public void Send(SipFlow flow, ReadOnlyMemory<byte> message)
        {
            ring.Write(TraceEntry.OfMessage(TraceKind.Sent, flow, time.GetUtcNow(), message.Length), message.Span);
            inner.Send(flow, message);
        }

        public SipFlow FlowTo(SipProtocol protocol, IPEndPoint remote) => inner.FlowTo(protocol, remote);

        public (string Host, int Port) SentBy(SipFlow flow) => inner.SentBy(flow);

        public void Trust(SipFlow flow) => inner.Trust(flow);

        public void Succeed(SipFlow gone, SipFlow now) => inner.Succeed(gone, now);
    }

    private sealed class Receiving(ISipReceiver inner, TraceRing ring, TimeProvider time) : ISipReceiver
    {
        public void OnMessage(SipMessage message, SipFlow flow)
        {
            Write(message, flow);
            inner.OnMessage(message, flow);
        }

        public bool IsUrgent(SipRequest invite) => inner.IsUrgent(invite);

        public void OnTransportError(SipFlow flow, string reason) => inner.OnTransportError(flow, reason);

        public bool RefusesLateInvite(SipRequest invite, SipFlow flow)
        {
            Write(invite, flow);
            return inner.RefusesLateInvite(invite, flow);
        }

        private void Write(SipMessage message, SipFlow flow) =>
            ring.Write(TraceEntry.OfMessage(TraceKind.Received, flow, time.GetUtcNow(), message.Buffer.Length), message.Buffer.Span);
    }

    private sealed class Noting(IJournal inner, TraceRing ring, TimeProvider time) : IJournal
    {
        public bool AcceptsNewCalls => inner.AcceptsNewCalls;

        public ulong Append(in JournalFact fact)
        {
            ulong sequence = inner.Append(fact);
            if (sequence != 0 && TraceFacts.IsOfCall(fact))
            {
                TraceFacts.Write(ring, fact, time.GetUtcNow());
            }

            return sequence;
        }

        public void WhenWritten(ulong sequence, Action done) => inner.WhenWritten(sequence, done);
    }
}
