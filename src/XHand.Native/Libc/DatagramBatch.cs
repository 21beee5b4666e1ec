using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XHand.Native.Libc;

/// <summary>
/// Memory for many datagrams in one system call (recvmmsg, sendmmsg), allocated once outside the managed heap.
/// For one socket with many packets: a generator, a trunk, a shared port.
/// </summary>
public sealed unsafe class DatagramBatch : IDisposable
{
    private readonly LibcCalls.MultiMessage* _messages;
    private readonly LibcCalls.IoVector* _vectors;
    private readonly UdpAddress* _addresses;
    private readonly byte* _bytes;
    private readonly LibcCalls.TimestampControl* _controls;
    private bool _disposed;

    /// <summary>Room for <paramref name="capacity"/> datagrams of at most <paramref name="datagramBytes"/>.</summary>
    public DatagramBatch(int capacity, int datagramBytes)
    {
        Capacity = capacity;
        DatagramBytes = datagramBytes;
        _messages = (LibcCalls.MultiMessage*)NativeMemory.AllocZeroed((nuint)capacity, (nuint)sizeof(LibcCalls.MultiMessage));
        _vectors = (LibcCalls.IoVector*)NativeMemory.AllocZeroed((nuint)capacity, (nuint)sizeof(LibcCalls.IoVector));
        _addresses = (UdpAddress*)NativeMemory.AllocZeroed((nuint)capacity, (nuint)sizeof(UdpAddress));
        _bytes = (byte*)NativeMemory.AllocZeroed((nuint)capacity, (nuint)datagramBytes);
        _controls = (LibcCalls.TimestampControl*)NativeMemory.AllocZeroed(
            (nuint)capacity, (nuint)sizeof(LibcCalls.TimestampControl));
        for (int i = 0; i < capacity; i++)
        {
            _vectors[i].Base = _bytes + (i * (long)datagramBytes);
            _messages[i].Name = _addresses + i;
            _messages[i].Vectors = _vectors + i;
            _messages[i].VectorCount = 1;
        }
    }

    /// <summary>How many datagrams fit.</summary>
    public int Capacity { get; }

    /// <summary>How long each may be.</summary>
    public int DatagramBytes { get; }

    /// <summary>Takes what waits, at most <see cref="Capacity"/>: how many came, or a negated error number.</summary>
    public int Receive(UdpSocket socket)
    {
        for (int i = 0; i < Capacity; i++)
        {
            _vectors[i].Length = (nuint)DatagramBytes;
            _messages[i].NameLength = UdpAddress.MaxLength;
            _messages[i].Control = _controls + i;
            _messages[i].ControlLength = (nuint)sizeof(LibcCalls.TimestampControl);
        }

        int received = LibcCalls.ReceiveMany(socket.Descriptor, _messages, (uint)Capacity, LibcCalls.MsgDontwait, null);
        return received < 0 ? -Marshal.GetLastPInvokeError() : received;
    }

    /// <summary>Sends the first <paramref name="count"/> datagrams: how many went, or a negated error number.</summary>
    public int Send(UdpSocket socket, int first, int count)
    {
        int sent = LibcCalls.SendMany(socket.Descriptor, _messages + Checked(first), (uint)count, LibcCalls.MsgDontwait);
        return sent < 0 ? -Marshal.GetLastPInvokeError() : sent;
    }

    /// <summary>The received datagram at <paramref name="index"/>.</summary>
    public Span<byte> Received(int index) =>
        new(_vectors[Checked(index)].Base, (int)Math.Min(_messages[index].Length, (uint)DatagramBytes));

    /// <summary>Where the datagram at <paramref name="index"/> came from.</summary>
    public ref readonly UdpAddress From(int index) => ref Unsafe.AsRef<UdpAddress>(_addresses + Checked(index));

    /// <summary>When the kernel took the datagram at <paramref name="index"/>, wall clock in ns; 0 without <see cref="UdpSocket.EnableTimestamps"/>.</summary>
    public long ReceivedAt(int index) =>
        _messages[Checked(index)].ControlLength >= (nuint)sizeof(LibcCalls.TimestampControl)
            && _controls[index].Type == LibcCalls.SoTimestampNs
            ? (_controls[index].Time.Seconds * 1_000_000_000) + _controls[index].Time.Nanoseconds
            : 0;

    /// <summary>Prepares the datagram at <paramref name="index"/> for sending and gives its bytes to fill.</summary>
    public Span<byte> Prepare(int index, int length, in UdpAddress to)
    {
        _addresses[Checked(index)] = to;
        _messages[index].NameLength = to.Length;
        _messages[index].Control = null;
        _messages[index].ControlLength = 0;
        _vectors[index].Length = (nuint)length;
        return new Span<byte>(_vectors[index].Base, length);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            NativeMemory.Free(_messages);
            NativeMemory.Free(_vectors);
            NativeMemory.Free(_addresses);
            NativeMemory.Free(_bytes);
            NativeMemory.Free(_controls);
        }
    }

    private int Checked(int index)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Capacity, nameof(index));
        return index;
    }
}
