using System.Net;
using System.Text;
using XHand.Calls.Tracing;
using XHand.Sip.Messages;
using XHand.Sip.Parsing;
using XHand.Sip.Transport;

namespace XHand.Benchmarks.Tracing;

/// <summary>What the trace costs a message that passes, received and sent, and what a question for a call costs over a full ring.</summary>
internal static class TraceBenchmark
{
    private const int Operations = 500_000;
    private const int Questions = 5;
    private static readonly TimeSpan s_age = TimeSpan.FromMinutes(15);

    public static int Run()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(
            "INVITE sip:1701@10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.7:5060;branch=z9hG4bK1\r\nFrom: <sip:1700@10.0.0.1>;tag=a\r\nTo: <sip:1701@10.0.0.1>\r\nCall-ID: a@x\r\nCSeq: 1 INVITE\r\nX-Fill: "
            + new string('x', 500) + "\r\nContent-Length: 0\r\n\r\n");
        if (!SipParser.TryParse(bytes, out SipMessage message, out _))
        {
            return 1;
        }

        SipFlow flow = new(SipProtocol.Udp, new(IPAddress.Any, 5060), new(IPAddress.Parse("10.0.0.7"), 5060));
        CallTracing tracing = new(TimeProvider.System, 32 * 1024 * 1024, s_age);
        ISipReceiver bare = new Nobody();
        ISipReceiver traced = tracing.Around(bare);
        string subject = $"a message of {bytes.Length} bytes";
        Rounds.Measure("trace", subject + ", delivered bare", Operations, () => Deliver(bare, message, flow));
        Rounds.Measure("trace", subject + ", delivered and traced", Operations, () => Deliver(traced, message, flow));
        Rounds.Measure("trace", "a question for a call over 32 MiB", Questions, () => tracing.Find(Guid.Empty, Guid.AllBitsSet, CallTraceHints.None) is null ? 0 : 1);
        return 0;
    }

    private static int Deliver(ISipReceiver receiver, SipMessage message, SipFlow flow)
    {
        receiver.OnMessage(message, flow);
        return 1;
    }

    private sealed class Nobody : ISipReceiver
    {
        public void OnMessage(SipMessage message, SipFlow flow)
        {
        }

        public void OnTransportError(SipFlow flow, string reason)
        {
        }
    }
}
