using System.Buffers.Binary;
using System.Net;
using XHand.Calls.Tracing;
using XHand.Sip.Transport;

namespace XHand.Calls.Tests.Tracing;

public sealed class TraceRingTests
{
    private static readonly DateTimeOffset _at = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("10.0.0.7")]
    [InlineData("2001:db8::7")]
    public void What_was_written_is_read_in_order(string address)
    {
        TraceRing ring = new(1024 * 1024);
        SipFlow flow = new(SipProtocol.Tcp, new(IPAddress.Any, 5060), new(IPAddress.Parse(address), 49_152));
        ring.Write(TraceEntry.OfMessage(TraceKind.Received, flow, _at, 3), "one"u8);
        ring.Write(TraceEntry.OfMessage(TraceKind.Sent, flow, _at.AddSeconds(1), 0), []);
        List<(TraceEntry Entry, string Text)> read = Read(ring);
        Assert.Equal(["one", ""], read.Select(r => r.Text));
        Assert.Equal((TraceKind.Received, SipProtocol.Tcp, flow.Remote, _at), (read[0].Entry.Kind, read[0].Entry.Protocol, read[0].Entry.Peer, read[0].Entry.At));
    }

    [Fact]
    public void It_keeps_the_newest_and_stays_within_its_size()
    {
        TraceRing ring = new(1024 * 1024);
        byte[] payload = new byte[1000];
        for (int i = 0; i < 5000; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(payload, i);
            ring.Write(new TraceEntry(TraceKind.Sent, 0, 0, _at.UtcTicks, Guid.Empty, payload.Length), payload);
        }

        List<int> read = [];
        ring.Read((in _, bytes) => read.Add(BinaryPrimitives.ReadInt32LittleEndian(bytes)));
        Assert.Equal(Enumerable.Range(5000 - read.Count, read.Count), read);
        Assert.InRange(read.Count, (int)(ring.Capacity / 1032 * 7 / 8), (int)(ring.Capacity / 1032));
    }

    [Fact]
    public void The_largest_message_fits()
    {
        TraceRing ring = new(0);
        ring.Write(new TraceEntry(TraceKind.Sent, 0, 0, 1, Guid.Empty, 65_535), new byte[65_535]);
        Assert.Single(Read(ring));
    }

    [Fact]
    public void Writing_allocates_nothing_once_the_ring_has_been_around()
    {
        TraceRing ring = new(1024 * 1024);
        SipFlow flow = new(SipProtocol.Udp, new(IPAddress.Any, 5060), new(IPAddress.Loopback, 5062));
        byte[] message = new byte[700];
        void write(int times)
        {
            for (int i = 0; i < times; i++)
            {
                ring.Write(TraceEntry.OfMessage(TraceKind.Received, flow, _at, message.Length), message);
            }
        }

        write(3000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        write(3000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task A_reader_beside_the_writer_never_sees_half_an_entry()
    {
        TraceRing ring = new(0);
        using CancellationTokenSource stop = new();
        Task writing = Task.Run(() =>
        {
            byte[] payload = new byte[500];
            for (byte i = 0; !stop.IsCancellationRequested; i++)
            {
                payload.AsSpan().Fill(i);
                ring.Write(new TraceEntry(TraceKind.Sent, i, 0, 1, Guid.Empty, 100 + i), payload.AsSpan(0, 100 + i));
            }
        });
        int seen = 0;
        while (seen < 50_000)
        {
            ring.Read((in entry, bytes) =>
            {
                seen++;
                Assert.Equal(100 + entry.Detail, bytes.Length);
                Assert.Equal(-1, bytes.IndexOfAnyExcept(entry.Detail));
            });
        }

        await stop.CancelAsync();
        await writing;
    }

    private static List<(TraceEntry Entry, string Text)> Read(TraceRing ring)
    {
        List<(TraceEntry, string)> read = [];
        ring.Read((in entry, bytes) => read.Add((entry, System.Text.Encoding.UTF8.GetString(bytes))));
        return read;
    }
}
