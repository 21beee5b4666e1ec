using System.Text;
using XHand.Sip.Messages;

namespace XHand.Sip.Tests.Parsing;

/// <summary>RFC 4475 3.1.1: valid messages that stay valid however odd they look.</summary>
public sealed class TortureValidTests
{
    private static readonly string s_wsinv = $"""
        INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
        TO :
         sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n
        from   : "J Rosenberg \\\""       <sip:jdrosen@example.com>
          ;
          tag = 98asjd8
        MaX-fOrWaRdS: 0068
        Call-ID: wsinv.ndaksdj@192.0.2.1
        Content-Length   : 150
        cseq: 0009
          INVITE
        Via  : SIP  /   2.0
         /UDP
            192.0.2.2;branch=390skdjuw
        s :
        NewFangledHeader:   newfangled value
         continued newfangled value
        UnknownHeaderWithUnusualValue: ;;,,;;,;
        Content-Type: application/sdp
        Route:
         <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
        v:  SIP  / 2.0  / TCP     spindle.example.com   ;
          branch  =   z9hG4bK9ikj8  ,
         SIP  /    2.0   / UDP  192.168.255.111   ; branch=
         z9hG4bK30239
        m:"Quoted string \"\"" <sip:jdrosen@example.com> ; newparam =
              newvalue ;
          secondparam ; q = 0.33

        {Torture.Sdp("192.0.2.3", "192.0.2.4")}
        """;

    [Fact] // 3.1.1.1
    public void Wsinv_folds_white_space_and_mixed_case_change_nothing()
    {
        SipRequest request = Wire.Request(s_wsinv);

        Assert.Equal("1918181833n", request.To.Tag);
        Assert.Equal("J Rosenberg \\\"", request.From.DisplayName);
        Assert.Equal("98asjd8", request.From.Tag);
        Assert.Equal(68u, request.Number(SipHeader.MaxForwards));
        Assert.Equal(new SipCSeq(9, SipMethod.Invite, "INVITE"), request.CSeq);
        Assert.Equal(new SipVia("UDP", "192.0.2.2", 0, new([new("branch", "390skdjuw")])), request.TopVia);
        Assert.Equal(3, request.Values(SipHeader.Via).Count);
        Assert.Equal("", request.Text(SipHeader.Subject));
        Assert.Equal("newfangled value   continued newfangled value", request.Text("newfangledheader"));
        SipNameAddress contact = Assert.Single(request.Addresses(SipHeader.Contact));
        Assert.Equal("Quoted string \"\"", contact.DisplayName);
        Assert.Equal("newvalue", contact.Parameters["newparam"]);
        Assert.Equal("", contact.Parameters["secondparam"]);
        Assert.Equal("0.33", contact.Parameters["q"]);
        Assert.True(Assert.Single(request.Addresses(SipHeader.Route)).Uri.Parameters.Contains("lr"));
        Assert.Equal(150, request.Body.Length);
    }

    private const string Intmeth = """
        !interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0
        Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~
        To: "BEL:\{7} NUL:\{0} DEL:\{DEL}" <sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com>
        From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%="работающий";tag=_token~1'+`*%!-.
        Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\/"][?}{
        CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~
        Max-Forwards: 255
        extensionHeader-!.%*+_`'~:{BOM}大停電
        Content-Length: 0


        """;

    [Fact] // 3.1.1.2
    public void Intmeth_every_character_that_may_stand_somewhere_does()
    {
        SipRequest request = Wire.Request(Intmeth.Replace("{7}", "\a", StringComparison.Ordinal).Replace("{0}", "\0", StringComparison.Ordinal)
            .Replace("{DEL}", "\u007F", StringComparison.Ordinal).Replace("{BOM}", "\uFEFF", StringComparison.Ordinal));

        Assert.Equal(SipMethod.Other, request.Method);
        Assert.Equal("!interesting-Method0123456789_*+`.%indeed'~", request.MethodName);
        Assert.Equal(request.MethodName, request.CSeq.MethodName);
        Assert.Equal("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*", request.Uri.User);
        Assert.Equal("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)", request.Uri.Password);
        Assert.Equal("example.com", request.Uri.Host);
        Assert.Equal("BEL:\a NUL:\0 DEL:\u007F", request.To.DisplayName);
        Assert.Equal("token1~` token2'+_ token3*%!.-", request.From.DisplayName);
        Assert.Equal("работающий", request.From.Parameters.Unquoted("fromParam''~+*_!.-%"));
        Assert.Equal("_token~1'+`*%!-.", request.From.Tag);
        Assert.Equal("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{", request.CallId);
        Assert.Equal("\uFEFF大停電", request.Text("extensionHeader-!.%*+_`'~"));
    }

    private static readonly string s_esc01 = $"""
        INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0
        To: sip:%75se%72@example.com
        From: <sip:I%20have%20spaces@example.net>;tag=938
        Max-Forwards: 87
        i: esc01.239409asdfakjkn23onasd0-3234
        CSeq: 234234 INVITE
        Via: SIP/2.0/UDP host5.example.net;branch=z9hG4bKkdjuw
        C: application/sdp
        Contact:
          <sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31>
        Content-Length: 150

        {Torture.Sdp("192.0.2.1")}
        """;

    [Fact] // 3.1.1.3
    public void Esc01_escapes_are_resolved_once()
    {
        SipRequest request = Wire.Request(s_esc01);

        Assert.Equal("sips:user@example.com", request.Uri.User);
        Assert.Equal("user", request.To.Uri.User);
        Assert.Equal("I have spaces", request.From.Uri.User);
        SipUri contact = Assert.Single(request.Addresses(SipHeader.Contact)).Uri;
        Assert.Equal("caller", contact.User);
        Assert.True(contact.Parameters.Contains("lr"));
        Assert.Equal("value%41", contact.Parameters["name"]);
        Assert.Equal("sip:sips%3Auser%40example.com@example.net", request.Uri.ToString());
    }

    private const string Escnull = """
        REGISTER sip:example.com SIP/2.0
        To: sip:null-%00-null@example.com
        From: sip:null-%00-null@example.com;tag=839923423
        Max-Forwards: 70
        Call-ID: escnull.39203ndfvkjdasfkq3w4otrq0adsfdfnavd
        CSeq: 14398234 REGISTER
        Via: SIP/2.0/UDP host5.example.com;branch=z9hG4bKkdjuw
        Contact: <sip:%00@host5.example.com>
        Contact: <sip:%00%00@host5.example.com>
        L:0


        """;

    [Fact] // 3.1.1.4
    public void Escnull_an_escaped_NUL_ends_no_string()
    {
        SipRequest request = Wire.Request(Escnull);

        Assert.Equal("null-\0-null", request.To.Uri.User);
        Assert.Equal(["\0", "\0\0"], request.Addresses(SipHeader.Contact).Select(c => c.Uri.User));
        Assert.Equal("sip:null-%00-null@example.com", request.To.Uri.ToString());
    }

    private const string Esc02 = """
        RE%47IST%45R sip:registrar.example.com SIP/2.0
        To: "%Z%45" <sip:resource@example.com>
        From: "%Z%45" <sip:resource@example.com>;tag=f232jadfj23
        Call-ID: esc02.asdfnqwo34rq23i34jrjasdcnl23nrlknsdf
        Via: SIP/2.0/TCP host.example.com;branch=z9hG4bK209%fzsnel234
        CSeq: 29344 RE%47IST%45R
        Max-Forwards: 70
        Contact: <sip:alias1@host1.example.com>
        C%6Fntact: <sip:alias2@host2.example.com>
        Contact: <sip:alias3@host3.example.com>
        l: 0


        """;

    [Fact] // 3.1.1.5
    public void Esc02_a_percent_sign_outside_a_URI_is_a_percent_sign()
    {
        SipRequest request = Wire.Request(Esc02);

        Assert.Equal(SipMethod.Other, request.Method);
        Assert.Equal("RE%47IST%45R", request.MethodName);
        Assert.Equal("%Z%45", request.To.DisplayName);
        Assert.Equal("z9hG4bK209%fzsnel234", request.TopVia.Branch);
        Assert.Equal(["alias1", "alias3"], request.Addresses(SipHeader.Contact).Select(c => c.Uri.User));
    }

    private const string Lwsdisp = """
        OPTIONS sip:user@example.com SIP/2.0
        To: sip:user@example.com
        From: caller<sip:caller@example.com>;tag=323
        Max-Forwards: 70
        Call-ID: lwsdisp.1234abcd@funky.example.com
        CSeq: 60 OPTIONS
        Via: SIP/2.0/UDP funky.example.com;branch=z9hG4bKkdjuw
        l: 0


        """;

    [Fact] // 3.1.1.6
    public void Lwsdisp_a_display_name_may_touch_its_bracket() =>
        Assert.Equal("caller", Wire.Request(Lwsdisp).From.DisplayName);

    private static readonly string s_dblreq = $"""
        REGISTER sip:example.com SIP/2.0
        To: sip:j.user@example.com
        From: sip:j.user@example.com;tag=43251j3j324
        Max-Forwards: 8
        I: dblreq.0ha0isndaksdj99sdfafnl3lk233412
        Contact: sip:j.user@host.example.com
        CSeq: 8 REGISTER
        Via: SIP/2.0/UDP 192.0.2.125;branch=z9hG4bKkdjuw23492
        Content-Length: 0


        INVITE sip:joe@example.com SIP/2.0
        t: sip:joe@example.com
        From: sip:caller@example.net;tag=141334
        Max-Forwards: 8
        Call-ID: dblreq.0ha0isnda977644900765@192.0.2.15
        CSeq: 8 INVITE
        Via: SIP/2.0/UDP 192.0.2.15;branch=z9hG4bKkdjuw380234
        Content-Type: application/sdp
        Content-Length: 150

        {Torture.Sdp("192.0.2.15")}
        """;

    [Fact] // 3.1.1.8
    public void Dblreq_what_follows_the_body_in_a_datagram_is_thrown_away()
    {
        SipRequest request = Wire.Request(s_dblreq);

        Assert.Equal(SipMethod.Register, request.Method);
        Assert.True(request.Body.IsEmpty);
        Assert.EndsWith("Content-Length: 0\n\n", Wire.Text(request.Buffer.ToArray()), StringComparison.Ordinal);
    }

    private const string Semiuri = """
        OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0
        To: sip:j_user@example.com
        From: sip:caller@example.org;tag=33242
        Max-Forwards: 3
        Call-ID: semiuri.0ha0isndaksdj
        CSeq: 8 OPTIONS
        Accept: application/sdp, application/pkcs7-mime,
                multipart/mixed, multipart/signed,
                message/sip, message/sipfrag
        Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKkdjuw
        l: 0


        """;

    [Fact] // 3.1.1.9
    public void Semiuri_a_semicolon_may_belong_to_the_user()
    {
        SipRequest request = Wire.Request(Semiuri);

        Assert.Equal("user;par=u@example.net", request.Uri.User);
        Assert.Empty(request.Uri.Parameters.Items);
        Assert.Equal(6, request.Values(SipHeader.Accept).Count);
        Assert.Equal("sip:user;par=u%40example.net@example.com", request.Uri.ToString());
    }

    private const string Transports = """
        OPTIONS sip:user@example.com SIP/2.0
        To: sip:user@example.com
        From: <sip:caller@example.com>;tag=323
        Max-Forwards: 70
        Call-ID:  transports.kijh4akdnaqjkwendsasfdj
        Accept: application/sdp
        CSeq: 60 OPTIONS
        Via: SIP/2.0/UDP t1.example.com;branch=z9hG4bKkdjuw
        Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf
        Via: SIP/2.0/TLS t3.example.com;branch=z9hG4bK2980unddj
        Via: SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKasd0f3en
        Via: SIP/2.0/TCP t5.example.com;branch=z9hG4bK0a9idfnee
        l: 0


        """;

    [Fact] // 3.1.1.10
    public void Transports_an_unknown_transport_in_a_Via_is_no_error()
    {
        SipRequest request = Wire.Request(Transports);
        Assert.Equal(5, request.Values(SipHeader.Via).Count);
        Assert.Equal("t1.example.com", request.TopVia.Host);
    }

    private static readonly string s_unreason = $"""
        SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое
        Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923
        Call-ID: unreason.1234ksdfak3j2erwedfsASdf
        CSeq: 35 INVITE
        From: sip:user@example.com;tag=11141343
        To: sip:user@example.edu;tag=2229
        Content-Length: 154
        Content-Type: application/sdp
        Contact: <sip:user@host198.example.com>

        {Torture.Sdp("192.0.2.198")}
        """;

    [Fact] // 3.1.1.12
    public void Unreason_a_reason_phrase_is_any_text() =>
        Assert.Equal("= 2**3 * 5**2 но сто девяносто девять - простое", Wire.Response(s_unreason).ReasonPhrase);

    private const string Noreason = """
        SIP/2.0 100{SP}
        Via: SIP/2.0/UDP 192.0.2.105;branch=z9hG4bK2398ndaoe
        Call-ID: noreason.asndj203insdf99223ndf
        CSeq: 35 INVITE
        From: <sip:user@example.com>;tag=39ansfi3
        To: <sip:user@example.edu>;tag=902jndnke3
        Content-Length: 0
        Contact: <sip:user@host105.example.com>


        """;

    [Theory] // 3.1.1.13
    [InlineData(" ")]
    [InlineData("")] // Not in the RFC: no space either. Nobody gains from dropping it.
    public void Noreason_a_reason_phrase_may_be_missing(string space)
    {
        SipResponse response = Wire.Response(Noreason.Replace("{SP}", space, StringComparison.Ordinal));
        Assert.Equal(100, response.StatusCode);
        Assert.Equal("", response.ReasonPhrase);
    }

    [Fact] // 3.1.1.7
    public void Longreq_long_names_and_values_and_34_Vias_are_taken_whole()
    {
        string[] spellings =
        [
            "Via:", "v:", "V:", "Via:", "ViA:", "VIa:", "VIA:", "via:", "viA:", "vIa:", "vIA:", "V : ", "v : ", "V  :", "v  :", "Via :", "Via  :",
        ];
        string vias = string.Concat(Enumerable.Range(0, 33).Select(i => $"{spellings.ElementAtOrDefault(i) ?? "Via:"} SIP/2.0/TCP sip{33 - i}.example.com\n"));
        string text = $"""
            INVITE sip:user@example.com SIP/2.0
            To: "I have a user name of {Torture.Repeat(10, "extreme")} proportion"<sip:user@example.com:6000;unknownparam1=very{Torture.Repeat(20, "long")}value;longparam{Torture.Repeat(25, "name")}=shortvalue;very{Torture.Repeat(25, "long")}ParameterNameWithNoValue>
            F: sip:{Torture.Repeat(5, "amazinglylongcallername")}@example.net;tag=12{Torture.Repeat(50, "982")}424;unknownheaderparam{Torture.Repeat(20, "name")}=unknowheaderparam{Torture.Repeat(15, "value")};unknownValueless{Torture.Repeat(10, "paramname")}
            Call-ID: longreq.one{Torture.Repeat(20, "really")}longcallid
            CSeq: 3882340 INVITE
            Unknown-{Torture.Repeat(20, "Long")}-Name: unknown-{Torture.Repeat(20, "long")}-value; unknown-{Torture.Repeat(20, "long")}-parameter-name = unknown-{Torture.Repeat(20, "long")}-parameter-value
            {vias}Via: SIP/2.0/TCP host.example.com;received=192.0.2.5;branch=very{Torture.Repeat(50, "long")}branchvalue
            Max-Forwards: 70
            Contact: <sip:{Torture.Repeat(5, "amazinglylongcallername")}@host5.example.net>
            Content-Type: application/sdp
            l: 150

            {Torture.Sdp("192.0.2.1")}
            """;
        SipRequest request = Wire.Request(text);

        Assert.Equal(34, request.Values(SipHeader.Via).Count);
        Assert.Equal(6000, request.To.Uri.Port);
        Assert.Equal("12" + Torture.Repeat(50, "982") + "424", request.From.Tag);
        Assert.Equal("shortvalue", request.To.Uri.Parameters["longparam" + Torture.Repeat(25, "name")]);
    }

    [Fact] // 3.1.1.11
    public void Mpart01_a_binary_body_is_taken_as_it_is()
    {
        // The RFC's certificate is replaced by every byte value twice; what matters is that none of them ends anything.
        byte[] binary = [.. Enumerable.Range(0, 512).Select(i => (byte)i)];
        byte[] head = Wire.Bytes("""
            MESSAGE sip:kumiko@example.org SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK-d87543-4dade06d0bdb11ee-1--d87543-;rport
            Max-Forwards: 70
            Route: <sip:127.0.0.1:5080>
            Identity: r5mwreLuyDRYBi/0TiPwEsY3rEVsk/G2WxhgTV1PF7hHuLIK0YWVKZhKv9Mj8UeXqkMVbnVq37CD+813gvYjcBUaZngQmXc9WNZSDNGCzA+fWl9MEUHWIZo1CeJebdY/XlgKeTa0Olvq0rt70Q5jiSfbqMJmQFteeivUhkMWYUA=
            Contact: <sip:fluffy@127.0.0.1:5070>
            To: <sip:kumiko@example.org>
            From: <sip:fluffy@example.com>;tag=2fb0dcc9
            Call-ID: 3d9485ad0c49859b@Zmx1ZmZ5LW1hYy0xNi5sb2NhbA..
            CSeq: 1 MESSAGE
            Content-Transfer-Encoding: binary
            Content-Type: multipart/mixed;boundary=7a9cbec02ceef655
            Date: Sat, 15 Oct 2005 04:44:56 GMT
            User-Agent: SIPimp.org/0.2.5 (curses)
            Content-Length: 512


            """);
        SipRequest request = Assert.IsType<SipRequest>(Wire.Message([.. head, .. binary]));

        Assert.Equal(binary, request.Body.ToArray());
        Assert.Equal("Sat, 15 Oct 2005 04:44:56 GMT", Assert.Single(request.Values(SipHeader.Date)));
        Assert.Equal(head.Length + 512, Encoding.Latin1.GetString(request.Buffer.Span).Length);
    }
}
