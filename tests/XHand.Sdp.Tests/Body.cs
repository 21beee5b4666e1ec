using System.Text;

namespace XHand.Sdp.Tests;

/// <summary>Bodies as they stand in the tests: line ends become CR LF.</summary>
internal static class Body
{
    /// <summary>What baresip 1.0.0 offers.</summary>
    public const string Baresip = """
        v=0
        o=- 1929228077 52365887 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        a=tool:baresip 1.0.0
        m=audio 39636 RTP/AVP 0 8 9 3 96 101
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:9 G722/8000
        a=rtpmap:3 GSM/8000
        a=rtpmap:96 opus/48000/2
        a=fmtp:96 stereo=1;sprop-stereo=1
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-15
        a=sendrecv
        a=label:1
        a=rtcp-rsize
        a=ssrc:3517770785 cname:sip:1700@127.0.0.1:39501
        a=minptime:20
        a=ptime:20

        """;

    /// <summary>What sipp's built-in caller offers.</summary>
    public const string Sipp = """
        v=0
        o=user1 53655765 2353687637 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio 6000 RTP/AVP 0
        a=rtpmap:0 PCMU/8000

        """;

    /// <summary>What Chromium offers for audio (shortened by candidates, extensions and sources of the same kind).</summary>
    public const string Chromium = """
        v=0
        o=- 4577594054107001673 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0
        a=extmap-allow-mixed
        a=msid-semantic: WMS 69a08c45-95d1-4296-afca-70e7b48aff2a
        m=audio 58889 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126
        c=IN IP4 192.0.2.2
        a=rtcp:9 IN IP4 0.0.0.0
        a=candidate:3882924802 1 udp 2122194687 192.0.2.2 58889 typ host generation 0 network-id 1
        a=ice-ufrag:+W/x
        a=ice-pwd:ubjI/ASHdnRR1L7/tG33puHW
        a=fingerprint:sha-256 0A:CF:C1:8E:C1:C3:89:57:02:45:8B:EF:13:41:73:43:A8:70:F1:1A:A6:FC:CE:2A:B3:EC:35:49:0C:B0:06:4D
        a=setup:actpass
        a=mid:0
        a=sendrecv
        a=rtcp-mux
        a=rtpmap:111 opus/48000/2
        a=rtcp-fb:111 transport-cc
        a=fmtp:111 minptime=10;useinbandfec=1
        a=rtpmap:63 red/48000/2
        a=fmtp:63 111/111
        a=rtpmap:9 G722/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:13 CN/8000
        a=rtpmap:110 telephone-event/48000
        a=rtpmap:126 telephone-event/8000
        a=ssrc:214267484 cname:QA82MharmVIcCTHS

        """;

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    public static string Text(SdpSession session) => Encoding.UTF8.GetString(session.ToBytes()).ReplaceLineEndings("\n");

    public static SdpSession Read(string text)
    {
        Assert.True(SdpSession.TryParse(Bytes(text), out SdpSession session, out string? error), error);
        return session;
    }

    public static string Refused(string text)
    {
        Assert.False(SdpSession.TryParse(Bytes(text), out _, out string? error));
        return Assert.IsType<string>(error);
    }

    /// <summary>A description of one audio line with some lines added.</summary>
    public static SdpSession Audio(string formats, string lines = "", string connection = "192.0.2.1") =>
        Read($"v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 {connection}\nt=0 0\nm=audio 4000 RTP/AVP {formats}\n{lines}");
}
