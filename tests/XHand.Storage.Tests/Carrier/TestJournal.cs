using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Calls.Facts;
using XHand.Loop;
using XHand.Loop.Journal;

namespace XHand.Storage.Tests.Carrier;

/// <summary>A real journal in a folder, and facts to put into it.</summary>
internal sealed class TestJournal : IDisposable
{
    public static readonly Guid Company = Guid.CreateVersion7();

    private readonly VirtualLoop _loop;

    public TestJournal(string directory, DateTimeOffset now, long segmentBytes = 1 << 20)
    {
        _loop = new VirtualLoop(now);
        Writer = JournalWriter.Open(
            new JournalOptions { Directory = directory, Node = Guid.CreateVersion7(), SegmentBytes = segmentBytes },
            _loop, static _ => JournalRetention.Ignore, NullLogger<JournalWriter>.Instance);
    }

    public JournalWriter Writer { get; }

    public void Append(ushort type, Guid stream, ReadOnlyMemory<byte> payload)
    {
        // This thread becomes the loop's.
        _loop.RunUntilIdle();
        Assert.NotEqual(0UL, Writer.Append(new JournalFact(type, 1, Company, stream, 1, 0, payload)));
    }

    public void Append(FactType type, Guid stream, string payload) => Append((ushort)type, stream, Encoding.UTF8.GetBytes(payload));

    public void Append(CallRecord record) =>
        Append((ushort)FactType.CallEnded, record.CallId, JsonSerializer.SerializeToUtf8Bytes(record, FactJson.Default.CallRecord));

    /// <summary>Three facts of a call, the last with its record.</summary>
    public CallRecord AppendCall(DateTimeOffset at, string from = "1700", string to = "1701")
    {
        CallRecord record = Call(at, from, to);
        Append(FactType.CallStarted, record.CallId, $$"""{"from":"{{from}}"}""");
        Append(FactType.LegAnswered, record.CallId, "{}");
        Append(record);
        return record;
    }

    public void Flush() => Assert.True(Writer.Flush(TimeSpan.FromSeconds(10)));

    public void Dispose() => Writer.Dispose();

    public static CallRecord Call(DateTimeOffset at, string from = "1700", string to = "1701") => new()
    {
        CallId = Guid.CreateVersion7(at),
        Company = Company,
        From = from,
        FromName = "Ana",
        Dialled = to,
        To = to,
        ToName = "Bia",
        Class = "internal",
        StartedAt = at,
        RingingAt = at.AddMilliseconds(40),
        AnsweredAt = at.AddSeconds(2),
        EndedAt = at.AddSeconds(12),
        TalkMs = 10_000,
        TotalMs = 12_000,
        Result = "answered",
        EndedBy = "caller",
        SipStatus = 200,
        Q850Cause = 16,
        PlanReasons = ["1701 is an extension", "internal calls are always allowed"],
        Legs = [Leg(at, "originating", from), Leg(at, "terminating", to)],
    };

    private static LegRecord Leg(DateTimeOffset at, string side, string number) => new()
    {
        LegId = Guid.CreateVersion7(at),
        Side = side,
        Number = number,
        SipCallId = $"{Guid.NewGuid():N}@127.0.0.1",
        RemoteAddress = "127.0.0.1:5062",
        UserAgent = "phone/1.0",
        Codec = "PCMA",
        StartedAt = at,
        AnsweredAt = at.AddSeconds(2),
        EndedAt = at.AddSeconds(12),
        SipStatus = 200,
        PacketsReceived = 500,
        PacketsSent = 501,
        PacketsLost = 1,
        JitterMs = 1.25,
    };
}
