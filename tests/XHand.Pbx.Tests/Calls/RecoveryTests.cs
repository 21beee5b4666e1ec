using System.Text.Json;
using XHand.Calls.Facts;
using XHand.Loop.Journal;
using XHand.Sip.Messages;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Calls;

/// <summary>The process dies in the middle of calls and another takes its journal over.</summary>
public sealed class RecoveryTests
{
    private readonly CallScene _scene = new();

    [Fact]
    public void A_live_call_becomes_a_record_with_result_crash_and_a_ringing_one_too()
    {
        _scene.Talk();
        _scene.Exchange.AddExtension("1702");
        VirtualPhone third = _scene.Exchange.RegisteredPhone("1702");
        _scene.Bia.OnIncoming = call => call.Ring();
        third.Call("1701");
        _scene.Run(5);

        VirtualExchange later = new(2, recovered: [.. _scene.Exchange.Journal.Records], start: _scene.Exchange.Loop.Time.GetUtcNow());

        Assert.Equal(["crash", "crash"], later.Records.Select(record => record.Result));
        Assert.Equal([200, 0], later.Records.Select(record => record.SipStatus));
        Assert.Equal(["1700", "1702"], later.Records.Select(record => record.From));
        Assert.All(later.Records, record => Assert.Equal(("system", 41), (record.EndedBy, record.Q850Cause)));
        Assert.All(later.Records, record => Assert.Equal(2, record.Legs.Count));
        Assert.Equal(3, later.Exchange.Bindings.Count);

        // Once is enough: the third process finds no open call.
        VirtualExchange third2 = new(3, recovered: [.. _scene.Exchange.Journal.Records, .. later.Journal.Records], start: later.Loop.Time.GetUtcNow());
        Assert.Empty(third2.Records);
    }

    [Fact]
    public void The_talk_time_of_a_cut_call_is_right_to_the_last_heartbeat()
    {
        _scene.Talk();
        _scene.Run(63);
        VirtualExchange later = new(2, recovered: [.. _scene.Exchange.Journal.Records], start: _scene.Exchange.Loop.Time.GetUtcNow());
        Assert.InRange(later.Record.TalkMs, 58_000, 63_100);
        Assert.Equal("crash", later.Record.Result);
    }

    [Fact]
    public void There_is_no_heartbeat_without_calls()
    {
        (VirtualCall ana, _) = _scene.Talk();
        _scene.Run(11);
        ana.HangUp();
        _scene.End();
        Assert.Equal(2, _scene.Exchange.Journal.Records.Count(record => record.Fact.Type == (ushort)FactType.NodeAlive));
    }

    [Fact]
    public void The_journal_folds_to_what_the_live_call_wrote()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        ana.Reinvite("sendonly");
        _scene.Run(20);
        bia.HangUp();
        CallRecord written = _scene.End();

        CallLedger ledger = new(written.CallId, written.Company);
        FactTime end = default;
        foreach (JournalRecord record in _scene.Exchange.Journal.Records.Where(record => record.Fact.Stream == written.CallId))
        {
            FactTime at = new(record.Utc, record.MonotonicTicks);
            if (FactCodec.DecodeCallFact(record.Fact) is { } fact)
            {
                ledger.Apply(fact, at);
                end = fact is LegEnded && end == default ? at : end;
            }
        }

        foreach (LegRecord leg in written.Legs)
        {
            ledger.SetMedia(leg.LegId, new XHand.Media.MediaStatistics(leg.PacketsReceived, leg.PacketsSent, leg.PacketsLost, leg.JitterMs, 0));
        }

        CallRecord folded = ledger.ToRecord(CallEnd.Talked(EndedBy.Callee), end);
        Assert.Equal(
            JsonSerializer.Serialize(written, FactJson.Default.CallRecord), JsonSerializer.Serialize(folded, FactJson.Default.CallRecord));
    }

    [Fact]
    public void A_phone_is_called_after_a_restart_without_registering_again()
    {
        VirtualExchange later = new(2, recovered: [.. _scene.Exchange.Journal.Records], start: _scene.Exchange.Loop.Time.GetUtcNow());
        later.AddExtension("1700", "Ana");
        later.AddExtension("1701", "Bia");
        later.AddExtension("1703");
        VirtualPhone caller = later.RegisteredPhone("1703");
        RawPeer bia = new(later.Network, new System.Net.IPEndPoint(_scene.Bia.Transport.Local.Address, 5060));
        VirtualCall call = caller.Call("1701");
        Assert.True(later.Loop.RunUntil(() => bia.Received.Count > 0, TimeSpan.FromSeconds(2)));
        Assert.Equal(SipMethod.Invite, Assert.IsType<SipRequest>(bia.Received[0]).Method);
        call.Cancel();
    }

    [Fact]
    public void While_recovering_a_dialog_of_before_is_told_to_come_again_and_afterwards_that_it_is_gone()
    {
        VirtualExchange later = new(2, recovers: false);
        RawPeer phone = new(later.Network, new System.Net.IPEndPoint(System.Net.IPAddress.Parse("10.3.0.1"), 5060));
        phone.Send(Bye("z9hG4bK1", _scene.Exchange.Identity.NewTag()));
        phone.Send(Register("z9hG4bK2"));
        later.Loop.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal([500, 503], phone.Statuses);
        Assert.All(phone.Received, response => Assert.Equal("2", response.Text(SipHeader.RetryAfter)));

        later.Exchange.Recover([]);
        phone.Send(Bye("z9hG4bK3", _scene.Exchange.Identity.NewTag()));
        phone.Send(Register("z9hG4bK4"));
        later.Loop.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal([500, 503, 481, 401], phone.Statuses);
    }

    [Fact]
    public void A_phone_that_answers_a_call_of_a_process_that_died_is_let_go_at_once()
    {
        VirtualExchange later = new(2);
        RawPeer phone = new(later.Network, new System.Net.IPEndPoint(System.Net.IPAddress.Parse("10.3.0.1"), 5060));
        phone.Send(Ok("z9hG4bKold", _scene.Exchange.Identity.NewTag()));
        later.Loop.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal([SipMethod.Ack, SipMethod.Bye], phone.Received.OfType<SipRequest>().Select(request => request.Method));

        phone.Send(Ok("z9hG4bKstrange", "of-nobody-of-ours"));
        later.Loop.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(2, phone.Received.OfType<SipRequest>().Count(request => request.CallId == "before"));
    }

    private static string Ok(string branch, string tag) => $"""
        SIP/2.0 200 OK
        Via: SIP/2.0/UDP 10.0.0.1:5060;branch={branch}
        From: <sip:1700@10.0.0.1>;tag={tag}
        To: <sip:1701@10.0.0.1>;tag=phone
        Call-ID: before
        CSeq: 1 INVITE
        Contact: <sip:1701@10.3.0.1:5060>
        Content-Length: 0
        """;

    private static string Bye(string branch, string tag) => $"""
        BYE sip:u@10.0.0.1 SIP/2.0
        Via: SIP/2.0/UDP 10.3.0.1:5060;branch={branch}
        From: <sip:1700@10.0.0.1>;tag=x
        To: <sip:1701@10.0.0.1>;tag={tag}
        Call-ID: before
        CSeq: 2 BYE
        Max-Forwards: 70
        Content-Length: 0
        """;

    private static string Register(string branch) => $"""
        REGISTER sip:10.0.0.1 SIP/2.0
        Via: SIP/2.0/UDP 10.3.0.1:5060;branch={branch}
        From: <sip:1700@10.0.0.1>;tag=x
        To: <sip:1700@10.0.0.1>
        Call-ID: reg
        CSeq: 1 REGISTER
        Contact: <sip:1700@10.3.0.1>
        Max-Forwards: 70
        Content-Length: 0
        """;
}
