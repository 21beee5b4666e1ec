using System.Net;
using System.Text;
using XHand.Sdp;

namespace XHand.Fuzz;

/// <summary>A session description: parsed, written, answered, and the answer read by the one who offered.</summary>
internal sealed class SdpTarget : IFuzzTarget
{
    private static readonly IPAddress s_ours = IPAddress.Parse("192.0.2.10");

    private static readonly SdpFormat[] s_supported =
    [
        new(8, "PCMA", 8000), new(0, "PCMU", 8000), new(96, "opus", 48000, 2), new(101, "telephone-event", 8000, 1, "0-15"), new(110, "telephone-event", 48000),
    ];

    private static readonly string[] s_bodies =
    [
        """
        v=0
        o=- 1929228077 52365887 IN IP4 192.0.2.21
        s=-
        c=IN IP4 192.0.2.21
        t=0 0
        a=tool:baresip 1.0.0
        m=audio 39636 RTP/AVP 0 8 9 3 96 101
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:96 opus/48000/2
        a=fmtp:96 stereo=1;sprop-stereo=1
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-15
        a=rtcp:39640 IN IP4 192.0.2.22
        a=sendrecv
        a=label:1
        a=ptime:20
        a=maxptime:60

        """,
        """
        v=0
        o=- 4577594054107001673 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0
        m=audio 58889 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126
        c=IN IP4 192.0.2.2
        a=rtcp:9 IN IP4 0.0.0.0
        a=candidate:4174909958 1 udp 2122265343 fd00::2 46092 typ host generation 0 network-id 2
        a=fingerprint:sha-256 0A:CF:C1:8E:C1:C3:89:57:02:45:8B:EF:13:41:73:43:A8:70:F1:1A:A6:FC:CE:2A:B3:EC:35:49:0C:B0:06:4D
        a=rtpmap:111 opus/48000/2
        a=fmtp:111 minptime=10;useinbandfec=1
        a=rtpmap:110 telephone-event/48000
        a=rtpmap:126 telephone-event/8000

        """,
        """
        v=0
        o=user 1 1 IN IP6 2001:db8::1
        s=call
        c=IN IP6 2001:db8::1
        b=AS:84
        t=0 0
        a=sendonly
        m=audio 4000/2 RTP/AVP 8 101
        c=IN IP4 0.0.0.0
        a=inactive
        m=audio 4004 RTP/SAVP 8
        a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:32
        m=image 4006 udptl t38
        a=T38FaxVersion:0
        m=video 0 RTP/AVP 97

        """,
    ];

    private static readonly string[] s_words =
    [
        "m=audio 1 RTP/AVP 8\r\n", "c=IN IP4 0.0.0.0\r\n", "c=IN IP6 ::\r\n", "a=rtpmap:8 PCMA/8000\r\n", "a=fmtp:8 x\r\n", "a=sendonly\r\n", "a=rtcp:1 IN IP4 1\r\n", "a=ptime:",
        "RTP/AVP", " ", "/", ":", "=", "\r\n", "\n", "\r", "\0", "telephone-event/8000", "a=\r\n", "v=0\r\n", "o=- 1 1 IN IP4 1.2.3.4\r\n", "IN IP6 ", "1.2.3.4", "é",
    ];

    /// <inheritdoc/>
    public string Name => "sdp";

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds { get; } = Array.ConvertAll(s_bodies, SipTexts.Wire);

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Words { get; } = Array.ConvertAll(s_words, Encoding.UTF8.GetBytes);

    /// <inheritdoc/>
    public void Run(byte[] input)
    {
        if (!SdpSession.TryParse(input, out SdpSession session, out string? error))
        {
            FuzzAssert.Holds(!string.IsNullOrEmpty(error), "refused without a reason");
            return;
        }

        FuzzAssert.Holds(session.Media.Count <= SdpSession.MaxMedia, "too many m-lines");

        // A body near the limit may grow beyond it by what we write out; otherwise what we write must be readable, and then it must not change any more.
        byte[] written = session.ToBytes();
        if (SdpSession.TryParse(written, out SdpSession again, out error))
        {
            byte[] second = again.ToBytes();
            FuzzAssert.Holds(SdpSession.TryParse(second, out SdpSession third, out _) && third.ToBytes().AsSpan().SequenceEqual(second), "a description changes every time it is written");
        }
        else
        {
            FuzzAssert.Holds(written.Length > SdpSession.MaxBytes || session.Attributes.Count + session.Media.Sum(m => m.Attributes.Count) > 4_000, "our own description is broken: " + error);
        }

        OfferAnswer.AudioOf(session);
        if (OfferAnswer.Answer(session, 1, 1, s_ours, 20_000, s_supported) is { } answer)
        {
            FuzzAssert.Holds(answer.Description.Media.Count == session.Media.Count, "an answer has other lines than its offer");
            FuzzAssert.Holds(SdpSession.TryParse(answer.Description.ToBytes(), out SdpSession read, out error), "our own answer is broken: " + error);
            FuzzAssert.Holds(OfferAnswer.Agreed(session, read) is not null, "the offerer does not understand our answer");
        }

        OfferAnswer.Agreed(OfferAnswer.Offer(1, 1, s_ours, 20_000, s_supported), session);
    }
}
