using System.Net;
using XHand.Native.Libc;

namespace XHand.Benchmarks.Relay;

/// <summary>
/// The least that a relay in C# can do: epoll, receive, send, nothing else. With a pause between rounds packets gather and fewer wake-ups are paid.
/// </summary>
internal sealed class BareRelay(TimeSpan pause) : IRelay
{
    private readonly List<UdpSocket> _sockets = [];
    private UdpAddress[] _destinations = [];
    private SocketPoll? _poll;
    private Thread? _thread;
    private volatile bool _stopping;

    public string Name => pause == TimeSpan.Zero ? "bare" : $"bare, pause {pause.TotalMilliseconds} ms";

    public string ThreadName => "bare-relay";

    public IReadOnlyList<(int Left, int Right)> Open(int calls, IPEndPoint left, IPEndPoint right)
    {
        _poll = new SocketPoll(256);
        _destinations = new UdpAddress[calls * 2];
        List<(int Left, int Right)> ports = [];
        for (int i = 0; i < calls * 2; i++)
        {
            UdpSocket socket = UdpSocket.TryBind(new IPEndPoint(IPAddress.Loopback, 0), true, out int error)
                ?? throw new IOException($"bind failed with error {error}");
            _sockets.Add(socket);
            _poll.Add(socket, (ulong)i);
            _destinations[i] = UdpAddress.From((i & 1) == 0 ? left : right);
            if ((i & 1) == 1)
            {
                ports.Add((_sockets[i - 1].LocalPort(), socket.LocalPort()));
            }
        }

        _thread = new Thread(Relay) { IsBackground = true, Name = ThreadName };
        _thread.Start();
        return ports;
    }

    public void Dispose()
    {
        _stopping = true;
        _poll?.Wake();
        _thread?.Join();
        _poll?.Dispose();
        _sockets.ForEach(socket => socket.Dispose());
    }

    private void Relay()
    {
        SocketPoll poll = _poll!;
        UdpSocket[] sockets = [.. _sockets];
        byte[] buffer = GC.AllocateArray<byte>(2048, pinned: true);
        long pauseNanoseconds = (long)pause.TotalNanoseconds;
        while (!_stopping)
        {
            long round = pauseNanoseconds > 0 ? NativeThread.MonotonicNanoseconds() : 0;
            int timeout = 100;
            int ready;
            while ((ready = poll.Wait(timeout)) > 0)
            {
                for (int i = 0; i < ready; i++)
                {
                    int index = (int)poll.Key(i);
                    int length = sockets[index].Receive(buffer, out _);
                    if (length > 0)
                    {
                        int other = index ^ 1;
                        sockets[other].Send(buffer.AsSpan(0, length), in _destinations[other]);
                    }
                }

                timeout = pauseNanoseconds > 0 ? 0 : 100;
            }

            if (pauseNanoseconds > 0)
            {
                NativeThread.SleepUntil(round + pauseNanoseconds);
            }
        }
    }
}
