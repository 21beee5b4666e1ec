using XHand.Sip.Dialogs;
using XHand.Sip.Messages;
using XHand.Sip.Tests.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Dialogs;

/// <summary>Dialogs from wire text to wire text (RFC 3261 12).</summary>
public sealed class SipDialogTests
{
    private const string Invite = """
        INVITE sip:1701@pbx.example SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.99:5070;branch=z9hG4bKone;rport
        Record-Route: <sip:p1.example;lr>, <sip:p2.example;lr>
        Record-Route: <sip:p3.example;lr>
        Max-Forwards: 70
        From: "Ana" <sip:1700@pbx.example>;tag=phone
        To: <sip:1701@pbx.example>
        Call-ID: abc@phone
        CSeq: 30 INVITE
        Contact: <sip:1700@192.0.2.99:5070;ob>
        Content-Length: 0
        """;

    private const string Ok = """
        SIP/2.0 200 OK
        Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKours
        Record-Route: <sip:p3.example;lr>
        Record-Route: <sip:p2.example;lr>, <sip:p1.example;lr>
        From: "Ana" <sip:1700@pbx.example>;tag=ours
        To: <sip:1701@pbx.example>;tag=peer
        Call-ID: call-1@pbx.example
        CSeq: 17 INVITE
        Contact: <sip:1701@192.0.2.99:5070>
        Content-Length: 0
        """;

    private static readonly SipVia Via = new("UDP", "192.0.2.10", 5060, SipParameters.Empty.With("branch", "z9hG4bKx"));
    private static readonly SipUri Contact = SipUri.Sip("1701", "192.0.2.10", 5060);

    [Fact]
    public void The_called_side_sends_along_the_record_route_with_its_tag_as_From()
    {
        SipDialog dialog = SipDialog.FromRequest(Wire.Request(Invite), TransactionBench.Udp, "ours", Contact);
        Assert.Equal(new DialogId("abc@phone", "ours", "phone"), dialog.Id);
        Assert.False(dialog.IsConfirmed);
        Assert.Equal("""
            BYE sip:1700@192.0.2.99:5070;ob SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKx
            Route: <sip:p1.example;lr>
            Route: <sip:p2.example;lr>
            Route: <sip:p3.example;lr>
            Max-Forwards: 70
            From: <sip:1701@pbx.example>;tag=ours
            To: "Ana" <sip:1700@pbx.example>;tag=phone
            Call-ID: abc@phone
            CSeq: 1 BYE
            Content-Length: 0
            """.ReplaceLineEndings("\n"), Wire.Text(dialog.CreateRequest(SipMethod.Bye).ToBytes(Via)));
        Assert.Equal("p1.example", dialog.NextHop.Host);
    }

    [Fact]
    public void The_calling_side_sends_along_the_reversed_record_route_with_growing_CSeq()
    {
        SipDialog dialog = SipDialog.FromResponse(TransactionBench.Outgoing(SipMethod.Invite), Wire.Response(Ok), TransactionBench.Udp, Contact);
        Assert.Equal(new DialogId("call-1@pbx.example", "ours", "peer"), dialog.Id);
        Assert.True(dialog.IsConfirmed);
        Assert.Equal("""
            INVITE sip:1701@192.0.2.99:5070 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKx
            Route: <sip:p1.example;lr>
            Route: <sip:p2.example;lr>
            Route: <sip:p3.example;lr>
            Max-Forwards: 70
            From: "Ana" <sip:1700@pbx.example>;tag=ours
            To: <sip:1701@pbx.example>;tag=peer
            Call-ID: call-1@pbx.example
            CSeq: 18 INVITE
            Contact: <sip:1701@192.0.2.10:5060>
            Content-Length: 0
            """.ReplaceLineEndings("\n"), Wire.Text(dialog.CreateRequest(SipMethod.Invite).ToBytes(Via)));
        Assert.Equal(17u, dialog.CreateRequest(SipMethod.Ack, 17).CSeq);
        Assert.Equal(19u, dialog.CreateRequest(SipMethod.Bye).CSeq);
        Assert.Throws<ArgumentException>(() => dialog.CreateRequest(SipMethod.Ack));
    }

    [Fact]
    public void A_strict_router_becomes_the_request_uri_and_the_target_the_last_route()
    {
        SipDialog dialog = SipDialog.FromRequest(
            Wire.Request(Invite.Replace("p1.example;lr", "p1.example", StringComparison.Ordinal)), TransactionBench.Udp, "ours", Contact);
        OutgoingRequest bye = dialog.CreateRequest(SipMethod.Bye);
        Assert.Equal("sip:p1.example", bye.Uri.ToString());
        Assert.Equal(
            ["<sip:p2.example;lr>", "<sip:p3.example;lr>", "<sip:1700@192.0.2.99:5070;ob>"],
            bye.Route.Select(route => route.ToString()));
    }

    [Fact]
    public void A_request_that_is_out_of_order_is_not_taken()
    {
        SipDialog dialog = SipDialog.FromRequest(Wire.Request(Invite), TransactionBench.Udp, "ours", Contact);
        Assert.False(dialog.TryAccept(Wire.Request(InDialog("BYE", 29))));
        Assert.True(dialog.TryAccept(Wire.Request(InDialog("ACK", 29))));
        Assert.True(dialog.TryAccept(Wire.Request(InDialog("INFO", 32))));
        Assert.False(dialog.TryAccept(Wire.Request(InDialog("BYE", 31))));
        Assert.True(dialog.TryAccept(Wire.Request(InDialog("BYE", 33))));
    }

    [Fact]
    public void A_dialog_that_has_seen_no_request_of_the_peer_takes_the_first_whatever_its_CSeq()
    {
        SipDialog dialog = SipDialog.FromResponse(TransactionBench.Outgoing(SipMethod.Invite), Wire.Response(Ok), TransactionBench.Udp, Contact);
        Assert.True(dialog.TryAccept(Wire.Request(InDialog("BYE", 1))));
    }

    [Fact]
    public void Target_refresh_requests_move_the_remote_target_and_others_do_not()
    {
        SipDialog dialog = SipDialog.FromRequest(Wire.Request(Invite), TransactionBench.Udp, "ours", Contact);
        dialog.TryAccept(Wire.Request(InDialog("INFO", 31)));
        Assert.Equal("sip:1700@192.0.2.99:5070;ob", dialog.RemoteTarget.ToString());
        dialog.TryAccept(Wire.Request(InDialog("INVITE", 32)));
        Assert.Equal("sip:1700@198.51.100.1:7000", dialog.RemoteTarget.ToString());
        Assert.Equal("sip:1700@198.51.100.1:7000", dialog.CreateRequest(SipMethod.Bye).Uri.ToString());
    }

    [Fact]
    public void A_2xx_to_our_re_invite_moves_the_remote_target_and_a_failure_does_not()
    {
        SipDialog dialog = SipDialog.FromResponse(TransactionBench.Outgoing(SipMethod.Invite), Wire.Response(Ok), TransactionBench.Udp, Contact);
        dialog.Refresh(Wire.Response(Ok.Replace("200 OK", "488 Not Acceptable Here", StringComparison.Ordinal).Replace("<sip:1701@192.0.2.99:5070>", "<sip:1701@198.51.100.9>", StringComparison.Ordinal)));
        Assert.Equal("sip:1701@192.0.2.99:5070", dialog.RemoteTarget.ToString());
        dialog.Refresh(Wire.Response(Ok.Replace("<sip:1701@192.0.2.99:5070>", "<sip:1701@198.51.100.9>", StringComparison.Ordinal)));
        Assert.Equal("sip:1701@198.51.100.9", dialog.RemoteTarget.ToString());
    }

    [Fact]
    public void The_2xx_that_confirms_an_early_dialog_sets_its_route_anew()
    {
        SipDialog dialog = SipDialog.FromResponse(
            TransactionBench.Outgoing(SipMethod.Invite), Wire.Response(Ok.Replace("200 OK", "180 Ringing", StringComparison.Ordinal)), TransactionBench.Udp, Contact);
        Assert.False(dialog.IsConfirmed);
        dialog.Confirm(Wire.Response(Ok.Replace("Record-Route: <sip:p3.example;lr>\n", "", StringComparison.Ordinal)));
        Assert.True(dialog.IsConfirmed);
        Assert.Equal(["p1.example", "p2.example"], dialog.RouteSet.Select(route => route.Uri.Host));
    }

    [Fact]
    public void A_phone_without_contact_and_tag_is_reached_where_it_sent_from()
    {
        string old = Invite.Replace("Contact: <sip:1700@192.0.2.99:5070;ob>\n", "", StringComparison.Ordinal).Replace(";tag=phone", "", StringComparison.Ordinal);
        SipDialog dialog = SipDialog.FromRequest(Wire.Request(old), TransactionBench.Udp, "ours", Contact);
        Assert.Equal("", dialog.Id.RemoteTag);
        Assert.Equal("sip:1700@192.0.2.99:5070", dialog.RemoteTarget.ToString());
        Assert.Null(dialog.CreateRequest(SipMethod.Bye).To.Tag);
    }

    private static string InDialog(string method, int cseq) => $"""
        {method} sip:1701@192.0.2.10:5060 SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.99:5070;branch=z9hG4bK{method}{cseq};rport
        Max-Forwards: 70
        From: "Ana" <sip:1700@pbx.example>;tag=phone
        To: <sip:1701@pbx.example>;tag=ours
        Call-ID: abc@phone
        CSeq: {cseq} {method}
        Contact: <sip:1700@198.51.100.1:7000>
        Content-Length: 0
        """;
}
