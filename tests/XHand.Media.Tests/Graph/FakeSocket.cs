using XHand.Media.Io;
using XHand.Native.Libc;

namespace XHand.Media.Tests.Graph;

/// <summary>A socket without a kernel: what a test puts in is received, what is sent is kept until looked at.</summary>
internal sealed class FakeSocket : IDatagramSocket
{
    private readonly Queue<(byte[] Bytes, UdpAddress From)> _inbox = new();

    public List<(byte[] Bytes, UdpAddress To)> Sent { get; } = [];

    public bool IsDisposed { get; private set; }

    /// <summary>Whether what is sent is kept; not for tests that count allocations.</summary>
    public bool Keeps { get; set; } = true;

    /// <summary>When set, every receive fails with it.</summary>
    public int BrokenWith { get; set; }

    public int SentCount { get; private set; }

    public void Put(byte[] datagram, UdpAddress from) => _inbox.Enqueue((datagram, from));

    public int Receive(Span<byte> buffer, out UdpAddress from)
    {
        from = default;
        if (BrokenWith != 0)
        {
            return -BrokenWith;
        }

        if (!_inbox.TryDequeue(out (byte[] Bytes, UdpAddress From) next))
        {
            return -Errno.WouldBlock;
        }

        from = next.From;
        next.Bytes.AsSpan(0, Math.Min(next.Bytes.Length, buffer.Length)).CopyTo(buffer);
        return next.Bytes.Length;
    }

    public int Send(ReadOnlySpan<byte> datagram, in UdpAddress to)
    {
        SentCount++;
        if (Keeps)
        {
            Sent.Add((datagram.ToArray(), to));
        }

        return datagram.Length;
    }

    public void Dispose() => IsDisposed = true;
}
