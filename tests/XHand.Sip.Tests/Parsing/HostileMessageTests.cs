using System.Diagnostics;
using System.Text;
using XHand.Sip.Messages;
using XHand.Sip.Parsing;

namespace XHand.Sip.Tests.Parsing;

/// <summary>What somebody sends who means no good: limits, smuggling, work that grows faster than the message.</summary>
[Collection(AloneCollection.Name)]
public sealed class HostileMessageTests
{
    private const string Head = """
        REGISTER sip:example.com SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.21;branch=z9hG4bK1
        From: <sip:a@b>;tag=1
        To: <sip:a@b>
        Call-ID: 1
        CSeq: 1 REGISTER

        """;

    [Fact]
    public void A_message_larger_than_a_datagram_is_refused_unread()
    {
        SipParseError error = Wire.Refused(new byte[SipParser.MaxMessageBytes + 1]);
        Assert.Equal(513, error.StatusCode);
        Assert.Null(error.Answerable);
    }

    [Fact]
    public void A_message_of_the_largest_size_is_taken()
    {
        byte[] head = Wire.Bytes(Head + "\n");
        Wire.Message([.. head, .. new byte[SipParser.MaxMessageBytes - head.Length]]);
    }

    [Fact]
    public void The_257th_header_is_refused()
    {
        Wire.Request(Head + Torture.Repeat(SipParser.MaxHeaders - 5, "X: y\n") + "\n");
        Torture.IsAnswered(513, Head + Torture.Repeat(SipParser.MaxHeaders - 4, "X: y\n") + "\n");
    }

    [Fact]
    public void A_header_line_over_8_KiB_is_refused_folded_or_not()
    {
        Wire.Request(Head + "X: " + new string('y', SipParser.MaxHeaderBytes - 3) + "\n\n");
        Torture.IsAnswered(513, Head + "X: " + new string('y', SipParser.MaxHeaderBytes - 2) + "\n\n");
        Torture.IsAnswered(513, Head + "X: " + Torture.Repeat(200, "\n " + new string('y', 50)) + "\n\n");
    }

    [Fact]
    public void The_71st_Via_and_the_65th_Contact_are_refused()
    {
        Torture.IsAnswered(400, Head + Torture.Repeat(70, "Via: SIP/2.0/UDP c\n") + "\n");
        Torture.IsAnswered(400, Head + "Contact: " + Torture.Repeat(65, "<sip:a@b>,") + "\n\n");
    }

    [Fact]
    public void The_129th_parameter_is_refused() =>
        Torture.IsAnswered(400, Head + "Contact: <sip:a@b>" + Torture.Repeat(129, ";p") + "\n\n");

    [Theory]
    [InlineData("X: a\nY: b\r\n")] // bare LF
    [InlineData("X: a\rY: b\r\n")] // bare CR
    public void A_lone_CR_or_LF_ends_no_line_and_smuggles_no_header(string lines)
    {
        SipParseError error = Wire.Refused([.. Wire.Bytes(Head), .. Encoding.ASCII.GetBytes(lines + "\r\n")]);
        Assert.Equal(400, error.StatusCode);
    }

    [Fact]
    public void A_NUL_in_a_header_is_refused() => Torture.IsAnswered(400, Head + "Subject: a\0b\n\n");

    [Theory]
    [InlineData("No colon\n")]
    [InlineData(": no name\n")]
    [InlineData("Two words: x\n")]
    [InlineData("Max-Forwards: 256\n")]
    [InlineData("Max-Forwards: many\n")]
    [InlineData("Contact: <sip:a@b\n")]
    [InlineData("Contact: <sip:>\n")]
    [InlineData("Contact: <sip:@b>\n")]
    [InlineData("Contact: <sip:a%4@b>\n")]
    [InlineData("Contact: <sip:a@b:0>\n")]
    [InlineData("Contact: <sip:a@b:65536>\n")]
    [InlineData("Contact: <sip:a@b:>\n")]
    [InlineData("Contact: <sip:a@b@c>\n")]
    [InlineData("Contact: <sip:a@b>;=x\n")]
    [InlineData("Contact: <sip:a@b>;x=\n")]
    [InlineData("Contact: <sip:a@b>;x=\"y\n")]
    [InlineData("Contact: <sip:a@b> x\n")]
    [InlineData("Route: nonsense\n")]
    [InlineData("CSeq: 1 REGISTER\n")]
    public void A_broken_header_is_answered_with_400(string line) => Torture.IsAnswered(400, Head + line + "\n");

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\n")]
    [InlineData("\0")]
    [InlineData("hello")]
    [InlineData("GET / HTTP/1.1\nHost: a\n\n")]
    [InlineData("REGISTER sip:example.com SIP/2.0")]
    [InlineData("SIP/2.0\n\n")]
    [InlineData("SIP/2.0 99 Low\n\n")]
    [InlineData("SIP/2.0 700 High\n\n")]
    [InlineData("SIP/3.0 200 OK\n\n")]
    [InlineData("REGISTER sip:example.com SIP/2.0\nFrom: <sip:a@b>\n\n")] // no Via, no way back
    public void What_cannot_be_answered_is_dropped(string text) => Torture.IsDropped(text);

    [Fact]
    public void A_broken_ACK_is_never_answered() => Torture.IsDropped("""
        ACK sip:a@b SIP/2.0
        Via: SIP/2.0/UDP c
        CSeq: 1 ACK


        """);

    [Fact]
    public void A_Request_URI_over_8_KiB_is_refused_with_414() =>
        Torture.IsAnswered(414, Head.Replace("sip:example.com", "sip:" + new string('x', SipParser.MaxHeaderBytes), StringComparison.Ordinal) + "\n");

    [Fact]
    public void A_Call_ID_in_two_words_is_refused() => Torture.IsAnswered(400, Head.Replace("Call-ID: 1", "Call-ID: 1 2", StringComparison.Ordinal) + "\n");

    [Fact]
    public void An_answer_to_a_broken_request_carries_nothing_but_what_came()
    {
        SipParseError error = Wire.Refused(Head.Replace("To: <sip:a@b>", "To: \"open <sip:a@b>", StringComparison.Ordinal) + "Evil: 1\n\n");
        Assert.Equal("""
            SIP/2.0 400 Bad Request
            Via: SIP/2.0/UDP 192.0.2.21;branch=z9hG4bK1
            From: <sip:a@b>;tag=1
            To: "open <sip:a@b>
            Call-ID: 1
            CSeq: 1 REGISTER
            Content-Length: 0


            """, Wire.Text(new OutgoingResponse(error.Answerable!, 400, toTag: "x").ToBytes()));
    }

    // Texts that make a careless parser go back to the start for every byte.
    public static TheoryData<string> Quadratic => new(
        Head + "Contact: " + new string('"', 8_000) + "\n\n",
        Head + "Contact: " + new string('<', 8_000) + "\n\n",
        Head + "Contact: " + new string(',', 8_000) + "\n\n",
        Head + "Contact: " + new string(';', 8_000) + "\n\n",
        Head + "Contact: sip:" + new string('%', 8_000) + "@b\n\n",
        Head + Torture.Repeat(200, "Contact: " + new string('\\', 300) + "\n") + "\n",
        Head + "X:" + Torture.Repeat(20_000, "\n ") + "\n\n",
        Head + "Via: " + Torture.Repeat(60, "SIP/2.0/UDP c" + Torture.Repeat(60, ";p") + ",") + "\n\n",
        Torture.Repeat(30_000, "\n"));

    [Theory]
    [MemberData(nameof(Quadratic))]
    public void No_message_takes_50_ms(string text)
    {
        byte[] bytes = Wire.Bytes(text);
        TimeSpan best = TimeSpan.MaxValue;
        for (int i = 0; i < 3; i++)
        {
            long start = Stopwatch.GetTimestamp();
            _ = SipParser.TryParse(bytes, out SipMessage message, out _);
            message?.Values(SipHeader.Contact);
            message?.Addresses(SipHeader.Contact);
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(start).Ticks));
        }

        Assert.True(best < TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_typical_INVITE_costs_one_message_and_one_table()
    {
        byte[] bytes = Wire.Bytes(SipParserTests.Invite);
        _ = SipParser.TryParse(bytes, out _, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = SipParser.TryParse(bytes, out _, out _);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // 16 headers of 10 bytes and an object; the values are made when somebody asks.
        Assert.InRange(allocated, 1, 400);
    }
}
