using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace XHand.Sip.Transport;

/// <summary>
/// The answer to a STUN Binding request on a SIP socket, by which a phone keeps its NAT open and sees whether its address has changed (RFC 5626 4.4.2 and
/// 5.4, RFC 8489). Knows no attributes and no passwords. Pure.
/// </summary>
internal static class StunAnswer
{
    /// <summary>The longest answer: header and an IPv6 address.</summary>
    public const int MaxBytes = HeaderBytes + 4 + 20;

    private const int HeaderBytes = 20;
    private const uint MagicCookie = 0x2112_A442;
    private const ushort BindingRequest = 0x0001;
    private const ushort BindingSuccess = 0x0101;
    private const ushort XorMappedAddress = 0x0020;

    /// <summary>Writes it and returns its length; 0 for what is no Binding request.</summary>
    public static int Write(ReadOnlySpan<byte> request, IPEndPoint source, Span<byte> answer)
    {
        if (request.Length < HeaderBytes
            || BinaryPrimitives.ReadUInt16BigEndian(request) != BindingRequest
            || BinaryPrimitives.ReadUInt16BigEndian(request[2..]) != request.Length - HeaderBytes
            || BinaryPrimitives.ReadUInt32BigEndian(request[4..]) != MagicCookie)
        {
            return 0;
        }

        bool isIPv6 = source.AddressFamily == AddressFamily.InterNetworkV6;
        int addressBytes = isIPv6 ? 16 : 4;
        BinaryPrimitives.WriteUInt16BigEndian(answer, BindingSuccess);
        BinaryPrimitives.WriteUInt16BigEndian(answer[2..], (ushort)(8 + addressBytes));
        request[4..HeaderBytes].CopyTo(answer[4..]);
        Span<byte> attribute = answer[HeaderBytes..];
        BinaryPrimitives.WriteUInt16BigEndian(attribute, XorMappedAddress);
        BinaryPrimitives.WriteUInt16BigEndian(attribute[2..], (ushort)(4 + addressBytes));
        attribute[4] = 0;
        attribute[5] = (byte)(isIPv6 ? 2 : 1);
        BinaryPrimitives.WriteUInt16BigEndian(attribute[6..], (ushort)(source.Port ^ (MagicCookie >> 16)));
        Span<byte> address = attribute.Slice(8, addressBytes);
        source.Address.TryWriteBytes(address, out _);

        // RFC 8489 14.2: with the cookie and, beyond its 4 bytes, the transaction's number, which stand behind each other in the request.
        for (int i = 0; i < addressBytes; i++)
        {
            address[i] ^= request[4 + i];
        }

        return HeaderBytes + 8 + addressBytes;
    }
}
