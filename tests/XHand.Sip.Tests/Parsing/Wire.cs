using System.Text;
using XHand.Sip.Messages;
using XHand.Sip.Parsing;

namespace XHand.Sip.Tests.Parsing;

/// <summary>Wire text as it stands in the tests: line ends become CR LF, text becomes UTF-8.</summary>
internal static class Wire
{
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    public static SipRequest Request(string text) => Assert.IsType<SipRequest>(Message(Bytes(text)));

    public static SipResponse Response(string text) => Assert.IsType<SipResponse>(Message(Bytes(text)));

    public static SipMessage Message(byte[] bytes)
    {
        Assert.True(SipParser.TryParse(bytes, out SipMessage message, out SipParseError error), error.Reason);
        return message;
    }

    public static SipParseError Refused(string text) => Refused(Bytes(text));

    public static SipParseError Refused(byte[] bytes)
    {
        Assert.False(SipParser.TryParse(bytes, out _, out SipParseError error));
        Assert.False(string.IsNullOrEmpty(error.Reason));
        return error;
    }

    /// <summary>What we write, with plain line ends, to stand beside a raw string.</summary>
    public static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes).ReplaceLineEndings("\n");
}
