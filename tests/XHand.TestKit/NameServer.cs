using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace XHand.TestKit;

/// <summary>A name server on a loopback UDP port with the records that a test gives it; other names are not there.</summary>
public sealed class NameServer : IDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly Dictionary<(string Name, int Type), List<byte[]>> _records = [];
    private readonly Task _serving;

    /// <summary>Listens at once.</summary>
    public NameServer() => _serving = Task.Run(ServeAsync);

    /// <summary>Where.</summary>
    public IPEndPoint Address => (IPEndPoint)_socket.Client.LocalEndPoint!;

    /// <summary>An A record.</summary>
    public NameServer WithAddress(string name, string address) => With(name, 1, IPAddress.Parse(address).GetAddressBytes());

    /// <summary>An SRV record.</summary>
    public NameServer WithServer(string service, int priority, int weight, int port, string target) =>
        With(service, 33, [.. Number(priority), .. Number(weight), .. Number(port), .. Name(target)]);

    /// <summary>A NAPTR record that leads to an SRV record.</summary>
    public NameServer WithService(string domain, int order, string service, string replacement) =>
        With(domain, 35, [.. Number(order), .. Number(50), .. Text("s"), .. Text(service), .. Text(""), .. Name(replacement)]);

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _serving.Wait(TimeSpan.FromSeconds(2));
    }

    private NameServer With(string name, int type, byte[] data)
    {
        lock (_records)
        {
            if (!_records.TryGetValue((name, type), out List<byte[]>? known))
            {
                _records.Add((name, type), known = []);
            }

            known.Add(data);
        }

        return this;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                UdpReceiveResult asked = await _socket.ReceiveAsync();
                await _socket.SendAsync(Reply(asked.Buffer), asked.RemoteEndPoint);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private byte[] Reply(byte[] question)
    {
        int at = 12;
        List<string> labels = [];
        for (; question[at] != 0; at += question[at] + 1)
        {
            labels.Add(Encoding.ASCII.GetString(question, at + 1, question[at]));
        }

        int end = at + 5;
        List<byte[]> found;
        lock (_records)
        {
            found = [.. _records.GetValueOrDefault((string.Join('.', labels).ToLowerInvariant(), BinaryPrimitives.ReadUInt16BigEndian(question.AsSpan(at + 1)))) ?? []];
        }

        // An answer (QR, RD, RA); none of that name is "no such name" (3).
        List<byte> reply = [question[0], question[1], 0x81, (byte)(found.Count == 0 ? 0x83 : 0x80), 0, 1, .. Number(found.Count), 0, 0, 0, 0, .. question[12..end]];
        foreach (byte[] data in found)
        {
            reply.AddRange([0xC0, 12, .. question[(at + 1)..(at + 5)], 0, 0, 0, 60, .. Number(data.Length), .. data]);
        }

        return [.. reply];
    }

    private static byte[] Number(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Name(string name) => [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(Text), 0];
}
