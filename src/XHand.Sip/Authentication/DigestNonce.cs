using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace XHand.Sip.Authentication;

/// <summary>
/// A nonce that needs no memory: when it was made, a number, and an HMAC over both and the realm. Who does not have the key can neither make one
/// nor move it to another realm.
/// </summary>
/// <param name="IssuedMs">Unix time in ms.</param>
/// <param name="Serial">Tells nonces of the same millisecond apart.</param>
internal readonly record struct DigestNonce(long IssuedMs, uint Serial)
{
    private const int StampBytes = 12;
    private const int MacBytes = 16;
    private const int Bytes = StampBytes + MacBytes;

    /// <summary>The text that goes into a challenge, 38 characters.</summary>
    public string ToText(ReadOnlySpan<byte> key, string realm)
    {
        Span<byte> nonce = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(nonce, IssuedMs);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], Serial);
        WriteMac(key, nonce[..StampBytes], realm, nonce[StampBytes..]);
        return Base64Url.EncodeToString(nonce);
    }

    /// <summary>Reads a nonce back; false when we did not make it for this realm with this key.</summary>
    public static bool TryRead(string text, ReadOnlySpan<byte> key, string realm, out DigestNonce nonce)
    {
        nonce = default;
        Span<byte> bytes = stackalloc byte[Bytes];

        // Not TryDecodeFromChars: that one throws on what is no Base64.
        if (text.Length != Base64Url.GetEncodedLength(Bytes)
            || Base64Url.DecodeFromChars(text, bytes, out _, out int written) != OperationStatus.Done || written != Bytes)
        {
            return false;
        }

        Span<byte> mac = stackalloc byte[MacBytes];
        WriteMac(key, bytes[..StampBytes], realm, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, bytes[StampBytes..]))
        {
            return false;
        }

        nonce = new(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]));
        return true;
    }

    private static void WriteMac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> stamp, string realm, Span<byte> mac)
    {
        byte[] message = new byte[StampBytes + Encoding.UTF8.GetByteCount(realm)];
        stamp.CopyTo(message);
        Encoding.UTF8.GetBytes(realm, message.AsSpan(StampBytes));
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, message, whole);
        whole[..MacBytes].CopyTo(mac);
    }
}
