using System.Net;
using XHand.Pbx.Tests.Calls;
using XHand.Sip.Messages;
using XHand.TestKit;

namespace XHand.Pbx.Tests;

/// <summary>RFC 4475 3.2 to 3.4 and what else of it is decided above the parser: what the exchange answers, whole.</summary>
public sealed class TortureExchangeTests
{
    private readonly CallScene _scene = new();
    private readonly RawPeer _peer;

    public TortureExchangeTests() => _peer = new RawPeer(_scene.Exchange.Network, new IPEndPoint(IPAddress.Parse("10.9.0.1"), 5060));

    [Fact] // 3.1.1.2
    public void Intmeth_an_unknown_method_is_501_and_says_which_are_known()
    {
        SipResponse response = Ask("""
            !interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0
            Via: SIP/2.0/UDP host1.example.com;rport;branch=z9hG4bK-.!%66*_+`'~
            To: "BEL:\\NUL:\\DEL:\\" <sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com>
            From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%="work";tag=_token~1'+`*%!-.
            Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\/"][?}{
            CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~
            Max-Forwards: 255
            Content-Length: 0
            """);
        Assert.Equal(501, response.StatusCode);
        Assert.NotNull(response.Text(SipHeader.Allow));
    }

    [Fact] // 3.1.1.9
    public void Semiuri_a_semicolon_in_the_user_makes_no_other_user() =>
        Assert.Equal(200, Ask(Message("OPTIONS", "sip:user;par=u%40example.net@10.0.0.1")).StatusCode);

    [Fact] // 3.2.1
    public void Badbranch_a_branch_that_is_only_the_cookie_is_answered_like_an_old_one()
    {
        string request = Message("OPTIONS", "sip:user@10.0.0.1").Replace("z9hG4bKtorture1", "z9hG4bK", StringComparison.Ordinal);
        Assert.Equal(200, Ask(request).StatusCode);
        // Another one with the same useless branch is another transaction.
        Assert.Equal(200, Ask(request.Replace("CSeq: 8", "CSeq: 9", StringComparison.Ordinal)).StatusCode);
    }

    [Theory] // 3.3.2, 3.3.3
    [InlineData("nobodyKnowsThisScheme:totallyopaquecontent")]
    [InlineData("soap.beep://192.0.2.103:3002")]
    public void Unkscm_and_novelsc_another_scheme_is_416(string uri) => Assert.Equal(416, Ask(Message("OPTIONS", uri)).StatusCode);

    [Fact] // 3.3.4
    public void Unksm2_a_registrar_refuses_an_address_of_record_that_is_no_sip_uri() => Assert.Equal(400, Ask("""
        REGISTER sip:10.0.0.1 SIP/2.0
        To: isbn:2983792873
        From: <http://www.example.com>;tag=3234233
        Call-ID: unksm2.daksdj@hyphenated-host.example.com
        CSeq: 234902 REGISTER
        Max-Forwards: 70
        Via: SIP/2.0/UDP 192.0.2.21:5060;branch=z9hG4bKkdjuw
        Contact: <name:John_Smith>
        l: 0
        """).StatusCode);

    [Fact] // 3.3.5
    public void Bext01_extensions_that_nobody_knows_are_420_each_by_its_name()
    {
        SipResponse response = Ask(Message("OPTIONS", "sip:user@10.0.0.1")
            .Replace("Max-Forwards", "Require: nothingSupportsThis, nothingSupportsThisEither\nProxy-Require: noProxiesSupportThis, norDoAnyProxiesSupportThis\nMax-Forwards", StringComparison.Ordinal));
        Assert.Equal(420, response.StatusCode);
        Assert.Equal(["nothingSupportsThis", "nothingSupportsThisEither"], response.Values(SipHeader.Unsupported));
    }

    [Fact] // 3.3.6
    public void Invut_a_body_of_unknown_type_is_415_and_says_what_is_taken()
    {
        SipResponse response = Ask("""
            INVITE sip:user@10.0.0.1 SIP/2.0
            Contact: <sip:caller@host5.example.net>
            To: sip:j.user@example.com
            From: sip:caller@example.net;tag=8392034
            Max-Forwards: 70
            Call-ID: invut.0ha0isndaksdjadsfij34n23d
            CSeq: 235448 INVITE
            Via: SIP/2.0/UDP somehost.example.com;branch=z9hG4bKkdjuw
            Content-Type: application/unknownformat
            Content-Length: 37

            <audio>
             <pcmu port="443"/>
            </audio>
            """);
        Assert.Equal((415, "application/sdp"), (response.StatusCode, response.Text(SipHeader.Accept)));
    }

    [Fact] // 3.3.7
    public void Regaut01_an_unknown_authorization_scheme_is_as_none()
    {
        SipResponse response = Ask("""
            REGISTER sip:10.0.0.1 SIP/2.0
            To: sip:j.user@example.com
            From: sip:j.user@example.com;tag=87321hj23128
            Max-Forwards: 8
            Call-ID: regaut01.0ha0isndaksdj
            CSeq: 9338 REGISTER
            Via: SIP/2.0/TCP 192.0.2.253;branch=z9hG4bKkdjuw
            Authorization: NoOneKnowsThisScheme opaque-data=here
            Content-Length:0
            """);
        Assert.Equal(401, response.StatusCode);
        Assert.NotNull(response.Text(SipHeader.WwwAuthenticate));
    }

    [Fact] // 3.3.10
    public void Bcast_a_response_that_nobody_asked_for_is_dropped()
    {
        _peer.Send("""
            SIP/2.0 200 OK
            Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923
            Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23
            Call-ID: bcast.0384840201234ksdfak3j2erwedfsASdf
            CSeq: 35 INVITE
            From: sip:user@example.com;tag=11141343
            To: sip:user@example.edu;tag=2229
            Content-Length: 154
            Content-Type: application/sdp
            Contact: <sip:user@host28.example.com>

            v=0
            o=mhandley 29739 7272939 IN IP4 192.0.2.198
            s=-
            c=IN IP4 192.0.2.198
            t=0 0
            m=audio 49217 RTP/AVP 0 12
            m=video 3227 RTP/AVP 31
            a=rtpmap:31 LPC
            """);
        _scene.Run(1);
        Assert.Empty(_peer.Received);
        Assert.Empty(_scene.Exchange.Loop.Faults);
    }

    [Fact] // 3.3.11: whom it reaches, it has reached
    public void Zeromf_OPTIONS_for_us_with_no_hop_left_are_answered() =>
        Assert.Equal(200, Ask(Message("OPTIONS", "sip:user@10.0.0.1").Replace("Max-Forwards: 70", "Max-Forwards: 0", StringComparison.Ordinal)).StatusCode);

    [Theory] // 3.3.12, 3.3.13, 3.3.14
    [InlineData("sip:1700@10.1.0.1;unknownparam", "<sip:1700@10.1.0.1>")]
    [InlineData("<sip:1700@10.1.0.1;unknownparam>", "<sip:1700@10.1.0.1;unknownparam>")]
    [InlineData("<sip:1700@10.1.0.1?Route=%3Csip:sip.example.com%3E>", "<sip:1700@10.1.0.1?Route=%3Csip:sip.example.com%3E>")]
    public void Cparam_and_regescrt_what_belongs_to_the_address_stays_with_it(string contact, string shown)
    {
        _scene.Ana.Register(3600, contact);
        _scene.Until(() => _scene.Ana.Registrations.Count == 2);
        Assert.Equal(200, _scene.Ana.RegisterStatus);
        Assert.Contains(_scene.Ana.Registrations[^1].Values(SipHeader.Contact), one => one.StartsWith(shown, StringComparison.Ordinal));
    }

    [Fact] // 3.3.15
    public void Sdp01_a_caller_that_takes_no_session_description_is_406() => Assert.Equal(406, Ask("""
        INVITE sip:user@10.0.0.1 SIP/2.0
        To: sip:j_user@example.com
        Contact: <sip:caller@host15.example.net>
        From: sip:caller@example.net;tag=234
        Max-Forwards: 5
        Call-ID: sdp01.ndaksdj9342dasdd
        Accept: text/nobodyKnowsThis
        CSeq: 8 INVITE
        Via: SIP/2.0/UDP 192.0.2.15;branch=z9hG4bKkdjuw
        Content-Length: 0
        """).StatusCode);

    [Fact] // 3.4.1
    public void Inv2543_an_INVITE_of_1999_is_asked_for_its_password_like_any_other() => Assert.Equal(401, Ask("""
        INVITE sip:UserB@10.0.0.1 SIP/2.0
        Via: SIP/2.0/UDP iftgw.example.com
        From: <sip:+13035551111@ift.client.example.net;user=phone>
        Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>
        To: sip:+16505552222@ss1.example.net;user=phone
        Call-ID: inv2543.1717@ift.client.example.com
        CSeq: 56 INVITE
        Contact: <sip:+13035551111@ift.client.example.net>
        Content-Length: 0
        """).StatusCode);

    private SipResponse Ask(string request)
    {
        int before = _peer.Received.Count;
        _peer.Send(request);
        _scene.Until(() => _peer.Received.Skip(before).OfType<SipResponse>().Any(response => response.StatusCode > 100), 1);
        Assert.Empty(_scene.Exchange.Loop.Faults);
        return _peer.Received.Skip(before).OfType<SipResponse>().Last();
    }

    private static string Message(string method, string uri) => $"""
        {method} {uri} SIP/2.0
        Via: SIP/2.0/UDP 10.9.0.1:5060;branch=z9hG4bKtorture1
        From: <sip:caller@example.net>;tag=242etr
        To: <sip:user@example.com>
        Call-ID: torture.{method}
        CSeq: 8 {method}
        Max-Forwards: 70
        Content-Length: 0
        """;
}
