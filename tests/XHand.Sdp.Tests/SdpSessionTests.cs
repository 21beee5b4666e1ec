using System.Diagnostics;
using System.Net;
using System.Text;

namespace XHand.Sdp.Tests;

public sealed class SdpSessionTests
{
    [Fact]
    public void An_offer_of_baresip_is_read()
    {
        SdpSession session = Body.Read(Body.Baresip);

        Assert.Equal((1929228077UL, 52365887UL), (session.SessionId, session.SessionVersion));
        Assert.Equal(IPAddress.Loopback, session.Address);
        Assert.Equal(["tool:baresip 1.0.0"], session.Attributes);
        SdpMedia audio = Assert.Single(session.Media);
        Assert.Equal(("audio", 39636, "RTP/AVP"), (audio.Kind, audio.Port, audio.Protocol));
        Assert.Equal(
            [
                new(0, "PCMU", 8000), new(8, "PCMA", 8000), new(9, "G722", 8000), new(3, "GSM", 8000),
                new(96, "opus", 48000, 2, "stereo=1;sprop-stereo=1"), new(101, "telephone-event", 8000, 1, "0-15"),
            ],
            audio.Formats);
        Assert.Equal(IPAddress.Loopback, audio.Address);
        Assert.Equal((SdpDirection.SendRecv, 20, null), (audio.Direction, audio.PacketTimeMs, audio.RtcpPort));
        Assert.Equal(["label:1", "rtcp-rsize", "ssrc:3517770785 cname:sip:1700@127.0.0.1:39501", "minptime:20"], audio.Attributes);
    }

    [Fact]
    public void An_offer_of_Chromium_is_read()
    {
        SdpSession session = Body.Read(Body.Chromium);

        Assert.Equal(4577594054107001673UL, session.SessionId);
        Assert.Equal(3, session.Attributes.Count);
        SdpMedia audio = Assert.Single(session.Media);
        Assert.Equal("UDP/TLS/RTP/SAVPF", audio.Protocol);
        Assert.Equal([111, 63, 9, 0, 8, 13, 110, 126], audio.Formats.Select(f => f.PayloadType));
        Assert.Equal(IPAddress.Parse("192.0.2.2"), audio.Address);
        Assert.Equal((9, IPAddress.Any), (audio.RtcpPort, audio.RtcpAddress));
        Assert.Contains("rtcp-mux", audio.Attributes);
        Assert.Contains("setup:actpass", audio.Attributes);
    }

    [Fact]
    public void An_offer_of_sipp_is_read() =>
        Assert.Equal(6000, Assert.Single(Body.Read(Body.Sipp).Media).Port);

    [Theory]
    [InlineData(Body.Baresip)]
    [InlineData(Body.Sipp)]
    [InlineData(Body.Chromium)]
    public void What_is_written_reads_back_as_the_same(string text)
    {
        string once = Body.Text(Body.Read(text));
        Assert.Equal(once, Body.Text(Body.Read(once)));
    }

    [Fact]
    public void A_description_is_written()
    {
        var session = new SdpSession
        {
            SessionId = ulong.MaxValue,
            SessionVersion = 3,
            Address = IPAddress.Parse("192.0.2.10"),
            Media =
            [
                new()
                {
                    Kind = "audio",
                    Port = 20_000,
                    Protocol = "RTP/AVP",
                    Address = IPAddress.Parse("2001:db8::1"),
                    Formats = [new(8, "PCMA", 8000), new(101, "telephone-event", 8000, 1, "0-15")],
                    RtcpPort = 20_005,
                    PacketTimeMs = 20,
                    Direction = SdpDirection.SendOnly,
                    Attributes = ["label:1"],
                },
                new() { Kind = "image", Port = 0, Protocol = "udptl", Formats = [new(-1, "t38", 0)] },
            ],
        };
        Assert.Equal("""
            v=0
            o=- 18446744073709551615 3 IN IP4 192.0.2.10
            s=-
            c=IN IP4 192.0.2.10
            t=0 0
            m=audio 20000 RTP/AVP 8 101
            c=IN IP6 2001:db8::1
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=rtcp:20005
            a=ptime:20
            a=label:1
            a=sendonly
            m=image 0 udptl t38

            """, Body.Text(session));
    }

    [Fact]
    public void Static_payload_types_need_no_rtpmap_and_an_unknown_one_has_no_codec()
    {
        SdpMedia audio = Body.Audio("8 0 18 9 13 97").Media[0];
        Assert.Equal(["PCMA", "PCMU", "G729", "G722", "CN", ""], audio.Formats.Select(f => f.Encoding));
        Assert.Equal(8_000, audio.Formats[3].ClockRateHz);
    }

    [Theory]
    [InlineData("a=sendonly", SdpDirection.SendOnly)]
    [InlineData("a=recvonly", SdpDirection.RecvOnly)]
    [InlineData("a=inactive", SdpDirection.Inactive)]
    [InlineData("", SdpDirection.SendRecv)]
    public void The_direction_of_a_line_is_read(string line, SdpDirection direction) =>
        Assert.Equal(direction, Body.Audio("8", line).Media[0].Direction);

    [Theory]
    [InlineData("", SdpDirection.SendOnly)]
    [InlineData("a=sendonly", SdpDirection.SendOnly)]
    [InlineData("a=recvonly", SdpDirection.Inactive)]
    [InlineData("a=inactive", SdpDirection.Inactive)]
    public void The_address_0_0_0_0_takes_receiving_away(string line, SdpDirection direction)
    {
        SdpMedia audio = Body.Audio("8", line, "0.0.0.0").Media[0];
        Assert.Equal((direction, IPAddress.Any), (audio.Direction, audio.Address));
    }

    [Fact]
    public void What_the_session_says_holds_for_lines_that_say_nothing()
    {
        SdpSession session = Body.Read("""
            v=0
            o=- 1 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.2
            t=0 0
            a=inactive
            m=audio 4000 RTP/AVP 8
            m=audio 4002 RTP/AVP 8
            c=IN IP6 2001:db8::7
            a=sendrecv

            """);
        Assert.Equal([SdpDirection.Inactive, SdpDirection.SendRecv], session.Media.Select(m => m.Direction));
        Assert.Equal(["192.0.2.2", "2001:db8::7"], session.Media.Select(m => m.Address!.ToString()));
        Assert.Equal("192.0.2.2", session.Address.ToString());
    }

    [Theory]
    [InlineData("a=rtcp:53020", 53020, null)]
    [InlineData("a=rtcp:53020 IN IP4 192.0.2.9", 53020, "192.0.2.9")]
    [InlineData("a=rtcp:53020 IN IP6 2001:db8::1", 53020, "2001:db8::1")]
    [InlineData("a=rtcp:0", null, null)]
    [InlineData("a=rtcp:70000", null, null)]
    [InlineData("a=rtcp:", null, null)]
    [InlineData("a=rtcp", null, null)]
    public void The_rtcp_attribute_is_read(string line, int? port, string? address)
    {
        SdpMedia audio = Body.Audio("8", line).Media[0];
        Assert.Equal((port, address), (audio.RtcpPort, audio.RtcpAddress?.ToString()));
    }

    [Theory]
    [InlineData("20", 20)]
    [InlineData("20.0", 20)]
    [InlineData("0", null)]
    [InlineData("-20", null)]
    [InlineData("1e300", null)]
    [InlineData("NaN", null)]
    [InlineData("twenty", null)]
    [InlineData("", null)]
    public void A_packet_time_is_a_sane_number_or_none(string value, int? expected) =>
        Assert.Equal(expected, Body.Audio("8", "a=ptime:" + value).Media[0].PacketTimeMs);

    [Fact]
    public void Lines_may_end_with_LF_alone_and_the_body_with_an_empty_one()
    {
        Assert.True(SdpSession.TryParse("v=0\no=- 1 1 IN IP4 1.2.3.4\ns=-\nt=0 0\nm=audio 1 RTP/AVP 0\n\n"u8, out SdpSession session, out string? error), error);
        Assert.Equal("1.2.3.4", session.Address.ToString());
        Assert.Null(session.Media[0].Address);
    }

    [Theory] // Seen from phones and gateways; none of it says where audio should not go.
    [InlineData("o=Cisco SIP Gateway 12 34 IN IP4 192.0.2.1")]
    [InlineData("o=- -5 99999999999999999999999999 IN IP4 192.0.2.1")]
    [InlineData("o=- 1 1 IN IP4 phone.example.com")]
    public void An_odd_origin_is_taken(string origin) => Body.Read($"v=0\n{origin}\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\n");

    [Theory]
    [InlineData("a=rtpmap:8")]
    [InlineData("a=rtpmap:8 ")]
    [InlineData("a=rtpmap:8 LPC")]
    [InlineData("a=rtpmap:8 X/0")]
    [InlineData("a=rtpmap:8 X/-1")]
    [InlineData("a=rtpmap:8 X/8000/0")]
    [InlineData("a=rtpmap:8 X/8000/256")]
    [InlineData("a=rtpmap:8 X/99999999999")]
    [InlineData("a=rtpmap:128 X/8000")]
    [InlineData("a=rtpmap:99 X/8000")]
    [InlineData("a=rtpmap:x X/8000")]
    public void A_broken_rtpmap_changes_nothing(string line) =>
        Assert.Equal(new SdpFormat(8, "PCMA", 8000), Assert.Single(Body.Audio("8 8 8", line).Media[0].Formats));

    [Theory]
    [InlineData("c=IN IP4 example.com")]
    [InlineData("c=IN IP4 1")]
    [InlineData("c=IN IP4 0x7f.0.0.1")]
    [InlineData("c=IN IP4 1.2.3.4.5")]
    [InlineData("c=IN IP4 2001:db8::1")]
    [InlineData("c=IN IP6 192.0.2.1")]
    [InlineData("c=IN IP6 fe80::1%eth0")]
    [InlineData("c=IN IP9 192.0.2.1")]
    public void What_is_no_address_is_no_address(string connection) =>
        Assert.Null(Body.Audio("8", connection).Media[0].Address);

    [Fact]
    public void A_multicast_suffix_is_cut_off() => Assert.Equal("224.2.1.1", Body.Audio("8", "c=IN IP4 224.2.1.1/127/3").Media[0].Address!.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("v=1\n")]
    [InlineData("v=0\n")]
    [InlineData("x\n")]
    [InlineData("v=0\no=- 1 1 IN IP4\n")]
    [InlineData("v=0\no=- a b IN IP4 1.2.3.4\n")]
    [InlineData("v=0\no=- 1 1 IN IP4 1.2.3.4\nnonsense\n")]
    [InlineData("v=0\no=- 1 1 IN IP4 1.2.3.4\n <xml/>\n")]
    [InlineData("v=0\no=- 1 1 IN IP4 1.2.3.4\ns=a\0b\n")]
    [InlineData("v=0\no=- 1 1 IN IP4 1.2.3.4\nc=IN\n")]
    [InlineData("v=0\no=- 1 1 IN IP4 1.2.3.4\nm=audio\n")]
    [InlineData("v=0\no=- 1 1 IN IP4 1.2.3.4\nm=audio 65536 RTP/AVP 0\n")]
    [InlineData("v=0\no=- 1 1 IN IP4 1.2.3.4\nm=audio -1 RTP/AVP 0\n")]
    [InlineData("v=0\no=- 1 1 IN IP4 1.2.3.4\nm=audio x RTP/AVP 0\n")]
    [InlineData("v=0\no=- 1 1 IN IP4 1.2.3.4\nm=audio 1 RTP/AVP 128\n")]
    [InlineData("v=0\no=- 1 1 IN IP4 1.2.3.4\nm=audio 1 RTP/AVP PCMA\n")]
    [InlineData("v=0\no=- 1 1 IN IP4 1.2.3.4\nm=<a> 1 RTP/AVP 0\n")]
    public void What_is_no_description_is_refused_with_a_reason(string text) => Assert.NotEmpty(Body.Refused(text));

    [Fact]
    public void The_reason_names_the_line() =>
        Assert.Equal("line 3 is no m= with a kind, a port and a protocol", Body.Refused("v=0\no=- 1 1 IN IP4 1.2.3.4\nm=audio\n"));

    [Fact]
    public void Two_hundred_lines_and_5000_attributes_are_taken_and_one_more_is_not()
    {
        const string Head = "v=0\no=- 1 1 IN IP4 1.2.3.4\n";
        string lines = string.Concat(Enumerable.Repeat("m=audio 1 RTP/AVP 0\n", 200));
        Assert.Equal(200, Body.Read(Head + lines).Media.Count);
        Assert.Contains("200", Body.Refused(Head + lines + "m=audio 1 RTP/AVP 0\n"), StringComparison.Ordinal);

        string attributes = string.Concat(Enumerable.Repeat("a=x\n", 5_000));
        Assert.Equal(5_000, Body.Read(Head + attributes).Attributes.Count);
        Assert.Contains("5000", Body.Refused(Head + attributes + "a=x\n"), StringComparison.Ordinal);
        Assert.Contains("32768", Body.Refused(Head + "s=" + new string('x', SdpSession.MaxBytes)), StringComparison.Ordinal);
    }

    // RELIABILITY: SDP and crypto parsing holes of other stacks.
    public static TheoryData<string> Hostile => new(
        "m=audio 1 RTP/AVP " + string.Join(' ', Enumerable.Repeat("0 8 101", 3_000)) + "\n",
        "m=audio 1 X " + string.Join(' ', Enumerable.Repeat("a", 10_000)) + "\n",
        "m=audio 1 RTP/SAVP 0\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"a=crypto:{i} AES_CM_128_HMAC_SHA1_80 inline:{new string('A', i * 4)}\n")),
        "m=audio 1 RTP/AVP 0\n" + string.Concat(Enumerable.Repeat("a=rtpmap:0 X/8000\n", 1_500)),
        "m=audio 1 RTP/AVP 0\na=" + new string(':', 30_000) + "\n",
        "o=" + new string(' ', 30_000) + "\n",
        string.Concat(Enumerable.Repeat("c=IN IP4 1.2.3.4\n", 1_500)),
        new string('\n', 30_000));

    [Theory]
    [MemberData(nameof(Hostile))]
    public void No_description_takes_50_ms(string lines)
    {
        byte[] bytes = Body.Bytes("v=0\no=- 1 1 IN IP4 1.2.3.4\n" + lines);
        TimeSpan best = TimeSpan.MaxValue;
        for (int i = 0; i < 3; i++)
        {
            long start = Stopwatch.GetTimestamp();
            if (SdpSession.TryParse(bytes, out SdpSession session, out _))
            {
                session.ToBytes();
            }

            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(start).Ticks));
        }

        Assert.True(best < TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void No_text_of_ours_becomes_two_lines()
    {
        SdpSession session = Body.Audio("8");
        Assert.Throws<ArgumentException>(() => (session with { Attributes = ["a\r\nm=audio 1 RTP/AVP 0"] }).ToBytes());
        Assert.Throws<ArgumentException>(() => (session with { Media = [session.Media[0] with { Formats = [new(8, "PCMA\n", 8000)] }] }).ToBytes());
    }

    [Fact]
    public void Text_that_is_no_UTF_8_does_no_harm()
    {
        byte[] bytes = [.. Body.Bytes(Body.Sipp), .. "a=x:"u8, 0xFF, 0xFE, .. "\r\n"u8];
        Assert.True(SdpSession.TryParse(bytes, out SdpSession session, out string? error), error);
        Assert.Equal("x:\uFFFD\uFFFD", session.Media[0].Attributes[^1]);
        Assert.NotEmpty(Encoding.UTF8.GetString(session.ToBytes()));
    }
}
