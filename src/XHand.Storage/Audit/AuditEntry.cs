using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace XHand.Storage.Audit;

/// <summary>From where and through what something was done.</summary>
internal sealed record AuditOrigin(string Address, string Through, string Email);

/// <summary>One row of the audit before it is written.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="AtMicroseconds">When, in microseconds since 1970 (what PostgreSQL keeps of a time).</param>
/// <param name="Actor">Who.</param>
/// <param name="Company">Company's name.</param>
/// <param name="Kind">Kind as in the site file.</param>
/// <param name="Key">Number or name.</param>
/// <param name="Action">create, change, delete, and what else is done.</param>
/// <param name="Before">Fields before, a JSON object, or null.</param>
/// <param name="After">Fields after, or null.</param>
/// <param name="Origin">From where and through what; null in rows of the first format, which did not keep it.</param>
internal sealed record AuditEntry(
    long Number, long AtMicroseconds, string Actor, string Company, string Kind, string Key, string Action, string? Before, string? After,
    AuditOrigin? Origin)
{
    /// <summary>SHA-256 over the previous row's hash and every field, each with its length so that none can lend bytes to its neighbour.</summary>
    public byte[] Hash(ReadOnlySpan<byte> previous)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Span<byte> number = stackalloc byte[8];
        foreach (long value in (ReadOnlySpan<long>)[Number, AtMicroseconds])
        {
            BinaryPrimitives.WriteInt64BigEndian(number, value);
            hash.AppendData(number);
        }
        string?[] texts = Origin is null
            ? [Actor, Company, Kind, Key, Action, Before, After]
            : [Actor, Company, Kind, Key, Action, Before, After, Origin.Address, Origin.Through, Origin.Email];
        foreach (string? text in texts)
        {
            byte[] bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt64BigEndian(number, text is null ? -1 : bytes.Length);
            hash.AppendData(number);
            hash.AppendData(bytes);
        }
        return hash.GetHashAndReset();
    }
}
