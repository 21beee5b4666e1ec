using System.Buffers.Binary;
using XHand.Loop.Ids;
using XHand.Media.Rtp;
using XHand.Native.Libc;

namespace XHand.Media.Graph;

/// <summary>Our reports: when they are due and where they go (RFC 3550 6.2, 6.3).</summary>
internal sealed class RtcpPath(TimeSpan meanInterval, IRandomSource random)
{
    private readonly byte[] _datagram = new byte[RtcpSession.MaxBytes];
    private uint _dice = Draw(random) | 1;

    /// <summary>Has the first report of a leg come after half an interval (RFC 3550 6.2).</summary>
    public void Begin(LegStream leg, long now)
    {
        if (leg.ReportDueAt == long.MaxValue)
        {
            leg.ReportDueAt = now + (NextInterval() / 2);
        }
    }

    /// <summary>Sends the report when it is due and there is something to report.</summary>
    public void Tick(LegStream leg, long now)
    {
        if (now >= leg.ReportDueAt)
        {
            leg.ReportDueAt = now + NextInterval();
            if (leg.Output.Packets > 0 || leg.Input.HasSource)
            {
                Send(leg, bye: false, now);
            }
        }
    }

    /// <summary>Says goodbye, to a peer that has heard of us.</summary>
    public void End(LegStream leg, long now)
    {
        if (leg.Output.Packets > 0 || leg.Rtcp.HasSent)
        {
            Send(leg, bye: true, now);
        }
    }

    private static uint Draw(IRandomSource random)
    {
        Span<byte> bytes = stackalloc byte[4];
        random.Fill(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    private void Send(LegStream leg, bool bye, long now)
    {
        UdpAddress to = leg.RtcpDestination;
        if (to.IsSet)
        {
            int length = leg.Rtcp.Write(_datagram, leg.Output, leg.Input, bye, now);
            leg.Ports.Rtcp.Send(_datagram.AsSpan(0, length), in to);
        }
    }

    // RFC 3550 6.3.1: between half and one and a half of the mean, so that legs do not report in step.
    private long NextInterval()
    {
        _dice ^= _dice << 13;
        _dice ^= _dice >> 17;
        _dice ^= _dice << 5;
        return (long)(meanInterval.TotalNanoseconds * (0.5 + (_dice / (double)uint.MaxValue)));
    }
}
