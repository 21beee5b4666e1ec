using System.Text;
using XHand.Sip.Parsing;

namespace XHand.Sip.Messages;

/// <summary>Keeps a header that we write from becoming two.</summary>
internal static class OutgoingHeader
{
    /// <summary>
    /// Throws <see cref="ArgumentException"/> when the name is no token, is one of those the message writes itself, or the value has a line break or NUL in it.
    /// </summary>
    public static void Check(string name, string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        if (!SipText.IsToken(bytes))
        {
            throw new ArgumentException("A header name is no token.", nameof(name));
        }

        if (SipHeaderNames.Find(bytes) is SipHeader.Via or SipHeader.From or SipHeader.To or SipHeader.CallId or SipHeader.CSeq
            or SipHeader.ContentLength or SipHeader.ContentType)
        {
            throw new ArgumentException($"Header {name} is written by the message itself.", nameof(name));
        }

        CheckText(name, value);
    }

    /// <summary>Throws <see cref="ArgumentException"/> when the text has a line break or NUL in it.</summary>
    public static string CheckText(string what, string text) =>
        text.AsSpan().ContainsAny('\r', '\n', '\0') ? throw new ArgumentException($"{what} has a line break or NUL in it.", nameof(text)) : text;
}
