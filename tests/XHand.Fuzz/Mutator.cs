namespace XHand.Fuzz;

/// <summary>Makes broken inputs out of sound ones: one to four changes each, of the kinds that have broken parsers before.</summary>
internal sealed class Mutator(IFuzzTarget target, FuzzRandom random)
{
    // Larger than any datagram, so that the size limits are met too.
    private const int MaxBytes = 70_000;

    private static readonly byte[] s_edges = [0, 1, 9, 10, 13, 32, 34, 37, 44, 58, 59, 60, 61, 62, 64, 91, 92, 93, 127, 128, 255];

    private static readonly string[] s_numbers =
    [
        "0", "-1", "1", "255", "256", "65535", "65536", "2147483647", "2147483648", "4294967295", "4294967296", "18446744073709551616", "1e9", "0x10", "00000001",
    ];

    /// <summary>The next broken input.</summary>
    public byte[] Next()
    {
        var bytes = new List<byte>(target.Seeds[random.Next(target.Seeds.Count)]);
        for (int changes = 1 + random.Next(4); changes > 0; changes--)
        {
            Change(bytes);
        }

        if (bytes.Count > MaxBytes)
        {
            bytes.RemoveRange(MaxBytes, bytes.Count - MaxBytes);
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        int at = random.Next(bytes.Count + 1);
        int length = Math.Min(1 + random.Next(random.Next(4) == 0 ? 200 : 8), bytes.Count - at);
        switch (random.Next(12))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = s_edges[random.Next(s_edges.Length)];
                break;
            case 2:
                bytes.Insert(at, s_edges[random.Next(s_edges.Length)]);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 5:
                Splice(bytes, at);
                break;
            case 6:
                ReplaceNumber(bytes, at);
                break;
            case 7:
                bytes.InsertRange(at, target.Words[random.Next(target.Words.Count)]);
                break;
            case 8:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 9:
                RepeatLine(bytes, at);
                break;
            case 10:
                Repeat(bytes, at);
                break;
            default:
                bytes.InsertRange(at, "\r\n "u8.ToArray());
                break;
        }
    }

    // The start of one input and the end of another.
    private void Splice(List<byte> bytes, int at)
    {
        byte[] other = target.Seeds[random.Next(target.Seeds.Count)];
        bytes.RemoveRange(at, bytes.Count - at);
        bytes.AddRange(other.AsSpan(random.Next(other.Length)));
    }

    private void ReplaceNumber(List<byte> bytes, int at)
    {
        int start = at;
        while (start < bytes.Count && bytes[start] is < (byte)'0' or > (byte)'9')
        {
            start++;
        }

        int end = start;
        while (end < bytes.Count && bytes[end] is >= (byte)'0' and <= (byte)'9')
        {
            end++;
        }

        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, System.Text.Encoding.ASCII.GetBytes(s_numbers[random.Next(s_numbers.Length)]));
    }

    private void RepeatLine(List<byte> bytes, int at)
    {
        int start = at == 0 ? 0 : bytes.LastIndexOf((byte)'\n', at - 1) + 1;
        int end = bytes.IndexOf((byte)'\n', start);
        if (end < 0)
        {
            return;
        }

        List<byte> line = bytes.GetRange(start, end + 1 - start);
        for (int times = random.Next(32) == 0 ? random.Next(400) : 1 + random.Next(3); times > 0 && bytes.Count < MaxBytes; times--)
        {
            bytes.InsertRange(start, line);
        }
    }

    private void Repeat(List<byte> bytes, int at)
    {
        int times = random.Next(64) == 0 ? random.Next(20_000) : random.Next(40);
        bytes.InsertRange(at, Enumerable.Repeat(s_edges[random.Next(s_edges.Length)], times));
    }
}
