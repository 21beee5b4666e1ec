using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Transport;

/// <summary>Two whole stacks on real loops and real sockets, each request sent from a turn.</summary>
public sealed class HubToHubTests : IDisposable
{
    private readonly SwitchLoop _loop = new(new SwitchLoopOptions(), NullLogger<SwitchLoop>.Instance);
    private readonly SipTransportHub _near;
    private readonly SipTransportHub _far;
    private readonly Owner _owner = new();
    private readonly TransactionTable _table;

    public HubToHubTests()
    {
        _loop.Start();
        _near = NewHub();
        _far = NewHub();
        _table = new TransactionTable(_loop, _near, new AnsweringUser(), new SecretRandom());
    }

    public void Dispose()
    {
        _near.Dispose();
        _far.Dispose();
        _loop.Dispose();
    }

    [Theory]
    [InlineData(SipProtocol.Udp)]
    [InlineData(SipProtocol.Tcp)]
    public void Requests_find_their_answers(SipProtocol protocol)
    {
        SipFlow flow = StartBoth(protocol);
        for (uint cseq = 1; cseq <= 50; cseq++)
        {
            Send(SipMethod.Options, flow, cseq, 500);
            Assert.Equal($"200 to {cseq}", _owner.Take());
        }

        Assert.Equal(protocol == SipProtocol.Tcp ? 1 : 0, _near.ConnectionCount);
    }

    [Fact]
    public void A_large_invite_goes_through_a_stream_in_one_piece()
    {
        SipFlow flow = StartBoth(SipProtocol.Tcp);
        Send(SipMethod.Invite, flow, 1, 60_000);
        Assert.Equal("100 to 1", _owner.Take());
        Assert.Equal("200 to 1", _owner.Take());
    }

    [Fact]
    public void A_peer_that_closes_fails_what_waits_for_its_answer_with_503()
    {
        _near.Listen(SipProtocol.Tcp, new IPEndPoint(IPAddress.Loopback, 0));
        _near.Start(_table);
        SipFlow flow = _near.FlowTo(SipProtocol.Tcp, _far.Listen(SipProtocol.Tcp, new IPEndPoint(IPAddress.Loopback, 0)));
        _far.Start(new TransactionTable(_loop, _far, new SilentUser(), new SecretRandom()));
        Send(SipMethod.Options, flow, 1, 0);
        Assert.True(SpinWait.SpinUntil(() => _far.ConnectionCount == 1, TimeSpan.FromSeconds(10)));
        _far.Dispose();
        Assert.Equal("failure 503", _owner.Take());
    }

    [Fact]
    public void The_meter_counts_what_comes_goes_and_is_dropped()
    {
        ConcurrentDictionary<string, long> counted = new();
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "XHand.Sip")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, state) => counted.AddOrUpdate(instrument.Name, value, (_, old) => old + value));
        listener.Start();
        SipFlow flow = StartBoth(SipProtocol.Udp);
        _loop.TryPost(LoopLane.InDialog, "test", () => _near.Send(flow, "rubbish"u8.ToArray()));
        Send(SipMethod.Options, flow, 1, 0);
        Assert.Equal("200 to 1", _owner.Take());
        Assert.True(counted["xhand.sip.messages.received"] >= 2);
        Assert.True(counted["xhand.sip.messages.sent"] >= 3);
        Assert.True(counted["xhand.sip.messages.dropped"] >= 1);
    }

    private SipTransportHub NewHub() => new(_loop, new SipTransportOptions(), NullLogger<SipTransportHub>.Instance);

    private SipFlow StartBoth(SipProtocol protocol)
    {
        IPEndPoint any = new(IPAddress.Loopback, 0);
        _near.Listen(protocol, any);
        IPEndPoint far = _far.Listen(protocol, any);
        _near.Start(_table);
        _far.Start(new TransactionTable(_loop, _far, new AnsweringUser(), new SecretRandom()));
        return _near.FlowTo(protocol, far);
    }

    private void Send(SipMethod method, SipFlow flow, uint cseq, int bodyBytes)
    {
        OutgoingRequest request = new(
            method,
            SipUri.Sip("b", "127.0.0.1"),
            new SipNameAddress(null, SipUri.Sip("a", "127.0.0.1"), SipParameters.Empty.With("tag", "a")),
            new SipNameAddress(null, SipUri.Sip("b", "127.0.0.1"), SipParameters.Empty),
            "hub-to-hub",
            cseq);
        request.Add("Contact", "<sip:a@127.0.0.1>").WithBody("text/plain", Encoding.ASCII.GetBytes(new string('x', bodyBytes)));
        _loop.TryPost(LoopLane.InDialog, "test", () => _table.Send(request, flow, _owner));
    }

    private sealed class Owner : IClientTransactionUser
    {
        private readonly ConcurrentQueue<string> _heard = new();

        public void OnResponse(ClientTransaction transaction, SipResponse response) => _heard.Enqueue($"{response.StatusCode} to {response.CSeq.Number}");

        public void OnFailure(ClientTransaction transaction, int statusCode, string reason) => _heard.Enqueue($"failure {statusCode}");

        public string Take()
        {
            string? line = null;
            Assert.True(SpinWait.SpinUntil(() => _heard.TryDequeue(out line), TimeSpan.FromSeconds(10)), "Nothing came in 10 s.");
            return line!;
        }
    }

    private sealed class SilentUser : ITransactionUser
    {
        public void OnRequest(ServerTransaction transaction)
        {
        }

        public void OnAck(SipRequest ack, SipFlow flow)
        {
        }

        public void OnCancel(ServerTransaction invite, SipRequest cancel)
        {
        }

        public void OnStrayResponse(SipResponse response, SipFlow flow)
        {
        }
    }
}
