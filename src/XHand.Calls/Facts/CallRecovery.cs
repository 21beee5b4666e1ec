using XHand.Calls.Causes;
using XHand.Loop.Journal;

namespace XHand.Calls.Facts;

/// <summary>Ends, in the journal, the calls that an earlier process left open.</summary>
public static class CallRecovery
{
    /// <summary>
    /// Folds what recovery found and appends one CallEnded with result "crash" for each call without an end; talk time runs to its last fact, or to the
    /// heartbeat of its process when that came later. Returns the records, in order of the calls' first facts. Loop thread only, before the first new call.
    /// </summary>
    public static IReadOnlyList<CallRecord> EndOpenCalls(IEnumerable<JournalRecord> recovered, FactWriter writer)
    {
        List<OpenCall> order = [];
        Dictionary<Guid, FactTime> alive = [];
        Dictionary<Guid, OpenCall> open = [];
        foreach (JournalRecord record in recovered)
        {
            if ((FactType)record.Fact.Type == FactType.CallEnded)
            {
                if (open.Remove(record.Fact.Stream, out OpenCall? ended))
                {
                    order.Remove(ended);
                }

                continue;
            }

            FactTime at = new(record.Utc, record.MonotonicTicks);
            if ((FactType)record.Fact.Type == FactType.NodeAlive)
            {
                alive[record.Incarnation] = at;
            }

            if (FactCodec.DecodeCallFact(record.Fact) is not { } fact)
            {
                continue;
            }

            if (!open.TryGetValue(record.Fact.Stream, out OpenCall? call))
            {
                call = new OpenCall(record.Fact.Company, record.Fact.Stream);
                open.Add(record.Fact.Stream, call);
                order.Add(call);
            }

            call.Version = record.Fact.StreamVersion;
            call.LastSequence = record.Sequence;
            call.Incarnation = record.Incarnation;
            call.Ledger.Apply(fact, at);
        }

        return [.. order.Select(call => End(call, alive, writer))];
    }

    private static CallRecord End(OpenCall call, Dictionary<Guid, FactTime> alive, FactWriter writer)
    {
        // Monotonic times compare within one process only.
        FactTime last = call.Ledger.LastAt;
        if (alive.TryGetValue(call.Incarnation, out FactTime beat) && beat.MonotonicTicks > last.MonotonicTicks)
        {
            last = beat;
        }

        CallCause cause = new(call.Ledger.AnsweredAt is null ? 0 : 200, 41, "The process ended during the call");
        CallRecord record = call.Ledger.ToRecord(new CallEnd(CallResult.Crash, EndedBy.System, cause, cause.Text), last);
        writer.Write(new JournalFact(
            (ushort)FactType.CallEnded, 1, call.Company, call.CallId, call.Version + 1, call.LastSequence, FactCodec.Bytes(record, FactJson.Default.CallRecord)));
        return record;
    }

    private sealed class OpenCall(Guid company, Guid callId)
    {
        public Guid Company => company;
        public Guid CallId => callId;
        public CallLedger Ledger { get; } = new(callId, company);
        public Guid Incarnation { get; set; }
        public uint Version { get; set; }
        public ulong LastSequence { get; set; }
    }
}
