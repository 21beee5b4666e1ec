using System.Net;

namespace XHand.Sdp.Tests;

public sealed class OfferAnswerTests
{
    private static readonly IPAddress s_ours = IPAddress.Parse("192.0.2.10");
    private static readonly SdpFormat s_pcma = new(8, "PCMA", 8000);
    private static readonly SdpFormat s_pcmu = new(0, "PCMU", 8000);
    private static readonly SdpFormat s_event = new(101, "telephone-event", 8000, 1, "0-15");
    private static readonly SdpFormat[] s_all = [s_pcma, s_pcmu, s_event];

    private static AudioAnswer? Answer(SdpSession offer, SdpDirection wanted = SdpDirection.SendRecv, params SdpFormat[] supported) =>
        OfferAnswer.Answer(offer, 5, 1, s_ours, 20_000, supported.Length == 0 ? s_all : supported, wanted);

    [Fact]
    public void An_offer_is_one_audio_line_in_our_order() => Assert.Equal("""
        v=0
        o=- 5 1 IN IP4 192.0.2.10
        s=-
        c=IN IP4 192.0.2.10
        t=0 0
        m=audio 20000 RTP/AVP 8 0 101
        a=rtpmap:8 PCMA/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-15
        a=ptime:20
        a=sendrecv

        """, Body.Text(OfferAnswer.Offer(5, 1, s_ours, 20_000, s_all)));

    [Fact]
    public void Baresip_is_answered_with_what_both_have_in_its_order()
    {
        AudioAnswer answer = Answer(Body.Read(Body.Baresip))!;
        Assert.Equal("""
            v=0
            o=- 5 1 IN IP4 192.0.2.10
            s=-
            c=IN IP4 192.0.2.10
            t=0 0
            m=audio 20000 RTP/AVP 0 8 101
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=ptime:20
            a=sendrecv

            """, Body.Text(answer.Description));
        Assert.Equal(
            new(new(IPAddress.Loopback, 39636), new(IPAddress.Loopback, 39637), s_pcmu, s_event, SdpDirection.SendRecv, 20), answer.Agreed);
    }

    [Fact]
    public void Chromium_is_refused_because_it_wants_DTLS() => Assert.Null(Answer(Body.Read(Body.Chromium)));

    [Fact]
    public void An_offer_without_a_codec_of_ours_is_refused()
    {
        Assert.Null(Answer(Body.Audio("18 101", "a=rtpmap:101 telephone-event/8000")));
        Assert.Null(Answer(Body.Audio("101", "a=rtpmap:101 telephone-event/8000")));
        Assert.Null(Answer(Body.Audio("97")));
        Assert.Null(Answer(Body.Audio("8", connection: "phone.example.com")));
        Assert.Null(Answer(Body.Read("v=0\no=- 1 1 IN IP4 1.2.3.4\nc=IN IP4 1.2.3.4\nm=audio 0 RTP/AVP 8\n")));
        Assert.Null(Answer(Body.Read("v=0\no=- 1 1 IN IP4 1.2.3.4\n")));
    }

    [Fact]
    public void The_offers_payload_numbers_are_used_and_our_parameters_are_told()
    {
        AudioAnswer answer = Answer(Body.Audio("96 99", "a=rtpmap:96 pcma/8000\na=rtpmap:99 TELEPHONE-EVENT/8000\na=fmtp:99 0-11,16"))!;
        SdpMedia line = answer.Description.Media[0];
        Assert.Equal([96, 99], line.Formats.Select(f => f.PayloadType));
        Assert.Equal("0-15", line.Formats[1].Parameters);
        Assert.Equal("0-11,16", answer.Agreed.TelephoneEvent!.Parameters);
        Assert.Equal(96, answer.Agreed.Codec.PayloadType);
    }

    [Fact]
    public void Telephone_event_is_taken_at_the_codecs_clock_only()
    {
        SdpFormat opus = new(111, "opus", 48_000, 2, "useinbandfec=1");
        SdpFormat wideEvent = new(110, "telephone-event", 48_000);
        const string Maps = "a=rtpmap:111 opus/48000/2\na=rtpmap:110 telephone-event/48000\na=rtpmap:126 telephone-event/8000\n";

        AudioAnswer wide = Answer(Body.Audio("111 8 110 126", Maps), SdpDirection.SendRecv, opus, s_pcma, s_event, wideEvent)!;
        Assert.Equal(110, wide.Agreed.TelephoneEvent!.PayloadType);
        Assert.Equal([111, 8, 110], wide.Description.Media[0].Formats.Select(f => f.PayloadType));

        AudioAnswer narrow = Answer(Body.Audio("8 111 110 126", Maps), SdpDirection.SendRecv, opus, s_pcma, s_event, wideEvent)!;
        Assert.Equal(126, narrow.Agreed.TelephoneEvent!.PayloadType);

        Assert.Null(Answer(Body.Audio("111 126", Maps), SdpDirection.SendRecv, opus, s_event)!.Agreed.TelephoneEvent);
        Assert.Null(Answer(Body.Audio("8 126", Maps), SdpDirection.SendRecv, s_pcma)!.Agreed.TelephoneEvent);
    }

    [Fact]
    public void Every_other_line_is_refused_in_its_place()
    {
        SdpSession offer = Body.Read("""
            v=0
            o=- 1 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=video 5000 RTP/AVP 97 98
            a=rtpmap:97 H264/90000
            m=audio 5002 RTP/SAVP 8
            m=audio 5004 RTP/AVP 18
            m=audio 5006 RTP/AVP 8
            m=audio 5008 RTP/AVP 8
            m=image 5010 udptl t38

            """);
        AudioAnswer answer = Answer(offer)!;
        Assert.Equal([0, 0, 0, 20_000, 0, 0], answer.Description.Media.Select(m => m.Port));
        Assert.EndsWith("""
            a=sendrecv
            m=audio 0 RTP/AVP 8
            m=image 0 udptl t38

            """, Body.Text(answer.Description), StringComparison.Ordinal);
        Assert.Equal(5006, answer.Agreed.Remote!.Port);
        Assert.Equal(5006, OfferAnswer.AudioOf(Body.Read(Body.Text(offer)) with { Media = [.. offer.Media.Skip(3)] })!.Port);
    }

    [Theory]
    [InlineData(SdpDirection.SendRecv, SdpDirection.SendRecv, SdpDirection.SendRecv)]
    [InlineData(SdpDirection.SendOnly, SdpDirection.SendRecv, SdpDirection.RecvOnly)]
    [InlineData(SdpDirection.RecvOnly, SdpDirection.SendRecv, SdpDirection.SendOnly)]
    [InlineData(SdpDirection.Inactive, SdpDirection.SendRecv, SdpDirection.Inactive)]
    [InlineData(SdpDirection.SendRecv, SdpDirection.SendOnly, SdpDirection.SendOnly)]
    [InlineData(SdpDirection.SendOnly, SdpDirection.SendOnly, SdpDirection.Inactive)]
    [InlineData(SdpDirection.RecvOnly, SdpDirection.RecvOnly, SdpDirection.Inactive)]
    [InlineData(SdpDirection.SendRecv, SdpDirection.Inactive, SdpDirection.Inactive)]
    public void The_answers_direction_is_the_offers_mirrored_within_what_we_want(SdpDirection offered, SdpDirection wanted, SdpDirection expected)
    {
        AudioAnswer answer = Answer(OfferAnswer.Offer(1, 1, s_ours, 4000, s_all, offered), wanted)!;
        Assert.Equal(expected, answer.Agreed.LocalDirection);
        Assert.Equal(expected, answer.Description.Media[0].Direction);
        Assert.NotNull(answer.Agreed.Remote);
    }

    [Fact]
    public void Hold_by_0_0_0_0_is_answered_recvonly_and_gives_nowhere_to_send()
    {
        AudioAnswer answer = Answer(Body.Audio("8", connection: "0.0.0.0"))!;
        Assert.Equal(SdpDirection.RecvOnly, answer.Agreed.LocalDirection);
        Assert.Null(answer.Agreed.Remote);
        Assert.Null(answer.Agreed.RemoteRtcp);
    }

    [Fact]
    public void An_answer_to_our_offer_is_read_with_the_peers_numbers()
    {
        SdpSession offer = OfferAnswer.Offer(5, 1, s_ours, 20_000, s_all);
        AgreedAudio agreed = OfferAnswer.Agreed(offer, Body.Audio(
            "0 98", "a=rtpmap:98 telephone-event/8000\na=sendonly\na=ptime:30\na=rtcp:4010 IN IP4 192.0.2.77", "192.0.2.7"))!;
        Assert.Equal(
            new(IPEndPoint.Parse("192.0.2.7:4000"), IPEndPoint.Parse("192.0.2.77:4010"), s_pcmu, new(98, "telephone-event", 8000), SdpDirection.RecvOnly, 30), agreed);
    }

    [Fact]
    public void An_answer_that_refuses_or_changes_the_subject_agrees_nothing()
    {
        SdpSession offer = OfferAnswer.Offer(5, 1, s_ours, 20_000, s_all);
        Assert.Null(OfferAnswer.Agreed(offer, Body.Read("v=0\no=- 1 1 IN IP4 1.2.3.4\nc=IN IP4 1.2.3.4\nm=audio 0 RTP/AVP 8\n")));
        Assert.Null(OfferAnswer.Agreed(offer, Body.Read("v=0\no=- 1 1 IN IP4 1.2.3.4\nc=IN IP4 1.2.3.4\nm=video 4000 RTP/AVP 8\n")));
        Assert.Null(OfferAnswer.Agreed(offer, Body.Read("v=0\no=- 1 1 IN IP4 1.2.3.4\n")));
        Assert.Null(OfferAnswer.Agreed(offer, Body.Audio("18")));
        Assert.Null(OfferAnswer.Agreed(OfferAnswer.Offer(5, 1, s_ours, 20_000, [s_pcma]), Body.Audio("0")));
    }

    [Theory]
    [InlineData("", 20)]
    [InlineData("a=ptime:30", 30)]
    [InlineData("a=ptime:30\na=maxptime:10", 10)]
    [InlineData("a=maxptime:60", 20)]
    [InlineData("a=maxptime:0", 20)]
    public void The_peers_packet_time_is_heeded(string lines, int expected) =>
        Assert.Equal(expected, Answer(Body.Audio("8", lines))!.Agreed.PacketTimeMs);

    [Fact]
    public void RTCP_has_the_next_port_unless_there_is_none_or_it_is_named()
    {
        Assert.Equal(4001, Answer(Body.Audio("8"))!.Agreed.RemoteRtcp!.Port);
        Assert.Equal(new(IPAddress.Parse("192.0.2.1"), 9), Answer(Body.Audio("8", "a=rtcp:9 IN IP4 0.0.0.0"))!.Agreed.RemoteRtcp);
        Assert.Null(Answer(Body.Read("v=0\no=- 1 1 IN IP4 1.2.3.4\nc=IN IP4 1.2.3.4\nm=audio 65535 RTP/AVP 8\n"))!.Agreed.RemoteRtcp);
    }

    [Fact]
    public void The_answer_to_200_lines_has_200_lines_and_stays_small()
    {
        string lines = string.Concat(Enumerable.Repeat("m=audio 1 RTP/AVP 0 8 3 9 18 4 101 102 103\n", 200));
        AudioAnswer answer = Answer(Body.Read("v=0\no=- 1 1 IN IP4 1.2.3.4\nc=IN IP4 1.2.3.4\n" + lines))!;
        Assert.Equal(200, answer.Description.Media.Count);
        Assert.InRange(answer.Description.ToBytes().Length, 1, 5_000);
    }
}
