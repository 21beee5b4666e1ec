using XHand.Loop.Journal;

namespace XHand.Calls.Facts;

/// <summary>A live call's stream of facts: each is written to the journal and folded into the call's ledger. Loop thread only.</summary>
public sealed class CallTrail(Guid callId, Guid company, FactWriter writer, TimeProvider time)
{
    private readonly CallLedger _ledger = new(callId, company);
    private uint _version;

    /// <summary>What the facts add up to.</summary>
    public CallLedger Ledger => _ledger;

    /// <summary>Sequence of the last fact, the cause of the next; 0 when it waits in memory.</summary>
    public ulong LastSequence { get; private set; }

    /// <summary>Now.</summary>
    public FactTime Now => FactTime.Now(time);

    /// <summary>Writes and folds a fact; its sequence.</summary>
    public ulong Write(CallFact fact)
    {
        _ledger.Apply(fact, Now);
        (FactType type, byte[] payload) = FactCodec.Encode(fact);
        return Append(type, payload);
    }

    /// <summary>Writes the end with its record.</summary>
    public CallRecord End(CallEnd end, FactTime at)
    {
        CallRecord record = _ledger.ToRecord(end, at);
        Append(FactType.CallEnded, FactCodec.Bytes(record, FactJson.Default.CallRecord));
        return record;
    }

    /// <summary>Calls <paramref name="done"/> once the fact with <paramref name="sequence"/> has been written (rule 9 of the loop).</summary>
    public void WhenWritten(ulong sequence, Action done) => writer.WhenWritten(sequence, done);

    private ulong Append(FactType type, byte[] payload) => LastSequence =
        writer.Write(new JournalFact((ushort)type, 1, company, callId, ++_version, LastSequence, payload));
}
