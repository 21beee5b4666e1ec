using System.Text;
using XHand.Calls.Facts;
using XHand.Loop;
using XHand.Loop.Journal;

namespace XHand.Calls.Tests;

/// <summary>Facts as the first version wrote them, without direction, trunk, route and tag: a journal may hold them when a later version starts.</summary>
public sealed class OldFactsTests
{
    private const string Started = """
        {"from":"1700","fromName":"Ana","dialled":"1701","legId":"00000000-0000-7000-8000-00000000000a","sipCallId":"x1","remoteAddress":"10.0.0.7:5060","userAgent":"Phone/1"}
        """;

    private const string Planned = """{"to":"1701","toName":"Bia","class":"internal","reasons":["extension: 1701 rings"]}""";

    private const string Dialled = """
        {"legId":"00000000-0000-7000-8000-00000000000b","side":"terminating","number":"1701","sipCallId":"x2","remoteAddress":"10.0.0.8:5060"}
        """;

    private const string Answered = """{"legId":"00000000-0000-7000-8000-00000000000a","codec":"PCMA","userAgent":"","callAnswered":true}""";

    private const string Record = """
        {"callId":"00000000-0000-7000-8000-000000000001","company":"00000000-0000-7000-8000-00000000000c","segment":1,"from":"1700","fromName":"Ana","dialled":"1701","to":"1701",
         "toName":"Bia","class":"internal","startedAt":"2026-11-20T12:00:00+00:00","answeredAt":"2026-11-20T12:00:04+00:00","endedAt":"2026-11-20T12:01:04+00:00","talkMs":60000,
         "totalMs":64000,"result":"answered","endedBy":"caller","sipStatus":200,"q850Cause":16,"reason":"","planReasons":["extension: 1701 rings"],"legs":[]}
        """;

    private static readonly Guid _company = new("00000000-0000-7000-8000-00000000000c");
    private static readonly Guid _call = new("00000000-0000-7000-8000-000000000001");

    private readonly VirtualLoop _loop = new(new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private readonly MemoryJournal _journal;

    public OldFactsTests() => _journal = new MemoryJournal(_loop);

    [Fact]
    public void A_call_that_an_earlier_version_left_open_gets_its_record()
    {
        Append(FactType.CallStarted, Started);
        Append(FactType.CallPlanned, Planned);
        Append(FactType.LegDialled, Dialled);
        Append(FactType.LegAnswered, Answered);

        CallRecord record = Assert.Single(CallRecovery.EndOpenCalls(_journal.Records.ToArray(), new FactWriter(_loop, _journal)));

        Assert.Equal(("1700", "Ana", "1701", "Bia", "crash"), (record.From, record.FromName, record.To, record.ToName, record.Result));
        Assert.Equal((CallDirection.Internal, "", "", ""), (record.Direction, record.Trunk, record.Route, record.Tag));
        Assert.Equal(2, record.Legs.Count);
        Assert.NotNull(record.AnsweredAt);
    }

    [Fact]
    public void A_record_that_an_earlier_version_wrote_is_read_as_an_internal_call()
    {
        JournalFact fact = new((ushort)FactType.CallEnded, 1, _company, _call, 5, 0, Encoding.UTF8.GetBytes(Record));

        CallRecord record = Assert.IsType<CallRecord>(FactCodec.Read(fact, FactJson.Default.CallRecord));

        Assert.Equal((CallDirection.Internal, "", "", ""), (record.Direction, record.Trunk, record.Route, record.Tag));
        Assert.Equal((60_000, "answered"), (record.TalkMs, record.Result));
    }

    private void Append(FactType type, string json)
    {
        _loop.RunUntilIdle();
        Assert.NotEqual(0UL, _journal.Append(new JournalFact((ushort)type, 1, _company, _call, (uint)_journal.Records.Count + 1, 0, Encoding.UTF8.GetBytes(json))));
    }
}
