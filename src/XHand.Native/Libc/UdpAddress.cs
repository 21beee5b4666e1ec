using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XHand.Native.Libc;

/// <summary>
/// An address as the kernel writes it (sockaddr_in or sockaddr_in6), compared without making an <see cref="IPEndPoint"/>.
/// The default value is no address.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct UdpAddress : IEquatable<UdpAddress>
{
    private const uint Ipv4Length = 16;
    private const uint Ipv6Length = 28;

    // sockaddr_in: family (2), port (2, network order), address (4), zeros (8).
    // sockaddr_in6: family (2), port (2), flow information (4), address (16), scope (4).
    private uint _familyAndPort;
    private uint _addressOrFlow;
    private ulong _low;
    private ulong _high;
    private uint _scope;
    private uint _unused;

    /// <summary>False for the default value.</summary>
    public readonly bool IsSet => _familyAndPort != 0;

    /// <summary>True for an address of IP version 6, mapped ones included.</summary>
    public readonly bool IsIpv6 => Family == LibcCalls.AfInet6;

    /// <summary>The port.</summary>
    public readonly int Port => BinaryPrimitives.ReverseEndianness((ushort)(_familyAndPort >> 16));

    internal readonly uint Length => IsIpv6 ? Ipv6Length : Ipv4Length;

    internal static uint MaxLength => Ipv6Length;

    private readonly int Family => (int)(_familyAndPort & 0xFFFF);

    /// <summary>The kernel's form of <paramref name="endPoint"/>; with <paramref name="mapToIpv6"/> as a socket of both versions wants it.</summary>
    public static UdpAddress From(IPEndPoint endPoint, bool mapToIpv6 = false)
    {
        IPAddress address = mapToIpv6 && endPoint.AddressFamily == AddressFamily.InterNetwork
            ? endPoint.Address.MapToIPv6()
            : endPoint.Address;
        bool v6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        uint port = BinaryPrimitives.ReverseEndianness((ushort)endPoint.Port);
        UdpAddress result = new() { _familyAndPort = (uint)(v6 ? LibcCalls.AfInet6 : LibcCalls.AfInet) | (port << 16) };
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (v6)
        {
            result._low = MemoryMarshal.Read<ulong>(bytes);
            result._high = MemoryMarshal.Read<ulong>(bytes[8..]);
            result._scope = (uint)address.ScopeId;
        }
        else
        {
            result._addressOrFlow = MemoryMarshal.Read<uint>(bytes);
        }

        return result;
    }

    /// <summary>The end point; a mapped version 4 address comes back as version 4. Allocates.</summary>
    public readonly IPEndPoint ToEndPoint()
    {
        Span<byte> bytes = stackalloc byte[16];
        if (!IsIpv6)
        {
            MemoryMarshal.Write(bytes, in _addressOrFlow);
            return new IPEndPoint(new IPAddress(bytes[..4]), Port);
        }

        MemoryMarshal.Write(bytes, in _low);
        MemoryMarshal.Write(bytes[8..], in _high);
        IPAddress address = new(bytes, _scope);
        return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, Port);
    }

    /// <summary>The same address with another port.</summary>
    public readonly UdpAddress WithPort(int port)
    {
        UdpAddress result = this;
        result._familyAndPort = (_familyAndPort & 0xFFFF) | ((uint)BinaryPrimitives.ReverseEndianness((ushort)port) << 16);
        return result;
    }

    /// <summary>Whether both are the same host, whatever the ports.</summary>
    public readonly bool SameHost(in UdpAddress other) =>
        Family == other.Family
        && (IsIpv6 ? _low == other._low && _high == other._high : _addressOrFlow == other._addressOrFlow);

    /// <inheritdoc/>
    public readonly bool Equals(UdpAddress other) => EqualTo(in other);

    /// <summary>Same host and port; the flow and scope of version 6 do not count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool EqualTo(in UdpAddress other) => _familyAndPort == other._familyAndPort && SameHost(in other);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is UdpAddress other && EqualTo(in other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(_familyAndPort, IsIpv6 ? _low ^ _high : _addressOrFlow);

    /// <inheritdoc/>
    public override readonly string ToString() => IsSet ? ToEndPoint().ToString() : "none";

    /// <summary>Same host and port.</summary>
    public static bool operator ==(UdpAddress left, UdpAddress right) => left.EqualTo(in right);

    /// <summary>Another host or port.</summary>
    public static bool operator !=(UdpAddress left, UdpAddress right) => !left.EqualTo(in right);
}
