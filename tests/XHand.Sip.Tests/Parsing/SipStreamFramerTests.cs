using System.Text;
using XHand.Sip.Parsing;

namespace XHand.Sip.Tests.Parsing;

public sealed class SipStreamFramerTests
{
    private const string Options = """
        OPTIONS sip:pbx@192.0.2.10 SIP/2.0
        Via: SIP/2.0/TCP 192.0.2.21:5062;branch=z9hG4bK1
        From: <sip:a@b>;tag=1
        To: <sip:b@b>
        Call-ID: 1
        CSeq: 1 OPTIONS
        Content-Length :
          4

        body
        """;

    private const string Empty = """
        SIP/2.0 200 OK
        Via: SIP/2.0/TCP 192.0.2.21:5062;branch=z9hG4bK1
        l: 0


        """;

    private static byte[] Stream() => Wire.Bytes($"\n\n\n{Options}{Empty}\n\n\n\n{Options}\n{Empty}");

    private static List<string> Read(SipStreamFramer framer)
    {
        List<string> seen = [];
        while (true)
        {
            SipFrame frame = framer.Next();
            switch (frame.Kind)
            {
                case SipFrameKind.Incomplete:
                    return seen;
                case SipFrameKind.Broken:
                    seen.Add("broken: " + frame.Error);
                    return seen;
                case SipFrameKind.Ping:
                    seen.Add("ping");
                    break;
                case SipFrameKind.Message:
                    seen.Add(Wire.Text(frame.Message.ToArray()));
                    break;
            }
        }
    }

    private static readonly string[] s_expected = ["ping", Options, Empty, "ping", "ping", Options, Empty];

    [Fact]
    public void Messages_and_keep_alives_are_told_apart()
    {
        var framer = new SipStreamFramer();
        framer.Append(Stream());
        Assert.Equal(s_expected, Read(framer));
        Assert.Equal(0, framer.Buffered);
    }

    [Fact]
    public void A_stream_torn_at_any_byte_gives_the_same_messages()
    {
        byte[] stream = Stream();
        for (int cut = 0; cut <= stream.Length; cut++)
        {
            var framer = new SipStreamFramer();
            framer.Append(stream.AsSpan(0, cut));
            List<string> seen = Read(framer);
            framer.Append(stream.AsSpan(cut));
            seen.AddRange(Read(framer));
            Assert.Equal(s_expected, seen);
        }
    }

    [Fact]
    public void A_stream_that_comes_byte_by_byte_gives_the_same_messages()
    {
        var framer = new SipStreamFramer();
        List<string> seen = [];
        foreach (byte one in Stream())
        {
            framer.Append([one]);
            seen.AddRange(Read(framer));
        }

        Assert.Equal(s_expected, seen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Length: -1\r\n")]
    [InlineData("Content-Length: 5 5\r\n")]
    [InlineData("Content-Length: 99999999999999999999\r\n")]
    [InlineData("Content-Length: 4294967295\r\n")]
    [InlineData("Content-Length: 65535\r\n")]
    [InlineData("Content-Length: 0\r\nl: 0\r\n")]
    [InlineData("Content-Length: 0x10\r\n")]
    public void A_stream_without_one_sound_Content_Length_is_broken_for_good(string contentLength)
    {
        var framer = new SipStreamFramer();
        framer.Append(Encoding.ASCII.GetBytes($"OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP c\r\n{contentLength}\r\n"));
        Assert.StartsWith("broken", Assert.Single(Read(framer)), StringComparison.Ordinal);

        framer.Append(Wire.Bytes(Empty));
        Assert.StartsWith("broken", Assert.Single(Read(framer)), StringComparison.Ordinal);
        Assert.Equal(0, framer.Buffered);
    }

    [Fact]
    public void Headers_that_never_end_are_broken_at_64_KiB_and_cost_no_more()
    {
        var framer = new SipStreamFramer();
        byte[] chunk = new byte[1_000];
        chunk.AsSpan().Fill((byte)'a');
        int given = 0;
        while (framer.Next().Kind == SipFrameKind.Incomplete)
        {
            framer.Append(chunk);
            given += chunk.Length;
            Assert.True(given <= SipParser.MaxMessageBytes + (2 * chunk.Length));
        }

        Assert.Equal(SipFrameKind.Broken, framer.Next().Kind);
    }

    [Fact]
    public void A_lone_CR_between_messages_breaks_the_stream()
    {
        var framer = new SipStreamFramer();
        framer.Append("\rOPTIONS"u8);
        Assert.Equal(SipFrameKind.Broken, framer.Next().Kind);
    }
}
