using XHand.Sip.Messages;

namespace XHand.Sip.Tests.Parsing;

/// <summary>RFC 5118: its messages, whole, by their names there, and what each section asks of who reads them.</summary>
public sealed class IPv6TortureTests
{
    [Fact] // 4.1
    public void Ipv6_good_a_reference_in_Request_URI_Via_and_Contact()
    {
        SipRequest request = Wire.Request(Register("sip:[2001:db8::10]"));
        Assert.Equal("2001:db8::10", request.Uri.Host);
        Assert.Equal("2001:db8::9:1", request.TopVia.Host);
        Assert.Equal("2001:db8::1", Assert.Single(request.Addresses(SipHeader.Contact)).Uri.Host);
    }

    [Fact] // 4.2: a client error, 400 would do
    public void Ipv6_bad_an_address_without_brackets_is_400() => Torture.IsAnswered(400, Register("sip:2001:db8::10"));

    [Fact] // 4.3: the port has become a part of the address
    public void Port_ambiguous_what_stands_inside_the_brackets_is_the_address()
    {
        SipRequest request = Wire.Request(Register("sip:[2001:db8::10:5070]"));
        Assert.Equal(("2001:db8::10:5070", 0), (request.Uri.Host, request.Uri.Port));
    }

    [Fact] // 4.4
    public void Port_unambiguous_what_stands_behind_the_brackets_is_the_port()
    {
        SipRequest request = Wire.Request(Register("sip:[2001:db8::10]:5070"));
        Assert.Equal(("2001:db8::10", 5070), (request.Uri.Host, request.Uri.Port));
    }

    [Fact] // 4.5
    public void Via_received_param_with_delim() => Assert.Equal("[2001:db8::9:255]", Wire.Request("""
        BYE sip:[2001:db8::10] SIP/2.0
        To: sip:user@example.com;tag=bd76ya
        From: sip:user@example.com;tag=81x2
        Via: SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3-111
        Call-ID: SSG9559905523997077@hlau_4100
        Max-Forwards: 70
        CSeq: 321 BYE
        Content-Length: 0


        """).TopVia.Parameters["received"]);

    [Fact] // 4.5
    public void Via_received_param_no_delim() => Assert.Equal("2001:db8::9:255", Wire.Request("""
        OPTIONS sip:[2001:db8::10] SIP/2.0
        To: sip:user@example.com
        From: sip:user@example.com;tag=81x2
        Via: SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255;branch=z9hG4bKas3
        Call-ID: SSG95523997077@hlau_4100
        Max-Forwards: 70
        Contact: "Caller" <sip:caller@[2001:db8::9:1]>
        CSeq: 921 OPTIONS
        Content-Length: 0


        """).TopVia.Parameters["received"]);

    [Fact] // 4.6; the description itself is read in XHand.Sdp.Tests
    public void Ipv6_in_sdp_the_body_arrives_whole()
    {
        SipRequest request = Wire.Request("""
            INVITE sip:user@[2001:db8::10] SIP/2.0
            To: sip:user@[2001:db8::10]
            From: sip:user@example.com;tag=81x2
            Via: SIP/2.0/UDP [2001:db8::20];branch=z9hG4bKas3-111
            Call-ID: SSG9559905523997077@hlau_4100
            Contact: "Caller" <sip:caller@[2001:db8::20]>
            CSeq: 8612 INVITE
            Max-Forwards: 70
            Content-Type: application/sdp
            Content-Length: 251

            v=0
            o=assistant 971731711378798081 0 IN IP6 2001:db8::20
            s=Live video feed for today's meeting
            c=IN IP6 2001:db8::20
            t=3338481189 3370017201
            m=audio 6000 RTP/AVP 2
            a=rtpmap:2 G726-32/8000
            m=video 6024 RTP/AVP 107
            a=rtpmap:107 H263-1998/90000

            """);
        Assert.Equal(251, request.Body.Length);
        Assert.Equal("2001:db8::20", request.Addresses(SipHeader.Contact)[0].Uri.Host);
    }

    [Fact] // 4.7
    public void Mult_ip_in_header_both_families_in_one_route_back()
    {
        SipRequest request = Wire.Request("""
            BYE sip:user@host.example.net SIP/2.0
            Via: SIP/2.0/UDP [2001:db8::9:1]:6050;branch=z9hG4bKas3-111
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKjhja8781hjuaij65144
            Via: SIP/2.0/TCP [2001:db8::9:255];branch=z9hG4bK451jj;received=192.0.2.200
            Call-ID: 997077@lau_4100
            Max-Forwards: 70
            CSeq: 89187 BYE
            To: sip:user@example.net;tag=9817--94
            From: sip:user@example.com;tag=81x2
            Content-Length: 0


            """);
        Assert.Equal(("2001:db8::9:1", 6050), (request.TopVia.Host, request.TopVia.Port));
        Assert.Equal(3, request.Values(SipHeader.Via).Count);
        byte[] answer = new OutgoingResponse(request, 481).ToBytes();
        Assert.Equal(request.Values(SipHeader.Via), Wire.Message(answer).Values(SipHeader.Via));
    }

    [Fact] // 4.8; the description itself is read in XHand.Sdp.Tests
    public void Mult_ip_in_sdp_the_body_arrives_whole() => Assert.Equal(189, Wire.Request("""
        INVITE sip:user@[2001:db8::10] SIP/2.0
        To: sip:user@[2001:db8::10]
        From: sip:user@example.com;tag=81x2
        Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111
        Call-ID: SSG9559905523997077@hlau_4100
        Contact: "Caller" <sip:caller@[2001:db8::9:1]>
        Max-Forwards: 70
        CSeq: 8912 INVITE
        Content-Type: application/sdp
        Content-Length: 189

        v=0
        o=bob 280744730 28977631 IN IP4 host.example.com
        s=
        t=0 0
        m=audio 22334 RTP/AVP 0
        c=IN IP4 192.0.2.1
        m=video 6024 RTP/AVP 107
        c=IN IP6 2001:db8::1
        a=rtpmap:107 H263-1998/90000

        """).Body.Length);

    [Fact] // 4.9
    public void Ipv4_mapped_ipv6_is_an_address_like_any_other()
    {
        SipRequest request = Wire.Request("""
            INVITE sip:user@example.com SIP/2.0
            To: sip:user@example.com
            From: sip:user@east.example.com;tag=81x2
            Via: SIP/2.0/UDP [::ffff:192.0.2.10]:19823;branch=z9hG4bKbh19
            Via: SIP/2.0/UDP [::ffff:192.0.2.2];branch=z9hG4bKas3-111
            Call-ID: SSG9559905523997077@hlau_4100
            Contact: "T. desk phone" <sip:ted@[::ffff:192.0.2.2]>
            CSeq: 612 INVITE
            Max-Forwards: 70
            Content-Type: application/sdp
            Content-Length: 245

            v=0
            o=assistant 971731711378798081 0 IN IP6 ::ffff:192.0.2.2
            s=Call me soon, please!
            c=IN IP6 ::ffff:192.0.2.2
            t=3338481189 3370017201
            m=audio 6000 RTP/AVP 2
            a=rtpmap:2 G726-32/8000
            m=video 6024 RTP/AVP 107
            a=rtpmap:107 H263-1998/90000

            """);
        Assert.Equal(("::ffff:192.0.2.10", 19823), (request.TopVia.Host, request.TopVia.Port));
        Assert.Equal("::ffff:192.0.2.2", request.Addresses(SipHeader.Contact)[0].Uri.Host);
    }

    [Theory] // 4.10: "an implementation must tolerate both"
    [InlineData("[2001:db8:::192.0.2.1]")]
    [InlineData("[2001:db8::192.0.2.1]")]
    public void Ipv6_bug_abnf_3_colons_of_the_old_grammar_are_taken(string host)
    {
        SipRequest request = Wire.Request($"""
            OPTIONS sip:user@{host} SIP/2.0
            To: sip:user@{host}
            From: sip:user@example.com;tag=810x2
            Via: SIP/2.0/UDP lab1.east.example.com;branch=z9hG4bKas3-111
            Call-ID: G9559905523997077@hlau_4100
            CSeq: 689 OPTIONS
            Max-Forwards: 70
            Content-Length: 0


            """);
        Assert.Equal(host[1..^1], request.Uri.Host);
        Assert.Equal($"sip:user@{host}", request.Uri.ToString());
    }

    private static string Register(string uri) => $"""
        REGISTER {uri} SIP/2.0
        To: sip:user@example.com
        From: sip:user@example.com;tag=81x2
        Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111
        Call-ID: SSG9559905523997077@hlau_4100
        Max-Forwards: 70
        Contact: "Caller" <sip:caller@[2001:db8::1]>
        CSeq: 98176 REGISTER
        Content-Length: 0


        """;
}
