using XHand.Sip.Messages;

namespace XHand.Sip.Tests.Parsing;

/// <summary>
/// RFC 4475 3.2 to 3.4: sound messages that a transaction, a registrar or a phone must treat with care. Those that a parser can refuse it does; the
/// others must arrive there whole.
/// </summary>
public sealed class TortureApplicationTests
{
    [Fact] // 3.2.1
    public void Badbranch_a_branch_that_is_only_the_cookie_arrives() => Assert.Equal("z9hG4bK", Wire.Request("""
        OPTIONS sip:user@example.com SIP/2.0
        To: sip:user@example.com
        From: sip:caller@example.org;tag=33242
        Max-Forwards: 3
        Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK
        Accept: application/sdp
        Call-ID: badbranch.sadonfo23i420jv0as0derf3j3n
        CSeq: 8 OPTIONS
        l: 0


        """).TopVia.Branch);

    [Fact] // 3.3.1
    public void Insuf_required_headers_are_missing() => Torture.IsAnswered(400, $"""
        INVITE sip:user@example.com SIP/2.0
        CSeq: 193942 INVITE
        Via: SIP/2.0/UDP 192.0.2.95;branch=z9hG4bKkdj.insuf
        Content-Type: application/sdp
        l: 152

        {Torture.Sdp("192.0.2.95")}
        """);

    [Fact] // 3.3.2
    public void Unkscm_an_unknown_scheme() => Torture.IsAnswered(416, """
        OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0
        To: sip:user@example.com
        From: sip:caller@example.net;tag=384
        Max-Forwards: 3
        Call-ID: unkscm.nasdfasser0q239nwsdfasdkl34
        CSeq: 3923423 OPTIONS
        Via: SIP/2.0/TCP host9.example.com;branch=z9hG4bKkdjuw39234
        Content-Length: 0


        """);

    [Fact] // 3.3.3
    public void Novelsc_a_known_scheme_that_is_not_ours() => Torture.IsAnswered(416, """
        OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0
        To: sip:user@example.com
        From: sip:caller@example.net;tag=384
        Max-Forwards: 3
        Call-ID: novelsc.asdfasser0q239nwsdfasdkl34
        CSeq: 3923423 OPTIONS
        Via: SIP/2.0/TCP host9.example.com;branch=z9hG4bKkdjuw39234
        Content-Length: 0


        """);

    [Fact] // 3.3.4
    public void Unksm2_unknown_schemes_in_To_From_and_Contact_arrive()
    {
        SipRequest request = Wire.Request("""
            REGISTER sip:example.com SIP/2.0
            To: isbn:2983792873
            From: <http://www.example.com>;tag=3234233
            Call-ID: unksm2.daksdj@hyphenated-host.example.com
            CSeq: 234902 REGISTER
            Max-Forwards: 70
            Via: SIP/2.0/UDP 192.0.2.21:5060;branch=z9hG4bKkdjuw
            Contact: <name:John_Smith>
            l: 0


            """);
        Assert.Equal("isbn", request.To.Uri.Scheme);
        Assert.Equal("2983792873", request.To.Uri.User);
        Assert.Equal("http://www.example.com", request.From.Uri.ToString());
        Assert.Equal("name", Assert.Single(request.Addresses(SipHeader.Contact)).Uri.Scheme);
    }

    [Fact] // 3.3.5
    public void Bext01_what_is_required_can_be_listed()
    {
        SipRequest request = Wire.Request("""
            OPTIONS sip:user@example.com SIP/2.0
            To: sip:j_user@example.com
            From: sip:caller@example.net;tag=242etr
            Max-Forwards: 6
            Call-ID: bext01.0ha0isndaksdj
            Require: nothingSupportsThis, nothingSupportsThisEither
            Proxy-Require: noProxiesSupportThis, norDoAnyProxiesSupportThis
            CSeq: 8 OPTIONS
            Via: SIP/2.0/TLS fold-and-staple.example.com;branch=z9hG4bKkdjuw
            Content-Length: 0


            """);
        Assert.Equal(["nothingSupportsThis", "nothingSupportsThisEither"], request.Values(SipHeader.Require));
        Assert.Equal(["noProxiesSupportThis", "norDoAnyProxiesSupportThis"], request.Values(SipHeader.ProxyRequire));
    }

    [Fact] // 3.3.6
    public void Invut_an_unknown_content_type_arrives() => Assert.Equal("application/unknownformat", Wire.Request("""
        INVITE sip:user@example.com SIP/2.0
        Contact: <sip:caller@host5.example.net>
        To: sip:j.user@example.com
        From: sip:caller@example.net;tag=8392034
        Max-Forwards: 70
        Call-ID: invut.0ha0isndaksdjadsfij34n23d
        CSeq: 235448 INVITE
        Via: SIP/2.0/UDP somehost.example.com;branch=z9hG4bKkdjuw
        Content-Type: application/unknownformat
        Content-Length: 40

        <audio>
         <pcmu port="443"/>
        </audio>

        """).Text(SipHeader.ContentType));

    [Fact] // 3.3.7
    public void Regaut01_an_unknown_authorization_scheme_arrives() => Assert.Equal("NoOneKnowsThisScheme opaque-data=here", Wire.Request("""
        REGISTER sip:example.com SIP/2.0
        To: sip:j.user@example.com
        From: sip:j.user@example.com;tag=87321hj23128
        Max-Forwards: 8
        Call-ID: regaut01.0ha0isndaksdj
        CSeq: 9338 REGISTER
        Via: SIP/2.0/TCP 192.0.2.253;branch=z9hG4bKkdjuw
        Authorization: NoOneKnowsThisScheme opaque-data=here
        Content-Length:0


        """).Text(SipHeader.Authorization));

    [Fact] // 3.3.8
    public void Multi01_headers_that_may_stand_once_stand_twice() => Torture.IsAnswered(400, $"""
        INVITE sip:user@company.com SIP/2.0
        Contact: <sip:caller@host25.example.net>
        Via: SIP/2.0/UDP 192.0.2.25;branch=z9hG4bKkdjuw
        Max-Forwards: 70
        CSeq: 5 INVITE
        Call-ID: multi01.98asdh@192.0.2.1
        CSeq: 59 INVITE
        Call-ID: multi01.98asdh@192.0.2.2
        From: sip:caller@example.com;tag=3413415
        To: sip:user@example.com
        To: sip:other@example.net
        From: sip:caller@example.net;tag=2923420123
        Content-Type: application/sdp
        l: 154
        Contact: <sip:caller@host36.example.net>
        Max-Forwards: 5

        {Torture.Sdp("192.0.2.25")}

        """);

    [Fact] // 3.3.9
    public void Mcl01_two_Content_Lengths() => Torture.IsAnswered(400, """
        OPTIONS sip:user@example.com SIP/2.0
        Via: SIP/2.0/UDP host5.example.net;branch=z9hG4bK293423
        To: sip:user@example.com
        From: sip:other@example.net;tag=3923942
        Call-ID: mcl01.fhn2323orihawfdoa3o4r52o3irsdf
        CSeq: 15932 OPTIONS
        Content-Length: 13
        Max-Forwards: 60
        Content-Length: 5
        Content-Type: text/plain

        There's no way to know how many octets are supposed to be here.


        """);

    [Fact] // 3.3.10
    public void Bcast_a_response_for_a_broadcast_address_arrives_and_matches_no_transaction() =>
        Assert.Equal("192.0.2.198", Wire.Response($"""
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

            {Torture.Sdp("192.0.2.198")}
            """).TopVia.Host);

    [Fact] // 3.3.11
    public void Zeromf_no_hop_left_is_readable() => Assert.Equal(0u, Wire.Request("""
        OPTIONS sip:user@example.com SIP/2.0
        To: sip:user@example.com
        From: sip:caller@example.net;tag=3ghsd41
        Call-ID: zeromf.jfasdlfnm2o2l43r5u0asdfas
        CSeq: 39234321 OPTIONS
        Via: SIP/2.0/UDP host1.example.com;branch=z9hG4bKkdjuw2349i
        Max-Forwards: 0
        Content-Length: 0


        """).Number(SipHeader.MaxForwards));

    [Theory] // 3.3.12 and 3.3.13
    [InlineData("sip:+19725552222@gw1.example.net;unknownparam", false)] // cparam01
    [InlineData("<sip:+19725552222@gw1.example.net;unknownparam>", true)] // cparam02
    public void Cparam_a_parameter_belongs_to_the_URI_only_inside_brackets(string contact, bool isUriParameter)
    {
        SipNameAddress address = Assert.Single(Wire.Request($"""
            REGISTER sip:example.com SIP/2.0
            Via: SIP/2.0/UDP saturn.example.com:5060;branch=z9hG4bKkdjuw
            Max-Forwards: 70
            From: sip:watson@example.com;tag=DkfVgjkrtMwaerKKpe
            To: sip:watson@example.com
            Call-ID: cparam01.70710@saturn.example.com
            CSeq: 2 REGISTER
            Contact: {contact}
            l: 0


            """).Addresses(SipHeader.Contact));
        Assert.Equal(isUriParameter, address.Uri.Parameters.Contains("unknownparam"));
        Assert.Equal(!isUriParameter, address.Parameters.Contains("unknownparam"));
    }

    [Fact] // 3.3.14
    public void Regescrt_headers_in_a_Contact_URI_are_kept()
    {
        SipUri contact = Assert.Single(Wire.Request("""
            REGISTER sip:example.com SIP/2.0
            To: sip:user@example.com
            From: sip:user@example.com;tag=8
            Max-Forwards: 70
            Call-ID: regescrt.k345asrl3fdbv@192.0.2.1
            CSeq: 14398234 REGISTER
            Via: SIP/2.0/UDP host5.example.com;branch=z9hG4bKkdjuw
            M: <sip:user@example.com?Route=%3Csip:sip.example.com%3E>
            L:0


            """).Addresses(SipHeader.Contact)).Uri;
        Assert.Equal("Route=%3Csip:sip.example.com%3E", contact.Headers);
        Assert.Equal("sip:user@example.com?Route=%3Csip:sip.example.com%3E", contact.ToString());
    }

    [Fact] // 3.3.15
    public void Sdp01_what_is_accepted_arrives() => Assert.Equal(["text/nobodyKnowsThis"], Wire.Request($"""
        INVITE sip:user@example.com SIP/2.0
        To: sip:j_user@example.com
        Contact: <sip:caller@host15.example.net>
        From: sip:caller@example.net;tag=234
        Max-Forwards: 5
        Call-ID: sdp01.ndaksdj9342dasdd
        Accept: text/nobodyKnowsThis
        CSeq: 8 INVITE
        Via: SIP/2.0/UDP 192.0.2.15;branch=z9hG4bKkdjuw
        Content-Length: 150
        Content-Type: application/sdp

        {Torture.Sdp("192.0.2.5")}
        """).Values(SipHeader.Accept));

    [Fact] // 3.4.1
    public void Inv2543_an_INVITE_of_1999_without_branch_tag_Max_Forwards_and_length()
    {
        SipRequest request = Wire.Request("""
            INVITE sip:UserB@example.com SIP/2.0
            Via: SIP/2.0/UDP iftgw.example.com
            From: <sip:+13035551111@ift.client.example.net;user=phone>
            Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>
            To: sip:+16505552222@ss1.example.net;user=phone
            Call-ID: inv2543.1717@ift.client.example.com
            CSeq: 56 INVITE
            Content-Type: application/sdp

            v=0
            o=mhandley 29739 7272939 IN IP4 192.0.2.5
            s=-
            c=IN IP4 192.0.2.5
            t=0 0
            m=audio 49217 RTP/AVP 0

            """);
        Assert.Null(request.TopVia.Branch);
        Assert.Null(request.From.Tag);
        Assert.Equal("phone", request.To.Parameters["user"]);
        Assert.EndsWith("RTP/AVP 0\n", Wire.Text(request.Body.ToArray()), StringComparison.Ordinal);
    }
}
