using System.Net;
using XHand.Calls.Facts;
using XHand.Pbx.Tests.Calls;
using XHand.Sip.Messages;
using XHand.TestKit;

namespace XHand.Pbx.Tests;

/// <summary>What the exchange answers to requests that are no call and no registration, and inside a call.</summary>
public sealed class ExchangeTests
{
    private readonly CallScene _scene = new();
    private readonly RawPeer _peer;
    private int _branch;

    public ExchangeTests() => _peer = new RawPeer(_scene.Exchange.Network, new IPEndPoint(IPAddress.Parse("10.9.0.1"), 5060));

    [Theory]
    [InlineData("OPTIONS", 200)]
    [InlineData("SUBSCRIBE", 489)]
    [InlineData("MESSAGE", 401)]
    [InlineData("PUBLISH", 405)]
    [InlineData("INFO", 405)]
    [InlineData("REFER", 405)]
    [InlineData("BYE", 481)]
    [InlineData("NOTIFY", 481)]
    [InlineData("UPDATE", 481)]
    [InlineData("PRACK", 481)]
    [InlineData("FROBNICATE", 501)]
    [InlineData("INVITE", 401)]
    [InlineData("REGISTER", 401)]
    public void Outside_of_a_dialog_a_method_gets_its_status(string method, int status)
    {
        SipResponse response = Ask(Request(method));
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(status is 200 or 405 or 501, response.Text(SipHeader.Allow) is not null);
        Assert.NotNull(response.To.Tag);
        // Nothing remains of it but what the RFC wants.
        _scene.Run(40);
        Assert.Equal(0, _scene.Exchange.Exchange.Transactions.ServerCount);
    }

    [Fact]
    public void OPTIONS_say_what_we_can()
    {
        SipResponse response = Ask(Request("OPTIONS"));
        Assert.Equal("INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, PRACK, UPDATE, REFER, NOTIFY, MESSAGE, SUBSCRIBE, REGISTER", response.Text(SipHeader.Allow));
        Assert.Equal("application/sdp", response.Text(SipHeader.Accept));
    }

    [Fact]
    public void A_subscription_names_the_events_it_could_have()
    {
        Assert.Equal("dialog, presence", Ask(Request("SUBSCRIBE", "Event: message-summary")).Text(SipHeader.AllowEvents));
        Assert.Equal(489, Ask(Request("SUBSCRIBE", "Event: message-summary")).StatusCode);
        Assert.Equal(401, Ask(Request("SUBSCRIBE", "Event: presence")).StatusCode);
    }

    [Theory]
    [InlineData("INVITE")]
    [InlineData("REGISTER")]
    [InlineData("OPTIONS")]
    public void An_extension_that_is_required_and_unknown_is_420(string method)
    {
        SipResponse response = Ask(Request(method, "Require: 100rel, teleport"));
        Assert.Equal(420, response.StatusCode);
        Assert.Equal("teleport", response.Text(SipHeader.Unsupported));
    }

    [Fact]
    public void What_is_repeated_from_a_request_cannot_become_another_header()
    {
        SipResponse response = Ask(Request("OPTIONS", "Require: one\n ,two\n\tthree\nRequire: four"));
        Assert.Equal(420, response.StatusCode);
        Assert.Null(response.Text("three"));
        Assert.Empty(_scene.Exchange.Loop.Faults);
    }

    [Theory]
    [InlineData("Max-Forwards: 0", 483)]
    [InlineData("Replaces: 425928@bobster.example.org;to-tag=7743;from-tag=6472", 481)]
    [InlineData("Accept: application/isup", 406)]
    [InlineData("Content-Type: application/isup", 415)]
    public void An_INVITE_that_cannot_be_taken_says_why(string header, int status)
    {
        string request = Request("INVITE", header);
        if (status == 483)
        {
            request = request.Replace("Max-Forwards: 70\n", "", StringComparison.Ordinal);
        }

        if (status == 415)
        {
            request = request.Replace("Content-Length: 0", "Content-Length: 4\n\nisup", StringComparison.Ordinal);
        }

        Assert.Equal(status, Ask(request).StatusCode);
    }

    [Fact]
    public void An_INVITE_to_another_scheme_is_416() =>
        Assert.Equal(416, Ask(Request("INVITE").Replace("sip:1701@10.0.0.1 SIP", "http://1701 SIP", StringComparison.Ordinal)).StatusCode);

    [Fact]
    public void An_INVITE_without_a_Contact_is_400() =>
        Assert.Equal(400, Ask(Request("INVITE").Replace("Contact: <sip:1700@10.9.0.1>\n", "", StringComparison.Ordinal)).StatusCode);

    [Fact]
    public void An_extension_that_claims_to_be_another_is_403()
    {
        _scene.Ana.CallsAs = "1701";
        VirtualCall call = _scene.Ana.Call("1701");
        _scene.Until(() => call.IsOver);
        Assert.Equal(403, call.LastStatus);
        Assert.Empty(_scene.Exchange.CallFacts);
    }

    [Fact]
    public void Inside_a_call_each_method_gets_its_status_and_the_call_goes_on()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        (SipMethod Method, int Status)[] expected =
        [
            (SipMethod.Options, 200), (SipMethod.Info, 200), (SipMethod.Notify, 481), (SipMethod.Update, 200), (SipMethod.Refer, 400),
            (SipMethod.Message, 405), (SipMethod.Subscribe, 489), (SipMethod.Prack, 481),
        ];
        foreach ((SipMethod method, _) in expected)
        {
            ana.Send(method, null, null);
            _scene.Run(0.1);
        }

        Assert.Equal(expected, ana.InDialog);
        Assert.True(ana.IsTalking && bia.IsTalking);
        ana.HangUp();
        CallScene.Says(_scene.End(), "answered", "caller", 200, 16);
    }

    [Theory]
    [InlineData("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", "5")]
    [InlineData("application/dtmf-relay", "Signal= *\r\nDuration=160\r\n", "*")]
    [InlineData("application/dtmf-relay", "Signal=11\r\n", "#")]
    [InlineData("application/dtmf", "d", "D")]
    [InlineData("application/dtmf", "nonsense", null)]
    public void A_digit_in_INFO_is_a_fact(string type, string body, string? digit)
    {
        (VirtualCall ana, _) = _scene.Talk();
        ana.Send(SipMethod.Info, type, body);
        _scene.Run(0.1);
        Assert.Equal([(SipMethod.Info, 200)], ana.InDialog);
        string[] digits = [.. _scene.Exchange.Journal.Records
            .Where(record => record.Fact.Type == (ushort)FactType.DigitPressed)
            .Select(record => FactCodec.Read(record.Fact, FactJson.Default.DigitPressed)!.Digit)];
        Assert.Equal(digit is null ? [] : [digit], digits);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void An_INFO_with_another_body_is_415()
    {
        (VirtualCall ana, _) = _scene.Talk();
        ana.Send(SipMethod.Info, "application/media_control+xml", "<media_control/>");
        _scene.Run(0.1);
        Assert.Equal([(SipMethod.Info, 415)], ana.InDialog);
    }

    [Fact]
    public void A_request_of_the_past_is_500_and_changes_nothing()
    {
        (VirtualCall ana, _) = _scene.Talk();
        _peer.Send($"""
            BYE sip:x@10.0.0.1 SIP/2.0
            Via: SIP/2.0/UDP 10.9.0.1:5060;branch=z9hG4bKold
            From: <sip:1700@10.0.0.1>;tag={ana.Dialog!.Id.LocalTag}
            To: <sip:1701@10.0.0.1>;tag={ana.Dialog.Id.RemoteTag}
            Call-ID: {ana.Dialog.Id.CallId}
            CSeq: 1 BYE
            Max-Forwards: 70
            Content-Length: 0
            """);
        _scene.Run(0.1);
        Assert.Equal([500], _peer.Statuses);
        Assert.True(ana.IsTalking);
    }

    [Fact]
    public void Text_of_strangers_makes_one_exact_record()
    {
        _scene.Ana.UserAgent = "Robert'); DROP TABLE cdr;-- \u202Eé " + new string('x', 500);
        (VirtualCall ana, _) = _scene.Talk();
        ana.HangUp();
        CallRecord record = _scene.End();
        Assert.StartsWith("Robert'); DROP TABLE cdr;-- \u202Eé x", record.Legs[0].UserAgent, StringComparison.Ordinal);
        Assert.Equal(120, record.Legs[0].UserAgent.Length);
    }

    [Fact]
    public void Tags_Call_IDs_and_Contacts_that_we_make_are_known_as_ours()
    {
        _scene.Bia.OnIncoming = call => call.Ring();
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 180);
        SipRequest invite = _scene.Bia.LastIncoming.Invite!;
        foreach (string? ours in (string?[])[invite.From.Tag, invite.CallId, invite.Addresses(SipHeader.Contact)[0].Uri.User, ana.Progress!.To.Tag, ana.Progress.Addresses(SipHeader.Contact)[0].Uri.User])
        {
            Assert.Equal(XHand.Calls.Identity.IdentityOrigin.ThisProcess, _scene.Exchange.Identity.Read(ours));
        }

        ana.Cancel();
        _scene.End();
    }

    private SipResponse Ask(string request)
    {
        int before = _peer.Received.Count;
        _peer.Send(request);
        _scene.Until(() => _peer.Received.Skip(before).OfType<SipResponse>().Any(response => response.StatusCode > 100), 1);
        return _peer.Received.Skip(before).OfType<SipResponse>().Last();
    }

    private string Request(string method, string? header = null) => $"""
        {method} sip:1701@10.0.0.1 SIP/2.0
        Via: SIP/2.0/UDP 10.9.0.1:5060;branch=z9hG4bKx{++_branch}
        From: <sip:1700@10.0.0.1>;tag=peer
        To: <sip:1701@10.0.0.1>
        Call-ID: peer-{_branch}
        CSeq: 1 {method}
        Contact: <sip:1700@10.9.0.1>
        Max-Forwards: 70
        {header ?? "Subject: none"}
        Content-Length: 0
        """;
}
