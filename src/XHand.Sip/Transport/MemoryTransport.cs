using System.Net;

namespace XHand.Sip.Transport;

/// <summary>One endpoint of a <see cref="MemoryNetwork"/>: the twin of <see cref="SipTransportHub"/>. Messages are really written and parsed.</summary>
public sealed class MemoryTransport : ISipTransport
{
    private readonly MemoryNetwork _network;
    private ISipReceiver? _receiver;
    private SipIngress? _ingress;

    internal MemoryTransport(MemoryNetwork network, IPEndPoint local)
    {
        _network = network;
        Local = local;
    }

    /// <summary>Its address.</summary>
    public IPEndPoint Local { get; }

    /// <summary>Messages go to <paramref name="receiver"/> from now on, in turns of the loop; what came earlier is lost.</summary>
    public void Start(ISipReceiver receiver)
    {
        _receiver = receiver;
        _ingress = new SipIngress(_network.Loop, this, receiver, TimeSpan.FromMilliseconds(500));
    }

    /// <inheritdoc/>
    public void Send(SipFlow flow, ReadOnlyMemory<byte> message) => _network.Carry(this, flow, message);

    /// <inheritdoc/>
    public SipFlow FlowTo(SipProtocol protocol, IPEndPoint remote) => new(protocol, Local, remote);

    /// <inheritdoc/>
    public (string Host, int Port) SentBy(SipFlow flow) => (Local.Address.ToString(), Local.Port);

    internal void Receive(SipFlow flow, ReadOnlyMemory<byte> message) => _ingress?.Accept(message, flow);

    internal void Fail(SipFlow flow, string reason) => _receiver?.OnTransportError(flow, reason);
}
