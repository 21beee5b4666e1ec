using System.Buffers.Binary;
using System.Security.Cryptography;
using XHand.Loop.Journal;
using XHand.Sip.Transport;

namespace XHand.Simulation;

/// <summary>SHA-256 over a run: over every byte of every fact in the journal, and over every message on the network with its time and way.</summary>
internal sealed class EventLogHash : IDisposable
{
    private readonly IncrementalHash _wire = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Takes a message as it is sent.</summary>
    public void Add(SipFlow flow, ReadOnlySpan<byte> message, TimeSpan at)
    {
        Span<byte> head = stackalloc byte[8 + 4 + 2 + 4 + 2];
        BinaryPrimitives.WriteInt64LittleEndian(head, at.Ticks);
        Write(flow.Local, head[8..]);
        Write(flow.Remote, head[14..]);
        _wire.AppendData(head);
        _wire.AppendData(message);
    }

    /// <summary>The messages so far, lower-case hex.</summary>
    public string OfWire() => Convert.ToHexStringLower(_wire.GetCurrentHash());

    /// <summary>The facts, lower-case hex.</summary>
    public static string OfFacts(IReadOnlyList<JournalRecord> records)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[16 + 8 + 8 + 8 + 2 + 2 + 16 + 16 + 4 + 8 + 4];
        foreach (JournalRecord record in records)
        {
            JournalFact fact = record.Fact;
            record.Incarnation.TryWriteBytes(head);
            BinaryPrimitives.WriteUInt64LittleEndian(head[16..], record.Sequence);
            BinaryPrimitives.WriteInt64LittleEndian(head[24..], record.Utc.UtcTicks);
            BinaryPrimitives.WriteInt64LittleEndian(head[32..], record.MonotonicTicks);
            BinaryPrimitives.WriteUInt16LittleEndian(head[40..], fact.Type);
            BinaryPrimitives.WriteUInt16LittleEndian(head[42..], fact.Version);
            fact.Company.TryWriteBytes(head[44..]);
            fact.Stream.TryWriteBytes(head[60..]);
            BinaryPrimitives.WriteUInt32LittleEndian(head[76..], fact.StreamVersion);
            BinaryPrimitives.WriteUInt64LittleEndian(head[80..], fact.Cause);
            BinaryPrimitives.WriteInt32LittleEndian(head[88..], fact.Payload.Length);
            hash.AppendData(head);
            hash.AppendData(fact.Payload.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose() => _wire.Dispose();

    private static void Write(System.Net.IPEndPoint end, Span<byte> into)
    {
        end.Address.TryWriteBytes(into, out _);
        BinaryPrimitives.WriteUInt16LittleEndian(into[4..], (ushort)end.Port);
    }
}
