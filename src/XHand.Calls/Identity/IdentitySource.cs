using System.Buffers.Binary;
using System.Security.Cryptography;

namespace XHand.Calls.Identity;

/// <summary>
/// Makes the tags, Call-IDs and Contact users of our legs. Each carries node, incarnation, a number and a MAC, so that a message for a call
/// that another node or an earlier process owned is known as such (ARCHITECTURE.md, "Identity"). Loop thread only.
/// </summary>
/// <param name="node">Number of this node in the installation.</param>
/// <param name="incarnation">This process's incarnation, as in the journal.</param>
/// <param name="key">MAC key that all nodes of the installation share, 16 bytes or more.</param>
public sealed class IdentitySource(ushort node, Guid incarnation, byte[] key)
{
    // node 2, incarnation 4, number 4, MAC 6: 48 secret bits where RFC 3261 19.3 asks for 32, in 27 characters.
    private const int MacAt = 10;
    private const int Length = 16;
    private const int TextLength = 1 + ((Length * 8) + 4) / 5;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private readonly uint _process = Fold(incarnation);
    private uint _number;

    /// <summary>A tag for our side of a dialog.</summary>
    public string NewTag() => Make('t');

    /// <summary>A Call-ID of a dialog that we start.</summary>
    public string NewCallId() => Make('c');

    /// <summary>The user part of our Contact.</summary>
    public string NewContactUser() => Make('u');

    /// <summary>Who made <paramref name="text"/>. Anything may be given.</summary>
    public IdentityOrigin Read(string? text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (text is null || text.Length != TextLength || !TryDecode(text.AsSpan(1), bytes))
        {
            return IdentityOrigin.Foreign;
        }

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Mac(text[0], bytes[..MacAt], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac[..(Length - MacAt)], bytes[MacAt..]))
        {
            return IdentityOrigin.Foreign;
        }

        if (BinaryPrimitives.ReadUInt16BigEndian(bytes) != node)
        {
            return IdentityOrigin.OtherNode;
        }

        return BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]) == _process ? IdentityOrigin.ThisProcess : IdentityOrigin.EarlierProcess;
    }

    private string Make(char kind)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, node);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], _process);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[6..], ++_number);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Mac(kind, bytes[..MacAt], mac);
        mac[..(Length - MacAt)].CopyTo(bytes[MacAt..]);

        Span<char> text = stackalloc char[TextLength];
        text[0] = kind;
        Encode(bytes, text[1..]);
        return new string(text);
    }

    private void Mac(char kind, ReadOnlySpan<byte> head, Span<byte> mac)
    {
        Span<byte> input = stackalloc byte[MacAt + 1];
        head.CopyTo(input);
        input[MacAt] = (byte)kind;
        HMACSHA256.HashData(key, input, mac);
    }

    // Base 32 in one case: SIP compares tags without case where it says nothing else (RFC 3261 7.3.1).
    private static void Encode(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        int buffer = 0, bits = 0, at = 0;
        foreach (byte b in bytes)
        {
            buffer = (buffer << 8) | b;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text[at++] = Alphabet[(buffer >> bits) & 31];
            }

            buffer &= (1 << bits) - 1;
        }

        if (bits > 0)
        {
            text[at] = Alphabet[(buffer << (5 - bits)) & 31];
        }
    }

    private static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        int buffer = 0, bits = 0, at = 0;
        foreach (char c in text)
        {
            int value = Alphabet.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            buffer = (buffer << 5) | value;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes[at++] = (byte)(buffer >> bits);
                buffer &= (1 << bits) - 1;
            }
        }

        return buffer == 0;
    }

    private static uint Fold(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        uint folded = 0;
        for (int i = 0; i < 16; i += 4)
        {
            folded ^= BinaryPrimitives.ReadUInt32BigEndian(bytes[i..]);
        }

        return folded;
    }
}
