using System.Runtime.InteropServices;

namespace XHand.Native.Libc;

/// <summary>The C library's calls as they are (Linux, 64 bit). Only this folder uses them.</summary>
internal static unsafe partial class LibcCalls
{
    internal const int AfInet = 2;
    internal const int AfInet6 = 10;
    internal const int SockDgram = 2;
    internal const int SockNonblock = 0x800;
    internal const int SockCloexec = 0x80000;
    internal const int SolSocket = 1;
    internal const int SoRcvbuf = 8;
    internal const int SoTimestampNs = 35;
    internal const int ClockRealtime = 0;
    internal const int IpprotoIp = 0;
    internal const int IpTos = 1;
    internal const int IpprotoIpv6 = 41;
    internal const int Ipv6V6Only = 26;
    internal const int Ipv6Tclass = 67;
    internal const int MsgDontwait = 0x40;
    internal const int MsgTrunc = 0x20;
    internal const int EpollCloexec = 0x80000;
    internal const int EpollCtlAdd = 1;
    internal const int EpollCtlDel = 2;
    internal const uint EpollIn = 1;
    internal const int EfdNonblock = 0x800;
    internal const int EfdCloexec = 0x80000;
    internal const int ClockMonotonic = 1;
    internal const int ClockThreadCpu = 3;
    internal const int TimerAbstime = 1;

    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(int socket, void* address, uint length);

    [LibraryImport(Library, EntryPoint = "getsockname", SetLastError = true)]
    internal static partial int GetSocketName(int socket, void* address, uint* length);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetSocketOption(int socket, int level, int name, void* value, uint length);

    [LibraryImport(Library, EntryPoint = "recvfrom", SetLastError = true)]
    internal static partial nint ReceiveFrom(int socket, void* buffer, nuint length, int flags, void* address, uint* addressLength);

    [LibraryImport(Library, EntryPoint = "sendto", SetLastError = true)]
    internal static partial nint SendTo(int socket, void* buffer, nuint length, int flags, void* address, uint addressLength);

    [LibraryImport(Library, EntryPoint = "recvmmsg", SetLastError = true)]
    internal static partial int ReceiveMany(int socket, void* messages, uint count, int flags, void* timeout);

    [LibraryImport(Library, EntryPoint = "sendmmsg", SetLastError = true)]
    internal static partial int SendMany(int socket, void* messages, uint count, int flags);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "epoll_create1", SetLastError = true)]
    internal static partial int EpollCreate(int flags);

    [LibraryImport(Library, EntryPoint = "epoll_ctl", SetLastError = true)]
    internal static partial int EpollControl(int epoll, int operation, int descriptor, void* entry);

    [LibraryImport(Library, EntryPoint = "epoll_wait", SetLastError = true)]
    internal static partial int EpollWait(int epoll, void* events, int maximum, int timeoutMs);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int EventDescriptor(uint initial, int flags);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, void* buffer, nuint count);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, void* buffer, nuint count);

    [LibraryImport(Library, EntryPoint = "clock_gettime")]
    internal static partial int ClockGetTime(int clock, Timespec* time);

    [LibraryImport(Library, EntryPoint = "clock_nanosleep")]
    internal static partial int ClockNanosleep(int clock, int flags, Timespec* request, Timespec* remaining);

    [LibraryImport(Library, EntryPoint = "sched_setscheduler", SetLastError = true)]
    internal static partial int SetScheduler(int thread, int policy, int* priority);

    [LibraryImport(Library, EntryPoint = "setpriority", SetLastError = true)]
    internal static partial int SetPriority(int which, uint who, int priority);

    /// <summary>struct timespec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct IoVector
    {
        public void* Base;
        public nuint Length;
    }

    /// <summary>struct cmsghdr with a struct timespec behind it: what SO_TIMESTAMPNS adds to a datagram.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TimestampControl
    {
        public nuint Length;
        public int Level;
        public int Type;
        public Timespec Time;
    }

    /// <summary>struct mmsghdr: struct msghdr and the length of what came or went.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MultiMessage
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
        public int EndOfMsghdr; // struct msghdr is padded to 56 bytes
        public uint Length;
    }
}
