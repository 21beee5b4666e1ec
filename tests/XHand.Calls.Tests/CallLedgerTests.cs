using System.Text.Json;
using XHand.Calls.Facts;
using XHand.Loop;
using XHand.Loop.Journal;
using XHand.Media;

namespace XHand.Calls.Tests;

public sealed class CallLedgerTests
{
    private static readonly Guid _call = new("00000000-0000-7000-8000-000000000001");
    private static readonly Guid _company = new("00000000-0000-7000-8000-00000000000c");
    private static readonly Guid _a = new("00000000-0000-7000-8000-00000000000a");
    private static readonly Guid _b = new("00000000-0000-7000-8000-00000000000b");
    private static readonly DateTimeOffset _start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Facts_add_up_to_the_record()
    {
        CallLedger ledger = new(_call, _company);
        ledger.Apply(new CallStarted("1700", "Ana", "1701#", _a, "x1", "10.0.0.7:5060", "Phone/1"), At(0));
        ledger.Apply(new CallPlanned("1701", "Bia", "internal", ["extension: 1701 rings"]), At(0));
        ledger.Apply(new LegDialled(_b, LegSide.Terminating, "1701", "x2", "10.0.0.8:5060"), At(1));
        ledger.Apply(new LegRinging(_b, 180), At(50));
        ledger.Apply(new LegAnswered(_b, "PCMA", "Phone/2", false), At(4000));
        ledger.Apply(new LegAnswered(_a, "PCMA", "", true), At(4010));
        ledger.Apply(new LegsBridged(_a, _b, "PCMA"), At(4011));
        ledger.Apply(new LegEnded(_b, 200, 16, true, "Normal call clearing"), At(64_011));
        ledger.Apply(new LegEnded(_a, 200, 16, false, "Normal call clearing"), At(64_012));
        ledger.SetMedia(_b, new MediaStatistics(3000, 2990, 4, 1.5, 0));

        CallRecord record = ledger.ToRecord(CallEnd.Talked(EndedBy.Callee), At(64_011));

        Assert.Equal(("1700", "Ana", "1701#", "1701", "Bia"), (record.From, record.FromName, record.Dialled, record.To, record.ToName));
        Assert.Equal(_start.AddMilliseconds(50), record.RingingAt);
        Assert.Equal(_start.AddMilliseconds(4010), record.AnsweredAt);
        Assert.Equal((60_001, 64_011), (record.TalkMs, record.TotalMs));
        Assert.Equal(("answered", "callee", 200, 16), (record.Result, record.EndedBy, record.SipStatus, record.Q850Cause));
        Assert.Equal([_a, _b], record.Legs.Select(leg => leg.LegId));
        Assert.Equal((3000, 2990, 4, 1.5), (record.Legs[1].PacketsReceived, record.Legs[1].PacketsSent, record.Legs[1].PacketsLost, record.Legs[1].JitterMs));
        Assert.Equal("Phone/1", record.Legs[0].UserAgent);
        Assert.Equal("Phone/2", record.Legs[1].UserAgent);
    }

    [Fact]
    public void An_answer_that_never_reached_the_caller_is_none()
    {
        CallLedger ledger = new(_call, _company);
        ledger.Apply(new CallStarted("1700", "", "1701", _a, "x1", "", ""), At(0));
        ledger.Apply(new LegAnswered(_a, "PCMA", "", true), At(1000));
        ledger.Apply(new LegEnded(_a, 487, 16, true, ""), At(1001));

        CallRecord record = ledger.ToRecord(CallEnd.Cancelled, At(1001));

        Assert.Null(record.AnsweredAt);
        Assert.Equal(0, record.TalkMs);
        Assert.Null(record.Legs[0].AnsweredAt);
    }

    [Fact]
    public void Durations_come_from_the_monotonic_clock_when_the_wall_clock_steps_back()
    {
        CallLedger ledger = new(_call, _company);
        ledger.Apply(new CallStarted("1700", "", "1701", _a, "x1", "", ""), new FactTime(_start, 0));
        ledger.Apply(new LegAnswered(_a, "PCMA", "", true), new FactTime(_start.AddSeconds(1), TimeSpan.TicksPerSecond));

        CallRecord record = ledger.ToRecord(CallEnd.Talked(EndedBy.Caller), new FactTime(_start.AddHours(-1), 11 * TimeSpan.TicksPerSecond));

        Assert.Equal((10_000, 11_000), (record.TalkMs, record.TotalMs));
    }

    [Fact]
    public void Recovery_ends_each_open_call_once_with_talk_time_to_its_last_fact()
    {
        VirtualLoop loop = new(_start);
        MemoryJournal journal = new(loop);
        FactWriter writer = new(loop, journal);
        CallTrail open = new(_call, _company, writer, loop.Time);
        CallTrail ended = new(_b, _company, writer, loop.Time);
        open.Write(new CallStarted("1700", "", "1701", _a, "x1", "", ""));
        ended.Write(new CallStarted("1702", "", "1703", null, "", "", ""));
        ended.End(CallEnd.NotRegistered, ended.Now);
        loop.Advance(TimeSpan.FromSeconds(2));
        open.Write(new LegAnswered(_a, "PCMA", "", true));
        loop.Advance(TimeSpan.FromSeconds(30));
        open.Write(new LegHeld(_a, true));

        IReadOnlyList<CallRecord> records = CallRecovery.EndOpenCalls(journal.Records.ToArray(), writer);

        CallRecord record = Assert.Single(records);
        Assert.Equal((_call, "crash", "system", 200, 30_000), (record.CallId, record.Result, record.EndedBy, record.SipStatus, record.TalkMs));
        JournalRecord written = journal.Records[^1];
        Assert.Equal((ushort)FactType.CallEnded, written.Fact.Type);
        Assert.Equal((_call, 4u, 5ul), (written.Fact.Stream, written.Fact.StreamVersion, written.Fact.Cause));
        Assert.Empty(CallRecovery.EndOpenCalls(journal.Records.ToArray(), writer));
    }

    [Fact]
    public void A_fact_that_cannot_be_read_is_left_out_and_the_rest_recovered()
    {
        VirtualLoop loop = new(_start);
        MemoryJournal journal = new(loop);
        FactWriter writer = new(loop, journal);
        CallTrail trail = new(_call, _company, writer, loop.Time);
        trail.Write(new CallStarted("1700", "", "1701", _a, "x1", "", ""));
        journal.Append(new JournalFact((ushort)FactType.LegRinging, 1, _company, _call, 2, 1, "{\"legId\":"u8.ToArray()));

        Assert.Equal("1700", Assert.Single(CallRecovery.EndOpenCalls(journal.Records.ToArray(), writer)).From);
    }

    [Fact]
    public void Facts_are_camelCase_JSON_without_nulls()
    {
        (_, byte[] payload) = FactCodec.Encode(new CallStarted("1700", "Ana", "1701", null, "x1", "", ""));
        Assert.Equal(
            """{"from":"1700","fromName":"Ana","dialled":"1701","sipCallId":"x1","remoteAddress":"","userAgent":""}""",
            System.Text.Encoding.UTF8.GetString(payload));
        using JsonDocument record = JsonDocument.Parse(FactCodec.Bytes(
            new CallLedger(_call, _company).ToRecord(CallEnd.NoAnswer, At(0)), FactJson.Default.CallRecord));
        Assert.Equal("noAnswer", record.RootElement.GetProperty("result").GetString());
        Assert.False(record.RootElement.TryGetProperty("answeredAt", out _));
    }

    [Fact]
    public void A_full_journal_sheds_new_calls_and_loses_no_end()
    {
        VirtualLoop loop = new(_start);
        MemoryJournal journal = new(loop);
        FactWriter writer = new(loop, journal);
        CallTrail trail = new(_call, _company, writer, loop.Time);
        trail.Write(new CallStarted("1700", "", "1701", _a, "x1", "", ""));
        journal.Sheds = true;
        trail.Write(new LegEnded(_a, 486, 17, true, ""));
        trail.End(CallEnd.Busy, trail.Now);
        Assert.False(writer.AcceptsNewCalls);
        loop.Advance(TimeSpan.FromSeconds(3));
        Assert.Single(journal.Records);

        journal.Sheds = false;
        loop.Advance(TimeSpan.FromSeconds(1));

        Assert.True(writer.AcceptsNewCalls);
        Assert.Equal([1u, 2u, 3u], journal.Records.Select(record => record.Fact.StreamVersion));
        Assert.Equal((ushort)FactType.CallEnded, journal.Records[^1].Fact.Type);
    }

    [Fact]
    public void Checkpoints_keep_what_recovery_needs()
    {
        Assert.Equal(JournalRetention.Append, FactRetention.Of((ushort)FactType.LegAnswered));
        Assert.Equal(JournalRetention.Close, FactRetention.Of((ushort)FactType.CallEnded));
        Assert.Equal(JournalRetention.Replace, FactRetention.Of((ushort)FactType.ContactBound));
        Assert.Equal(JournalRetention.Close, FactRetention.Of((ushort)FactType.ContactUnbound));
        Assert.Equal(JournalRetention.Replace, FactRetention.Of((ushort)FactType.NodeAlive));
        Assert.Equal(JournalRetention.Ignore, FactRetention.Of((ushort)FactType.DigitPressed));
    }

    private static FactTime At(long ms) => new(_start.AddMilliseconds(ms), ms * TimeSpan.TicksPerMillisecond);
}
