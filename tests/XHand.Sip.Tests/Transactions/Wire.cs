using System.Text;
using XHand.Sip.Messages;
using XHand.Sip.Parsing;

namespace XHand.Sip.Tests.Transactions;

/// <summary>Wire text of tests: written with plain line ends, sent with CRLF.</summary>
internal static class Wire
{
    /// <summary>The bytes; what follows the headers is separated by an empty line.</summary>
    public static byte[] Bytes(string text)
    {
        string wire = text.ReplaceLineEndings("\r\n");
        return Encoding.UTF8.GetBytes(wire.Contains("\r\n\r\n", StringComparison.Ordinal) ? wire : wire.TrimEnd() + "\r\n\r\n");
    }

    public static SipRequest Request(string text) => Assert.IsType<SipRequest>(Message(Bytes(text)));

    public static SipResponse Response(string text) => Assert.IsType<SipResponse>(Message(Bytes(text)));

    public static SipMessage Message(ReadOnlyMemory<byte> bytes)
    {
        Assert.True(SipParser.TryParse(bytes, out SipMessage message, out SipParseError error), error.Reason);
        return message;
    }

    /// <summary>The message as text with plain line ends, without what every message of ours has.</summary>
    public static string Text(ReadOnlyMemory<byte> bytes) =>
        string.Join(
            '\n',
            Encoding.UTF8.GetString(bytes.Span).ReplaceLineEndings("\n").TrimEnd().Split('\n')
                .Where(line => !line.StartsWith("User-Agent:", StringComparison.Ordinal) && !line.StartsWith("Server:", StringComparison.Ordinal)));

    /// <summary>The first line.</summary>
    public static string StartLine(ReadOnlyMemory<byte> bytes)
    {
        string text = Encoding.UTF8.GetString(bytes.Span);
        return text[..text.IndexOf('\r', StringComparison.Ordinal)];
    }
}
