using System.Text;

namespace XHand.Fuzz;

/// <summary>Sound SIP messages of every kind that we meet, and pieces of them.</summary>
internal static class SipTexts
{
    private static readonly string[] s_messages =
    [
        """
        INVITE sip:1701@192.0.2.10;transport=udp SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.21:5062;branch=z9hG4bKde54b2ed91574c45;rport
        Contact: <sip:1700-0x55e1c24db630@192.0.2.21:5062>
        Max-Forwards: 70
        To: <sip:1701@192.0.2.10;transport=udp>
        From: "Ana \"da\" Silva" <sip:1700@192.0.2.10>;tag=ab1932382a63b507
        Call-ID: f9fd360f7786eeb4
        CSeq: 64885 INVITE
        User-Agent: baresip v1.0.0 (x86_64/linux)
        Allow: INVITE,ACK,BYE,CANCEL,OPTIONS,NOTIFY,SUBSCRIBE,INFO,MESSAGE,REFER
        Supported: gruu
        Content-Type: application/sdp
        Content-Length: 89

        v=0
        o=- 1 1 IN IP4 192.0.2.21
        s=-
        c=IN IP4 192.0.2.21
        t=0 0
        m=audio 4000 RTP/AVP 8

        """,
        """
        REGISTER sip:192.0.2.10;transport=udp SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.21:5062;branch=z9hG4bK7c07cb6795d2e25e;rport
        Contact: <sip:1700-0x56416918f630@192.0.2.21:5062>;expires=60;+sip.instance="<urn:uuid:670a716e-6b99-bb31-e449-ba90d9e50058>", <sip:a@b>;q=0.5
        Max-Forwards: 70
        To: <sip:1700@192.0.2.10>
        From: <sip:1700@192.0.2.10>;tag=6fb0a2e1d2ea6bd0
        Call-ID: fb975262e238f20c
        CSeq: 59560 REGISTER
        Authorization: Digest username="1700", realm="3f2a.xhand", nonce="AAABnMNlG4AAAAABPB3kIyfoFyMQoTjLDCaaow", uri="sip:192.0.2.10", response="0123456789abcdef0123456789abcdef", cnonce="x", nc=00000001, qop=auth, algorithm=MD5
        Content-Length: 0


        """,
        """
        REGISTER sip:example.com SIP/2.0
        v: SIP / 2.0 / TCP  spindle.example.com ;
          branch = z9hG4bK9ikj8 ,
         SIP  /    2.0   / UDP  [2001:db8::9]:5070   ; branch=
         z9hG4bK30239;received=[2001:db8::1]
        f: sip:user@example.com;tag=9
        t: tel:+55-41-3652-1777;phone-context=example.com
        i: abc@[2001:db8::1]
        CSeq: 0009
          REGISTER
        m: *
        Expires: 0
        l: 0


        """,
        """
        SIP/2.0 200 OK
        Via: SIP/2.0/TLS 192.0.2.10:5061;branch=z9hG4bK1324923;received=198.51.100.7;rport=40112
        Via: SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks
        Record-Route: <sip:p2.example.com;lr>, <sips:p1.example.com:5061;lr;ftag=1>
        Call-ID: unreason.1234ksdfak3j2erwedfsASdf
        CSeq: 35 INVITE
        From: sip:user@example.com;tag=11141343
        To: sip:user@example.edu;tag=2229
        Contact: <sip:user@host198.example.com;gr=urn:uuid:1>;+sip.rendering="no"
        Session-Expires: 1800;refresher=uac
        Retry-After: 18000;duration=3600
        Warning: 307 isi.edu "Session parameter 'foo' not understood"
        P-Asserted-Identity: "Cullen, Jennings" <sip:fluffy@cisco.com>, tel:+14085264000
        Content-Length: 0


        """,
        """
        SIP/2.0 401 Unauthorized
        Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK74b43
        From: <sip:bob@biloxi.example.com>;tag=ja743ks76zlflH
        To: <sip:bob@biloxi.example.com>;tag=1410948204
        Call-ID: 1j9FpLxk3uxtm8tn@biloxi.example.com
        CSeq: 1 REGISTER
        WWW-Authenticate: Digest realm="atlanta.example.com", qop="auth,auth-int", nonce="ea9c8e88df84f1cec4341ae6cbe5a359", opaque="", stale=FALSE, algorithm=SHA-256
        WWW-Authenticate: Digest realm="atlanta.example.com", nonce="84f1c1ae6cbe5ua9c8e88dfa3ecm3459", algorithm=MD5
        Content-Length: 0


        """,
        """
        REFER sip:b@atlanta.example.com SIP/2.0
        Via: SIP/2.0/UDP agenta.atlanta.example.com;branch=z9hG4bK2293940223
        To: <sip:b@atlanta.example.com>;tag=4992881234
        From: <sip:a@atlanta.example.com>;tag=193402342
        Call-ID: 898234234@agenta.atlanta.example.com
        CSeq: 93809823 REFER
        Max-Forwards: 70
        Refer-To: <sips:dave@denver.example.org?Replaces=12345%40192.168.118.3%3Bto-tag%3D12345%3Bfrom-tag%3D5FFE-3994>
        Referred-By: <sip:r@ref.example>;cid="2UWQFN309shb3@ref.example"
        Replaces: 425928@bobster.example.org;to-tag=7743;from-tag=6472
        Diversion: "x" <sip:+19195551002@example.com>;reason=user-busy;counter=1
        Contact: sip:a@atlanta.example.com
        Content-Length: 0


        """,
        """
        ACK sip:1701@192.0.2.22:5062;ob SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bKkjshdyff
        Route: <sip:ss1.atlanta.example.com;lr>,<sip:ss2.biloxi.example.com;lr>
        Max-Forwards: 0
        From: Alice <sip:alice@atlanta.example.com>;tag=9fxced76sl
        To: Bob<sip:bob@biloxi.example.com>;tag=8321234356
        Call-ID: 3848276298220188511@atlanta.example.com
        CSeq: 2 ACK
        Reason: Q.850;cause=16;text="Terminated"
        Content-Length: 0


        """,
    ];

    private static readonly string[] s_words =
    [
        "SIP/2.0", "SIP/7.0", "sip:", "sips:", "tel:", "<", ">", "\"", "\\", ";", ",", "?", "@", "%00", "%", "\r\n", "\r\n\r\n", "\r\n ", "\n", "\r", "Via: ", "v: ",
        "Content-Length: 0\r\n", "Content-Length: 65535\r\n", "l: -1\r\n", "CSeq: 1 INVITE\r\n", ";rport", ";rport=1", ";received=x", ";tag=", "[::1]", "[", "]", ":", ":0",
        "To: ", "From: \"", "Contact: *\r\n", "Digest ", "realm=\"", ";lr", "Content-Type: multipart/mixed;boundary=\"\"\r\n", "z9hG4bK", "\0", "\uFFFD", "é", "*",
    ];

    /// <summary>The messages.</summary>
    public static IReadOnlyList<byte[]> Messages { get; } = Array.ConvertAll(s_messages, Wire);

    /// <summary>The pieces.</summary>
    public static IReadOnlyList<byte[]> Words { get; } = Array.ConvertAll(s_words, Encoding.UTF8.GetBytes);

    /// <summary>A text with CR LF line ends.</summary>
    public static byte[] Wire(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
}
