using System.Text;
using XHand.Sip.Messages;
using XHand.Sip.Parsing;

namespace XHand.Benchmarks.Sip;

/// <summary>Reads the INVITE of a softphone and writes a request and a response of the same kind.</summary>
internal static class ParseBenchmark
{
    private const int Operations = 40_000;

    private static readonly byte[] s_sdp = Wire("""
        v=0
        o=- 3945678901 3945678901 IN IP4 192.0.2.10
        s=-
        c=IN IP4 192.0.2.10
        t=0 0
        m=audio 40000 RTP/AVP 8 0 101
        a=rtpmap:8 PCMA/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-16
        a=sendrecv

        """);

    private static readonly byte[] s_invite = [.. Wire($"""
        INVITE sip:1701@pabx.example.com SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.10:5060;rport;branch=z9hG4bKPj8fQ2mXkYw7vT1nR5
        Max-Forwards: 70
        From: "Ana" <sip:1700@pabx.example.com>;tag=Lm3kq0ZtV9
        To: <sip:1701@pabx.example.com>
        Contact: <sip:1700@192.0.2.10:5060;ob>
        Call-ID: 5Rk9vGq2nT7xW1pZ@192.0.2.10
        CSeq: 2314 INVITE
        Route: <sip:pabx.example.com;lr>
        Allow: PRACK, INVITE, ACK, BYE, CANCEL, UPDATE, INFO, SUBSCRIBE, NOTIFY, REFER, MESSAGE, OPTIONS
        Supported: replaces, 100rel, timer, norefersub
        Session-Expires: 1800
        Min-SE: 90
        User-Agent: Softphone 1.0
        Authorization: Digest username="1700", realm="xhand-5f2c", nonce="3qX9ZbT0aVq8nY2kUeW5Rg==", uri="sip:1701@pabx.example.com", response="6629fae49393a05397450978507c4ef1", algorithm=MD5, cnonce="0a4f113b", qop=auth, nc=00000001
        Content-Type: application/sdp
        Content-Length: {s_sdp.Length}


        """), .. s_sdp];

    public static int Run()
    {
        SipRequest invite = (SipRequest)Parse();
        SipUri phone = SipUri.Sip("1701", "192.0.2.11");
        SipNameAddress from = invite.From;
        SipNameAddress to = invite.To;
        SipVia via = invite.TopVia;
        Console.Error.WriteLine($"an INVITE of {s_invite.Length} bytes");
        Rounds.Measure("parse", "INVITE, checked and indexed", Operations, static () => Parse().Buffer.Length);
        Rounds.Measure("parse", "INVITE, with what routing reads of it", Operations, static () => Read((SipRequest)Parse()));
        Rounds.Measure("parse", "INVITE written", Operations, () => Invite(phone, from, to, via).Length);
        Rounds.Measure("parse", "200 written", Operations, () => Ok(invite).Length);
        return 0;
    }

    private static SipMessage Parse() =>
        SipParser.TryParse(s_invite, out SipMessage message, out SipParseError error) ? message : throw new InvalidOperationException(error.ToString());

    private static int Read(SipRequest invite) =>
        invite.Uri.ToString().Length + invite.CallId.Length + (int)invite.CSeq.Number + (invite.From is null ? 1 : 2) + (invite.To is null ? 1 : 2)
        + (invite.TopVia is null ? 1 : 2) + invite.Addresses(SipHeader.Contact).Count;

    private static byte[] Invite(SipUri phone, SipNameAddress from, SipNameAddress to, SipVia via) =>
        new OutgoingRequest(SipMethod.Invite, phone, from, to, "7hV2kQm9xT4wZ1nB", 1)
            .Add("Contact", "<sip:192.0.2.1:5060>")
            .Add("Allow", "INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE")
            .Add("Supported", "timer, replaces")
            .WithBody("application/sdp", s_sdp)
            .ToBytes(via);

    private static byte[] Ok(SipRequest invite) =>
        new OutgoingResponse(invite, 200, null, "Wq8nY2kUeW5Rg")
            .Add("Contact", "<sip:192.0.2.1:5060>")
            .Add("Allow", "INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE")
            .WithBody("application/sdp", s_sdp)
            .ToBytes();

    private static byte[] Wire(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
}
