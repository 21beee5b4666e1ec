using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;

namespace XHand.Sip.Transport;

/// <summary>
/// Which addresses are not listened to. Asked for each datagram and connection before anything of it is read: it takes no lock and allocates nothing, and its
/// cost does not grow with what is blocked. Any thread.
/// </summary>
public sealed class SourceFilter(TimeProvider time)
{
    /// <summary>Single addresses held at once; beyond them a further one is not blocked here.</summary>
    public const int MaxAddresses = 65_536;

    private readonly ConcurrentDictionary<UInt128, long> _addresses = new();
    private volatile Network[] _networks = [];
    private long _dropped;

    /// <summary>Datagrams and connections that were dropped, since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>True when nothing of that address is to be read; counts it.</summary>
    public bool Drops(IPAddress source)
    {
        if (_addresses.IsEmpty && _networks.Length == 0)
        {
            return false;
        }

        if (!IsBlocked(source))
        {
            return false;
        }

        Interlocked.Increment(ref _dropped);
        SipMetrics.Dropped("blocked_source");
        return true;
    }

    /// <summary>True for a blocked address.</summary>
    public bool IsBlocked(IPAddress source)
    {
        UInt128 number = NumberOf(source);
        if (_addresses.TryGetValue(number, out long until) && time.GetTimestamp() < until)
        {
            return true;
        }

        foreach (Network network in _networks)
        {
            if (network.Bases.Contains(number & network.Mask))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Blocks one address for a time, or longer if it is blocked; false when there is no more room.</summary>
    public bool Block(IPAddress source, TimeSpan length)
    {
        UInt128 number = NumberOf(source);
        if (_addresses.Count >= MaxAddresses && !_addresses.ContainsKey(number))
        {
            Forget();
            if (_addresses.Count >= MaxAddresses)
            {
                return false;
            }
        }

        _addresses[number] = time.GetTimestamp() + (long)(length.TotalSeconds * time.TimestampFrequency);
        return true;
    }

    /// <summary>Listens to it again; networks stay.</summary>
    public void Unblock(IPAddress source) => _addresses.TryRemove(NumberOf(source), out _);

    /// <summary>Blocks these networks for good, and no others.</summary>
    public void BlockNetworks(IEnumerable<IPNetwork> networks) => _networks =
    [
        .. networks
            .Select(network => (Length: network.PrefixLength + (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 96 : 0), Number: NumberOf(network.BaseAddress)))
            .GroupBy(network => network.Length)
            .Select(same => new Network(MaskOf(same.Key), same.Select(network => network.Number & MaskOf(same.Key)).ToFrozenSet())),
    ];

    /// <summary>Forgets those whose time is over.</summary>
    public void Forget()
    {
        long now = time.GetTimestamp();
        foreach ((UInt128 number, long until) in _addresses)
        {
            if (until <= now)
            {
                _addresses.TryRemove(number, out _);
            }
        }
    }

    private static UInt128 MaskOf(int length) => length == 0 ? 0 : UInt128.MaxValue << (128 - length);

    // IPv4 as ::ffff:192.0.2.1, so that one table holds both.
    private static UInt128 NumberOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            bytes.Clear();
            bytes[10] = bytes[11] = 0xFF;
            address.TryWriteBytes(bytes[12..], out _);
        }
        else
        {
            address.TryWriteBytes(bytes, out _);
        }

        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private sealed record Network(UInt128 Mask, FrozenSet<UInt128> Bases);
}
