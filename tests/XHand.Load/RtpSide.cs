using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace XHand.Load;

/// <summary>
/// One side's RTP on one socket: a packet of PCMA each 20 ms to every leg, spread over the 20 ms; what comes back carries the time at which it was
/// sent. Times are user space on both ends, so the generator's own scheduling is in them.
/// </summary>
internal sealed class RtpSide : IDisposable
{
    private const int PacketBytes = 172;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly List<(SocketAddress Address, ushort Sequence)> _legs = [];
    private readonly Lock _lock = new();
    private readonly byte[] _out = new byte[PacketBytes];
    private readonly byte[] _in = new byte[2048];
    private readonly SocketAddress _from = new(AddressFamily.InterNetwork);

    public RtpSide()
    {
        _socket.ReceiveBufferSize = 32 << 20;
        _socket.SendBufferSize = 8 << 20;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Blocking = false;
        _out.AsSpan(12).Fill(0xD5);
        _out[0] = 0x80;
        _out[1] = 8;
    }

    /// <summary>The port that both descriptions give.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Packets sent while measuring.</summary>
    public long Sent { get; private set; }

    /// <summary>Packets sent while measuring that came in here.</summary>
    public long Received { get; private set; }

    /// <summary>Delays through the exchange, of what came in here.</summary>
    public Percentiles Delay { get; } = new();

    /// <summary>True while packets are marked to be counted.</summary>
    public bool Measuring { get; set; }

    /// <summary>A leg is up: its packets go to this port of the exchange.</summary>
    public void Add(IPAddress server, int port)
    {
        lock (_lock)
        {
            _legs.Add((new IPEndPoint(server, port).Serialize(), (ushort)_legs.Count));
        }
    }

    /// <summary>Sends the packets of the legs whose turn it is: millisecond <paramref name="phase"/> of 20.</summary>
    public void Tick(int phase)
    {
        lock (_lock)
        {
            for (int i = phase; i < _legs.Count; i += 20)
            {
                (SocketAddress address, ushort sequence) = _legs[i];
                _legs[i] = (address, (ushort)(sequence + 1));
                BinaryPrimitives.WriteUInt16BigEndian(_out.AsSpan(2), sequence);
                BinaryPrimitives.WriteUInt32BigEndian(_out.AsSpan(4), sequence * 160u);
                BinaryPrimitives.WriteUInt32BigEndian(_out.AsSpan(8), (uint)(0x1000 + i));
                _out[12] = (byte)(Measuring ? 1 : 0);
                BinaryPrimitives.WriteInt64BigEndian(_out.AsSpan(16), Stopwatch.GetTimestamp());
                _socket.SendTo(_out, SocketFlags.None, address);
                Sent += _out[12];
            }
        }
    }

    /// <summary>Waits until something has come, at most a fifth of a millisecond.</summary>
    public void WaitBriefly() => _socket.Poll(200, SelectMode.SelectRead);

    /// <summary>Takes what has come.</summary>
    public void Drain()
    {
        while (_socket.Available > 0)
        {
            int read = _socket.ReceiveFrom(_in, SocketFlags.None, _from);
            if (read == PacketBytes && _in[12] == 1)
            {
                Received++;
                if ((Received & 15) == 0)
                {
                    Delay.Add(Stopwatch.GetElapsedTime(BinaryPrimitives.ReadInt64BigEndian(_in.AsSpan(16))).TotalMilliseconds);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
