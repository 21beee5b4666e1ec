using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace XHand.Native.Libc;

/// <summary>
/// Says which sockets have something to read (epoll, level-triggered), each known by a number of the caller's. One thread waits;
/// <see cref="Wake"/> may be called from any.
/// </summary>
public sealed class SocketPoll : SafeHandleZeroOrMinusOneIsInvalid
{
    private const ulong WakeKey = ulong.MaxValue;

    // struct epoll_event is packed on x86 alone.
    private static readonly int EntryBytes = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 12 : 16;

    private static readonly int KeyOffset = EntryBytes - sizeof(ulong);

    private readonly byte[] _entries;
    private readonly int _wakeDescriptor;

    /// <summary>A poll that tells of at most <paramref name="batch"/> sockets at once.</summary>
    /// <exception cref="IOException">The kernel gave no descriptor.</exception>
    public SocketPoll(int batch)
        : base(ownsHandle: true)
    {
        _entries = GC.AllocateArray<byte>(batch * EntryBytes, pinned: true);
        int descriptor = LibcCalls.EpollCreate(LibcCalls.EpollCloexec);
        if (descriptor < 0)
        {
            throw new IOException($"epoll_create1 failed with error {Marshal.GetLastPInvokeError()}");
        }

        SetHandle(descriptor);
        _wakeDescriptor = LibcCalls.EventDescriptor(0, LibcCalls.EfdNonblock | LibcCalls.EfdCloexec);
        if (_wakeDescriptor < 0 || Control(LibcCalls.EpollCtlAdd, _wakeDescriptor, WakeKey) < 0)
        {
            throw new IOException($"eventfd failed with error {Marshal.GetLastPInvokeError()}");
        }
    }

    /// <summary>Begins to watch <paramref name="socket"/>; false when the kernel refused.</summary>
    public bool Add(UdpSocket socket, ulong key) => Control(LibcCalls.EpollCtlAdd, socket.Descriptor, key) == 0;

    /// <summary>Begins to watch a descriptor of somebody else's, whose closing ends it; false when the kernel refused.</summary>
    public bool Add(SafeHandle descriptor, ulong key)
    {
        bool held = false;
        try
        {
            descriptor.DangerousAddRef(ref held);
            return Control(LibcCalls.EpollCtlAdd, (int)descriptor.DangerousGetHandle(), key) == 0;
        }
        finally
        {
            if (held)
            {
                descriptor.DangerousRelease();
            }
        }
    }

    /// <summary>Stops watching it.</summary>
    public void Remove(UdpSocket socket) => Control(LibcCalls.EpollCtlDel, socket.Descriptor, 0);

    /// <summary>Waits for at most <paramref name="timeoutMs"/> and gives how many keys <see cref="Key"/> has; wake-ups are not among them.</summary>
    public unsafe int Wait(int timeoutMs)
    {
        int ready;
        fixed (byte* entries = _entries)
        {
            ready = LibcCalls.EpollWait((int)handle, entries, _entries.Length / EntryBytes, timeoutMs);
        }

        for (int i = 0; i < ready; i++)
        {
            if (Key(i) != WakeKey)
            {
                continue;
            }

            ulong count;
            LibcCalls.Read(_wakeDescriptor, &count, sizeof(ulong));
            ready--;
            _entries.AsSpan(ready * EntryBytes, EntryBytes).CopyTo(_entries.AsSpan(i * EntryBytes));
            i--;
        }

        return Math.Max(ready, 0);
    }

    /// <summary>The key of the socket at <paramref name="index"/> of the last <see cref="Wait"/>.</summary>
    public ulong Key(int index) => BitConverter.ToUInt64(_entries, (index * EntryBytes) + KeyOffset);

    /// <summary>Ends the present or the next <see cref="Wait"/>. Any thread; does not block.</summary>
    public unsafe void Wake()
    {
        bool held = false;
        try
        {
            // Held, so that a closing on another thread cannot give the descriptor to somebody else in between.
            DangerousAddRef(ref held);
            ulong one = 1;
            LibcCalls.Write(_wakeDescriptor, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any more.
        }
        finally
        {
            if (held)
            {
                DangerousRelease();
            }
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        if (_wakeDescriptor > 0)
        {
            LibcCalls.Close(_wakeDescriptor);
        }

        return LibcCalls.Close((int)handle) == 0;
    }

    private unsafe int Control(int operation, int descriptor, ulong key)
    {
        byte* entry = stackalloc byte[16];
        *(uint*)entry = LibcCalls.EpollIn;
        *(ulong*)(entry + KeyOffset) = key;
        return LibcCalls.EpollControl((int)handle, operation, descriptor, entry);
    }
}
