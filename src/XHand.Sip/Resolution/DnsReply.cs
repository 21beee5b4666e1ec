using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace XHand.Sip.Resolution;

/// <summary>
/// Reads the records of a DNS reply (RFC 1035 4.1). Whoever sent it may be hostile: every length is checked, names turn back on themselves a limited
/// number of times, and what cannot be read ends the reading. Pure.
/// </summary>
public static class DnsReply
{
    private const int HeaderBytes = 12;
    private const int MaxRecords = 200;
    private const int MaxNameBytes = 255;

    /// <summary>The records of the types that we know, in the answer and beside it, in their order; empty for what is no reply.</summary>
    public static IReadOnlyList<DnsRecord> Read(ReadOnlySpan<byte> reply)
    {
        List<DnsRecord> records = [];
        if (reply.Length < HeaderBytes)
        {
            return records;
        }

        int at = HeaderBytes;
        for (int questions = BinaryPrimitives.ReadUInt16BigEndian(reply[4..]); questions > 0; questions--)
        {
            if (!TryName(reply, ref at, out _) || (at += 4) > reply.Length)
            {
                return records;
            }
        }

        int left = BinaryPrimitives.ReadUInt16BigEndian(reply[6..]) + BinaryPrimitives.ReadUInt16BigEndian(reply[8..]) + BinaryPrimitives.ReadUInt16BigEndian(reply[10..]);
        for (left = Math.Min(left, MaxRecords); left > 0; left--)
        {
            if (!TryName(reply, ref at, out string name) || at + 10 > reply.Length)
            {
                return records;
            }

            DnsRecordType type = (DnsRecordType)BinaryPrimitives.ReadUInt16BigEndian(reply[at..]);
            uint seconds = BinaryPrimitives.ReadUInt32BigEndian(reply[(at + 4)..]);
            int length = BinaryPrimitives.ReadUInt16BigEndian(reply[(at + 8)..]);
            at += 10;
            if (at + length > reply.Length)
            {
                return records;
            }

            // RFC 2181 8: a lifetime with the highest bit set is none.
            if (TryData(reply, at, length, new DnsRecord(name, type, TimeSpan.FromSeconds(seconds > int.MaxValue ? 0 : seconds))) is { } record)
            {
                records.Add(record);
            }

            at += length;
        }

        return records;
    }

    private static DnsRecord? TryData(ReadOnlySpan<byte> reply, int at, int length, DnsRecord record)
    {
        ReadOnlySpan<byte> data = reply.Slice(at, length);
        switch (record.Type)
        {
            case DnsRecordType.A when length == 4:
            case DnsRecordType.Aaaa when length == 16:
                return record with { Address = new IPAddress(data) };
            case DnsRecordType.Srv when length > 6:
                int name = at + 6;
                return TryName(reply, ref name, out string target)
                    ? record with
                    {
                        Priority = BinaryPrimitives.ReadUInt16BigEndian(data),
                        Weight = BinaryPrimitives.ReadUInt16BigEndian(data[2..]),
                        Port = BinaryPrimitives.ReadUInt16BigEndian(data[4..]),
                        Target = target,
                    }
                    : null;
            case DnsRecordType.Naptr when length > 7:
                return TryNaptr(reply, at, at + length, record);
            default:
                return null;
        }
    }

    private static DnsRecord? TryNaptr(ReadOnlySpan<byte> reply, int at, int end, DnsRecord record)
    {
        int next = at + 4;
        return TryText(reply, ref next, end, out string flags) && TryText(reply, ref next, end, out string service)
            && TryText(reply, ref next, end, out _) && TryName(reply, ref next, out string replacement)
            ? record with
            {
                Priority = BinaryPrimitives.ReadUInt16BigEndian(reply[at..]),
                Weight = BinaryPrimitives.ReadUInt16BigEndian(reply[(at + 2)..]),
                Flags = flags.ToLowerInvariant(),
                Service = service.ToUpperInvariant(),
                Target = replacement,
            }
            : null;
    }

    private static bool TryText(ReadOnlySpan<byte> reply, ref int at, int end, out string text)
    {
        text = "";
        if (at >= end || at + 1 + reply[at] > end)
        {
            return false;
        }

        text = Encoding.ASCII.GetString(reply.Slice(at + 1, reply[at]));
        at += 1 + reply[at];
        return true;
    }

    // RFC 1035 4.1.4: a pointer leads only backwards here, so that reading ends.
    private static bool TryName(ReadOnlySpan<byte> reply, ref int at, out string name)
    {
        StringBuilder text = new();
        int position = at;
        int before = int.MaxValue;
        bool hasJumped = false;
        name = "";
        while (position < reply.Length)
        {
            int length = reply[position];
            if (length == 0)
            {
                at = hasJumped ? at : position + 1;
                name = text.ToString();
                return true;
            }

            if (length >= 0xC0)
            {
                if (position + 1 >= reply.Length)
                {
                    return false;
                }

                int target = ((length & 0x3F) << 8) | reply[position + 1];
                at = hasJumped ? at : position + 2;
                if (target >= Math.Min(position, before))
                {
                    return false;
                }

                (hasJumped, before, position) = (true, target, target);
                continue;
            }

            if (length > 63 || position + 1 + length > reply.Length || text.Length + length >= MaxNameBytes)
            {
                return false;
            }

            text.Append(text.Length > 0 ? "." : "").Append(Encoding.ASCII.GetString(reply.Slice(position + 1, length)).ToLowerInvariant());
            position += 1 + length;
        }

        return false;
    }
}
