using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace XHand.Native.Libc;

/// <summary>
/// A question to the DNS by glibc's resolver (resolver(3)): random identity and port, answers matched to their question, TCP when the answer is
/// long. It waits, so never on the switch loop. Any thread.
/// </summary>
public static unsafe partial class NameQuery
{
    private const string Library = "libc.so.6";

    // struct __res_state of 64-bit Linux, <resolv.h>: its size, and where its fields are.
    private const int StateBytes = 568;
    private const int RetransAt = 0;
    private const int RetryAt = 4;
    private const int ServerCountAt = 16;
    private const int ServersAt = 20;
    private const int ServerBytes = 16;
    private const int MaxServers = 3;

    private const int InternetClass = 1;
    private const int HostNotFound = 1;
    private const int NoData = 4;

    /// <summary>
    /// Asks for records of a type and returns the length of the reply in <paramref name="reply"/>; 0 when there are none of that name or type, -1 when
    /// nobody answered.
    /// </summary>
    /// <param name="name">Whole domain name.</param>
    /// <param name="type">Type of record (RFC 1035 3.2.2).</param>
    /// <param name="servers">IPv4 servers to ask, at most three; empty: those of the system (resolv.conf).</param>
    /// <param name="seconds">How long each is waited for, twice at most.</param>
    /// <param name="reply">Room for the reply; one that does not fit counts as not answered.</param>
    public static int Ask(string name, ushort type, IReadOnlyList<IPEndPoint> servers, int seconds, Span<byte> reply)
    {
        byte* state = stackalloc byte[StateBytes];
        new Span<byte>(state, StateBytes).Clear();
        if (ResNinit(state) != 0)
        {
            return -1;
        }

        try
        {
            *(int*)(state + RetransAt) = seconds;
            *(int*)(state + RetryAt) = 2;
            Use(servers, state);
            fixed (byte* to = reply)
            {
                int length = ResNquery(state, name, InternetClass, type, to, reply.Length);
                if (length >= 0)
                {
                    return length <= reply.Length ? length : -1;
                }

                return *HErrnoLocation() is HostNotFound or NoData ? 0 : -1;
            }
        }
        finally
        {
            ResNclose(state);
        }
    }

    private static void Use(IReadOnlyList<IPEndPoint> servers, byte* state)
    {
        int count = 0;
        foreach (IPEndPoint server in servers.Where(server => server.AddressFamily == AddressFamily.InterNetwork).Take(MaxServers))
        {
            Span<byte> address = new(state + ServersAt + (count++ * ServerBytes), ServerBytes);
            address.Clear();
            MemoryMarshal.Write(address, (ushort)AddressFamily.InterNetwork);
            BinaryPrimitives.WriteUInt16BigEndian(address[2..], (ushort)server.Port);
            server.Address.TryWriteBytes(address[4..], out _);
        }

        if (count > 0)
        {
            *(int*)(state + ServerCountAt) = count;
        }
    }

    [LibraryImport(Library, EntryPoint = "__res_ninit")]
    private static partial int ResNinit(byte* state);

    [LibraryImport(Library, EntryPoint = "res_nquery", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ResNquery(byte* state, string name, int @class, int type, byte* answer, int length);

    [LibraryImport(Library, EntryPoint = "__res_nclose")]
    private static partial void ResNclose(byte* state);

    [LibraryImport(Library, EntryPoint = "__h_errno_location")]
    private static partial int* HErrnoLocation();
}
