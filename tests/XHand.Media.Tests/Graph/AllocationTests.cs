using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Media.Graph;
using XHand.Media.Io;
using XHand.Native.Libc;

namespace XHand.Media.Tests.Graph;

public sealed class AllocationTests : ISocketWatch, ISoundSource, IMediaEventSink, IDisposable
{
    private readonly SocketPoll _poll = new(16);

    public void Dispose() => _poll.Dispose();

    [Fact]
    public void A_warm_relay_and_player_allocate_nothing()
    {
        CoreBench bench = new(new MediaSettings { RtcpInterval = TimeSpan.FromMilliseconds(100) });
        (MediaLeg ana, MediaLeg bia) = bench.OpenCall(bia: "PCMU");
        MediaLeg listener = bench.OpenTo(CoreBench.AnaPhone);
        bench.Do(new PlayTone(listener, Tone.Busy));
        foreach (MediaLeg leg in (MediaLeg[])[ana, bia, listener])
        {
            bench.Rtp(leg).Keeps = bench.Rtcp(leg).Keeps = false;
        }

        FakeSocket input = bench.Rtp(ana);
        byte[] packet = SentPacket.Audio(1);
        UdpAddress from = UdpAddress.From(CoreBench.AnaPhone);
        long now = bench.Now;
        long before = 0;
        for (int i = 0; i < 20_000; i++)
        {
            if (i == 10_000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            input.Put(packet, from);
            packet[2] = (byte)(i >> 8);
            packet[3] = (byte)i;
            now += 2_000_000;
            bench.Core.OnReadable(0, false, now);
            bench.Core.Tick(now);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(20_000, bench.Rtp(bia).SentCount);
        Assert.InRange(bench.Rtp(listener).SentCount, 1990, 2010);
        Assert.True(bench.Rtcp(bia).SentCount > 100);
    }

    [Fact]
    public void Nor_do_poll_and_sockets_of_the_kernel()
    {
        KernelPortBinder binder = new(IPAddress.Loopback, expeditedForwarding: true);
        int first = 31_000 + (2 * (Environment.ProcessId % 500));
        PortPool pool = new([.. Enumerable.Range(0, 100).Select(i => first + (2 * i))], 0, binder);
        EventOutbox events = new(new VirtualLoop(DateTimeOffset.UnixEpoch), this);
        MediaLoopCore core = new(
            new MediaSettings(), new MediaLoopParts(pool, this, this, events, () => { }), new SeededRandom(1), new MediaCounters(), NullLogger.Instance);
        using UdpSocket phone = UdpSocket.TryBind(new IPEndPoint(IPAddress.Loopback, 0), false, out _)!;
        IPEndPoint phoneAddress = new(IPAddress.Loopback, phone.LocalPort());
        MediaLeg[] legs = [CoreBench.NewLeg(), CoreBench.NewLeg()];
        PortPair[] pairs = [pool.TryBindNext(0)!, pool.TryBindNext(0)!];
        for (int i = 0; i < 2; i++)
        {
            core.Execute(new AttachLeg(legs[i], pairs[i]), 0);
            core.Execute(CoreBench.Remote(legs[i], phoneAddress), 0);
        }

        core.Execute(new BridgeLegs(legs[0], legs[1]), 0);
        UdpAddress to = UdpAddress.From(new IPEndPoint(IPAddress.Loopback, pairs[0].Port));
        byte[] packet = SentPacket.Audio(1);
        byte[] buffer = new byte[500];
        int received = 0;
        long before = 0;
        for (int i = 0; i < 4000; i++)
        {
            if (i == 2000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            phone.Send(packet, in to);
            int ready = _poll.Wait(1000);
            for (int at = 0; at < ready; at++)
            {
                core.OnReadable((int)(_poll.Key(at) >> 1), (_poll.Key(at) & 1) != 0, NativeThread.MonotonicNanoseconds());
            }

            received += phone.Receive(buffer, out _) > 0 ? 1 : 0;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(4000, received);
        core.CloseAll(0);
    }

    bool ISocketWatch.Add(PortPair pair, int slot) => _poll.Add(((KernelSocket)pair.Rtp).Socket, (ulong)slot << 1);

    void ISocketWatch.Remove(PortPair pair) => _poll.Remove(((KernelSocket)pair.Rtp).Socket);

    SoundLoad ISoundSource.Load(string path) => new();

    void IMediaEventSink.OnMediaEvent(MediaEvent mediaEvent)
    {
    }
}
