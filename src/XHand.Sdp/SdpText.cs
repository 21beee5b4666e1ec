using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace XHand.Sdp;

/// <summary>Small scans over the bytes of a description (RFC 8866 9). Nothing here throws on what the network sends.</summary>
internal static class SdpText
{
    private static readonly SearchValues<byte> s_ipv4 = SearchValues.Create("0123456789."u8);

    /// <summary>Takes the text up to the next space and moves past it; empty at the end.</summary>
    public static ReadOnlySpan<byte> TakeToken(ref ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart((byte)' ');
        int end = rest.IndexOf((byte)' ');
        ReadOnlySpan<byte> token = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return token;
    }

    /// <summary>Takes the text after the last space and moves before it; empty at the start.</summary>
    public static ReadOnlySpan<byte> TakeLastToken(ref ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimEnd((byte)' ');
        int start = rest.LastIndexOf((byte)' ') + 1;
        ReadOnlySpan<byte> token = rest[start..];
        rest = rest[..start];
        return token;
    }

    /// <summary>A decimal number from 0 to <paramref name="max"/> and nothing else.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, int max, out int value)
    {
        bool isNumber = text.Length is > 0 and <= 9 && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        value = 0;
        return isNumber && Utf8Parser.TryParse(text, out value, out _) && value <= max;
    }

    /// <summary>
    /// The digits of sess-id or sess-version. Some makers send more than 64 bits or a minus; what counts is only that a change shows, so they wrap.
    /// </summary>
    public static bool TryWrapping(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        if (text.Length > 1 && text[0] == '-')
        {
            text = text[1..];
        }

        if (text.IsEmpty || text.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        foreach (byte digit in text)
        {
            value = unchecked((value * 10) + (ulong)(digit - '0'));
        }

        return true;
    }

    /// <summary>A token of RFC 8866: visible characters without separators, here with "/" and ":" as protocols and attributes need them.</summary>
    public static bool IsToken(ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
        {
            if (value is <= (byte)' ' or >= 0x7F or (byte)'"' or (byte)'(' or (byte)')' or (byte)',' or (byte)';' or (byte)'<' or (byte)'=' or (byte)'>'
                or (byte)'?' or (byte)'@' or (byte)'[' or (byte)'\\' or (byte)']')
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }

    /// <summary>The address after "IN IP4" or "IN IP6", a multicast suffix cut off; null for a name or for what is no address.</summary>
    public static IPAddress? Address(ReadOnlySpan<byte> family, ReadOnlySpan<byte> text)
    {
        int slash = text.IndexOf((byte)'/');
        text = slash < 0 ? text : text[..slash];

        // IPAddress takes "1" and "0x7f.1" for IPv4 and scopes for IPv6; no description means those.
        bool isIPv4 = family.SequenceEqual("IP4"u8);
        bool isPlain = isIPv4 ? text.Count((byte)'.') == 3 && !text.ContainsAnyExcept(s_ipv4) : !text.Contains((byte)'%') && text.Contains((byte)':');
        if (text.Length > 45 || !isPlain || !(isIPv4 || family.SequenceEqual("IP6"u8)) || !IPAddress.TryParse(Encoding.ASCII.GetString(text), out IPAddress? address))
        {
            return null;
        }

        return address.AddressFamily == (isIPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6) ? address : null;
    }

    /// <summary>Text of bytes; what is no UTF-8 becomes U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
