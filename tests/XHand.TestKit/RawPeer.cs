using System.Net;
using System.Text;
using XHand.Sip.Messages;
using XHand.Sip.Transport;

namespace XHand.TestKit;

/// <summary>A peer that sends what it is told, to the letter, and keeps what it hears.</summary>
public sealed class RawPeer : ISipReceiver
{
    private readonly MemoryTransport _transport;

    /// <summary>Attaches it.</summary>
    public RawPeer(MemoryNetwork network, IPEndPoint address)
    {
        _transport = network.Attach(address);
        _transport.Start(this);
    }

    /// <summary>Everything received.</summary>
    public List<SipMessage> Received { get; } = [];

    /// <summary>Statuses received, in order.</summary>
    public IReadOnlyList<int> Statuses => [.. Received.OfType<SipResponse>().Select(response => response.StatusCode)];

    /// <summary>Sends this text with CRLF line ends; an empty line is added when it has none.</summary>
    public void Send(string text, IPEndPoint? to = null)
    {
        string wire = text.ReplaceLineEndings("\r\n");
        if (!wire.Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            wire = wire.TrimEnd() + "\r\n\r\n";
        }

        _transport.Send(_transport.FlowTo(SipProtocol.Udp, to ?? VirtualExchange.Address), Encoding.UTF8.GetBytes(wire));
    }

    void ISipReceiver.OnMessage(SipMessage message, SipFlow flow) => Received.Add(message);

    void ISipReceiver.OnTransportError(SipFlow flow, string reason)
    {
    }
}
