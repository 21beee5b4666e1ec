using System.Buffers.Binary;
using System.Net;
using XHand.Loop;
using XHand.Loop.Ids;

namespace XHand.Sip.Transport;

/// <summary>
/// A network inside the process for simulations and tests: endpoints by address, real bytes between them, seeded loss,
/// duplication and delay. The same seed and the same sends give the same run. Loop thread only.
/// </summary>
public sealed class MemoryNetwork(ISwitchLoop loop, IRandomSource random, MemoryNetworkFaults faults)
{
    private readonly Dictionary<IPEndPoint, MemoryTransport> _endpoints = [];

    /// <summary>What goes wrong from now on.</summary>
    public MemoryNetworkFaults Faults { get; set; } = faults;

    /// <summary>Sees every message as it is sent, lost ones included: for ladders and assertions.</summary>
    public Action<SipFlow, ReadOnlyMemory<byte>>? Tap { get; set; }

    /// <summary>Messages sent, lost ones included.</summary>
    public long Sent { get; private set; }

    /// <summary>Datagrams lost by <see cref="Faults"/>.</summary>
    public long Lost { get; private set; }

    internal ISwitchLoop Loop => loop;

    /// <summary>A new endpoint, for datagrams and streams alike; <see cref="ArgumentException"/> when the address is taken.</summary>
    public MemoryTransport Attach(IPEndPoint address)
    {
        MemoryTransport transport = new(this, address);
        _endpoints.Add(address, transport);
        return transport;
    }

    /// <summary>Takes an endpoint away: datagrams to it vanish, streams fail.</summary>
    public void Detach(IPEndPoint address) => _endpoints.Remove(address);

    internal void Carry(MemoryTransport from, SipFlow flow, ReadOnlyMemory<byte> message)
    {
        Sent++;
        Tap?.Invoke(flow, message);
        if (flow.IsReliable)
        {
            CarryOnStream(from, flow, message);
            return;
        }

        if (Draw(Faults.Loss))
        {
            Lost++;
            return;
        }

        Deliver(from.Local, flow, message);
        if (Draw(Faults.Duplication))
        {
            Deliver(from.Local, flow, message);
        }
    }

    private void CarryOnStream(MemoryTransport from, SipFlow flow, ReadOnlyMemory<byte> message)
    {
        if (_endpoints.ContainsKey(flow.Remote))
        {
            // Always the shortest way: a stream does not overtake itself.
            After(Faults.MinDelay, () => Arrive(from.Local, flow, message));
        }
        else
        {
            loop.Continue("net.refused", () => from.Fail(flow, "connection refused"));
        }
    }

    private void Deliver(IPEndPoint source, SipFlow flow, ReadOnlyMemory<byte> message)
    {
        TimeSpan spread = Faults.MaxDelay - Faults.MinDelay;
        TimeSpan delay = spread > TimeSpan.Zero ? Faults.MinDelay + (spread * Fraction()) : Faults.MinDelay;
        After(delay, () => Arrive(source, flow, message));
    }

    // The endpoint is looked up on arrival: it may have gone while the message was on its way.
    private void Arrive(IPEndPoint source, SipFlow flow, ReadOnlyMemory<byte> message)
    {
        if (_endpoints.TryGetValue(flow.Remote, out MemoryTransport? to))
        {
            to.Receive(new SipFlow(flow.Protocol, to.Local, source), message);
        }
    }

    private void After(TimeSpan delay, Action work)
    {
        if (delay > TimeSpan.Zero)
        {
            loop.StartTimer(delay, "net.deliver", work);
        }
        else
        {
            loop.Continue("net.deliver", work);
        }
    }

    private bool Draw(double share) => share > 0 && Fraction() < share;

    private double Fraction()
    {
        Span<byte> bytes = stackalloc byte[8];
        random.Fill(bytes);
        return (BinaryPrimitives.ReadUInt64LittleEndian(bytes) >> 11) * (1.0 / (1UL << 53));
    }
}
