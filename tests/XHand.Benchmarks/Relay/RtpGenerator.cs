using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text.Json;
using XHand.Native.Libc;

namespace XHand.Benchmarks.Relay;

/// <summary>
/// Sends and takes the RTP of N calls on two sockets, in a process of its own so that its CPU is not the relay's. It prints its two ports, reads the
/// relay's ports ("a,b" a line, an empty one ends), and prints "begin", "end" and a line of JSON. Delay is from just before the send to the kernel's
/// time stamp of the arrival.
/// </summary>
internal sealed class RtpGenerator(int tickNanoseconds) : IDisposable
{
    private const int PacketBytes = 172;
    private const int PayloadStart = 12;
    private const int FrameNanoseconds = 20_000_000;
    private const int HistogramStepNanoseconds = 10_000;

    private readonly UdpSocket[] _sockets = [Open(), Open()];
    private readonly DatagramBatch _outgoing = new(64, PacketBytes);
    private readonly DatagramBatch _incoming = new(64, 512);
    private readonly int[] _delays = new int[20_000];
    private UdpAddress[][] _relay = [];
    private ushort _sequence;
    private uint _timestamp;
    private bool _counting;
    private long _sent;
    private long _received;
    private long _worst;
    private int _pending;

    public static int Run(string[] args)
    {
        double seconds = double.Parse(args[0], CultureInfo.InvariantCulture);
        using RtpGenerator generator = new(int.Parse(args[1], CultureInfo.InvariantCulture) * 1000);
        Console.WriteLine($"{generator._sockets[0].LocalPort()},{generator._sockets[1].LocalPort()}");
        generator.ReadRelayPorts();
        generator.Generate(seconds);
        return 0;
    }

    public void Dispose()
    {
        _outgoing.Dispose();
        _incoming.Dispose();
        _sockets[0].Dispose();
        _sockets[1].Dispose();
    }

    private static UdpSocket Open()
    {
        UdpSocket socket = UdpSocket.TryBind(new IPEndPoint(IPAddress.Loopback, 0), false, out int error)
            ?? throw new IOException($"bind failed with error {error}");
        socket.SetReceiveBuffer(4 << 20);
        socket.EnableTimestamps();
        return socket;
    }

    private void ReadRelayPorts()
    {
        List<UdpAddress> left = [], right = [];
        while (Console.ReadLine() is { Length: > 0 } line)
        {
            string[] ports = line.Split(',');
            left.Add(UdpAddress.From(new IPEndPoint(IPAddress.Loopback, int.Parse(ports[0], CultureInfo.InvariantCulture))));
            right.Add(UdpAddress.From(new IPEndPoint(IPAddress.Loopback, int.Parse(ports[1], CultureInfo.InvariantCulture))));
        }

        _relay = [[.. left], [.. right]];
    }

    private void Generate(double seconds)
    {
        int phases = FrameNanoseconds / tickNanoseconds;
        long warmTicks = 75 * phases;
        long measuredTicks = (long)(seconds * 50) * phases;
        long start = NativeThread.MonotonicNanoseconds() + tickNanoseconds;
        for (long tick = 0; tick < warmTicks + measuredTicks + (10 * phases); tick++)
        {
            NativeThread.SleepUntil(start + (tick * tickNanoseconds));
            if (tick == warmTicks)
            {
                Console.WriteLine("begin");
                _counting = true;
            }

            if (tick == warmTicks + measuredTicks)
            {
                _counting = false;
                Console.WriteLine("end");
            }

            if (tick < warmTicks + measuredTicks)
            {
                SendPhase((int)(tick % phases), phases);
            }

            Drain(0);
            Drain(1);
        }

        GeneratorFigures seen = new(_sent, _received, Percentile(0.50), Percentile(0.99), Math.Round(_worst / 1e6, 2));
        Console.WriteLine(JsonSerializer.Serialize(seen, JsonSerializerOptions.Web));
    }

    private void SendPhase(int phase, int phases)
    {
        for (int side = 0; side < 2; side++)
        {
            UdpAddress[] relay = _relay[side];
            for (int call = phase; call < relay.Length; call += phases)
            {
                Span<byte> packet = _outgoing.Prepare(_pending++, PacketBytes, in relay[call]);
                packet.Clear();
                packet[0] = 0x80;
                packet[1] = 8;
                BinaryPrimitives.WriteUInt16BigEndian(packet[2..], _sequence);
                BinaryPrimitives.WriteUInt32BigEndian(packet[4..], _timestamp);
                BinaryPrimitives.WriteInt32BigEndian(packet[8..], (side << 20) + call + 1);
                packet[PayloadStart] = (byte)(_counting ? 1 : 0);
                BinaryPrimitives.WriteInt64BigEndian(packet[(PayloadStart + 8)..], NativeThread.WallNanoseconds());
                if (_pending == _outgoing.Capacity)
                {
                    Flush(side);
                }
            }

            Flush(side);
        }

        if (phase == phases - 1)
        {
            _sequence++;
            _timestamp += 160;
        }
    }

    private void Flush(int side)
    {
        for (int first = 0; first < _pending;)
        {
            first += Math.Max(1, _outgoing.Send(_sockets[side], first, _pending - first));
        }

        _sent += _counting ? _pending : 0;
        _pending = 0;
    }

    private void Drain(int side)
    {
        int received;
        while ((received = _incoming.Receive(_sockets[side])) > 0)
        {
            for (int i = 0; i < received; i++)
            {
                Span<byte> packet = _incoming.Received(i);
                if (packet.Length != PacketBytes || packet[PayloadStart] != 1)
                {
                    continue;
                }

                long delay = Math.Max(0, _incoming.ReceivedAt(i) - BinaryPrimitives.ReadInt64BigEndian(packet[(PayloadStart + 8)..]));
                _received++;
                _worst = Math.Max(_worst, delay);
                _delays[Math.Min(_delays.Length - 1, delay / HistogramStepNanoseconds)]++;
            }
        }
    }

    private double Percentile(double part)
    {
        long wanted = (long)(_received * part);
        long seen = 0;
        for (int i = 0; i < _delays.Length; i++)
        {
            seen += _delays[i];
            if (seen > wanted)
            {
                return Math.Round(i * HistogramStepNanoseconds / 1e6, 2);
            }
        }

        return 0;
    }
}
