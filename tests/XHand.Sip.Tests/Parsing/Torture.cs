using XHand.Sip.Messages;

namespace XHand.Sip.Tests.Parsing;

/// <summary>
/// RFC 4475, the messages that have tortured SIP stacks since 2006, by their names in the RFC. What a parser decides is decided here; what
/// belongs to a registrar or a transaction is only checked to arrive there whole.
/// </summary>
internal static class Torture
{
    /// <summary>The body that nearly all of them carry.</summary>
    public static string Sdp(string origin, string? connection = null, string time = "0") => $"""
        v=0
        o=mhandley 29739 7272939 IN IP4 {origin}
        s=-
        c=IN IP4 {connection ?? origin}
        t={time} 0
        m=audio 49217 RTP/AVP 0 12
        m=video 3227 RTP/AVP 31
        a=rtpmap:31 LPC

        """;

    /// <summary>A text repeated, as the RFC's own notation has it.</summary>
    public static string Repeat(int count, string text) => string.Concat(Enumerable.Repeat(text, count));

    /// <summary>A 400 (or another) can be made for it and is itself a message.</summary>
    public static void IsAnswered(int status, string text)
    {
        var error = Wire.Refused(text);
        Assert.Equal(status, error.StatusCode);
        Assert.NotNull(error.Answerable);
        byte[] answer = new OutgoingResponse(error.Answerable, error.StatusCode, toTag: "t").ToBytes();
        Assert.StartsWith($"SIP/2.0 {status} ", Wire.Text(answer), StringComparison.Ordinal);
    }

    public static void IsDropped(string text)
    {
        var error = Wire.Refused(text);
        Assert.Equal(0, error.StatusCode);
        Assert.Null(error.Answerable);
    }
}
