using System.Collections.Concurrent;
using XHand.Sip.Messages;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Transport;

/// <summary>What a transport delivered, for a test's thread to take.</summary>
internal sealed class ReceivedMessages : ISipReceiver
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private readonly ConcurrentQueue<(SipMessage Message, SipFlow Flow)> _messages = new();
    private readonly ConcurrentQueue<(SipFlow Flow, string Reason)> _errors = new();

    public int Waiting => _messages.Count;

    public void OnMessage(SipMessage message, SipFlow flow) => _messages.Enqueue((message, flow));

    public void OnTransportError(SipFlow flow, string reason) => _errors.Enqueue((flow, reason));

    public (SipMessage Message, SipFlow Flow) Take() => Take(_messages);

    public (SipFlow Flow, string Reason) TakeError() => Take(_errors);

    private static T Take<T>(ConcurrentQueue<T> from)
    {
        T? item = default;
        Assert.True(SpinWait.SpinUntil(() => from.TryDequeue(out item), Limit), "Nothing came in 10 s.");
        return item!;
    }
}
