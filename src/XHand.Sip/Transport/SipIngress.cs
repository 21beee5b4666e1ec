using XHand.Loop;
using XHand.Sip.Messages;
using XHand.Sip.Parsing;
using XHand.Sip.Transactions;

namespace XHand.Sip.Transport;

/// <summary>
/// What every transport does with received bytes, on its own thread: parses, notes the source, and posts to the lane of the
/// switch loop that the message belongs to. What cannot be taken is answered statelessly or dropped, and counted.
/// </summary>
internal sealed class SipIngress(ISwitchLoop loop, ISipTransport transport, ISipReceiver receiver, TimeSpan lateInvite)
{
    private readonly RefusedInvites _refused = new(loop.Time);
    private readonly AcceptedInvites _accepted = new(loop.Time);

    /// <summary>Takes one whole message; <paramref name="buffer"/> belongs to it from now on. Never throws on network input.</summary>
    public void Accept(ReadOnlyMemory<byte> buffer, SipFlow flow)
    {
        SipMetrics.Received(flow.Protocol.LowerName());
        if (!SipParser.TryParse(buffer, out SipMessage message, out SipParseError error))
        {
            Refuse(error, flow);
            return;
        }

        if (message is SipRequest request)
        {
            SipMetrics.RequestReceived(request.Method);
            SipMessageReceived.Stamp(request, flow.Remote);
        }

        (LoopLane lane, string turn) = LaneOf(message);
        InboundMessage inbound = new(this, message, flow, loop.Time.GetTimestamp());
        if (!loop.TryPost(lane, turn, lane == LoopLane.NewCalls ? inbound.RunInvite : inbound.Run) && !TryPostUrgent(inbound, message, lane, turn))
        {
            Shed(message, flow);
        }
    }

    /// <summary>Tells on the loop that a flow has failed; from any thread.</summary>
    public void ReportFailure(SipFlow flow, string reason)
    {
        if (!loop.TryPost(LoopLane.InDialog, "sip.transportError", () => receiver.OnTransportError(flow, reason)))
        {
            SipMetrics.Dropped("transport_error_lane_full");
        }
    }

    // Somebody calls for help: as long as running calls have room, it has.
    private bool TryPostUrgent(InboundMessage inbound, SipMessage message, LoopLane lane, string turn) =>
        lane == LoopLane.NewCalls && receiver.IsUrgent((SipRequest)message) && loop.TryPost(LoopLane.InDialog, turn, inbound.RunInvite);

    // In-dialog: whatever keeps running calls alive or ends something.
    private static (LoopLane Lane, string Turn) LaneOf(SipMessage message) => message switch
    {
        SipResponse => (LoopLane.InDialog, "sip.response"),
        SipRequest { Method: SipMethod.Ack or SipMethod.Cancel } => (LoopLane.InDialog, "sip.inDialog"),
        SipRequest when message.To.Tag is not null => (LoopLane.InDialog, "sip.inDialog"),
        SipRequest { Method: SipMethod.Invite } => (LoopLane.NewCalls, "sip.invite"),
        _ => (LoopLane.Registrations, "sip.request"),
    };

    private void Refuse(SipParseError error, SipFlow flow)
    {
        SipMetrics.Dropped("unparsable");
        if (error.StatusCode == 0 || error.Answerable is not { } request)
        {
            return;
        }

        SipMessageReceived.Stamp(request, flow.Remote);
        Answer(request, flow, error.StatusCode, error.Reason);
    }

    // A full lane: who wants to call is told to come again (RFC 3261 21.5.4); everything else is repeated by its sender anyway.
    private void Shed(SipMessage message, SipFlow flow)
    {
        if (message is SipRequest { Method: SipMethod.Invite } invite && invite.To.Tag is null)
        {
            TransactionKey key = TransactionKey.OfRequest(invite, SipMethod.Invite);
            _refused.Add(key);
            if (!_accepted.Contains(key))
            {
                SipMetrics.InviteRefused("lane_full");
                Answer(invite, flow, 503, null);
                return;
            }
        }

        SipMetrics.Dropped("lane_full");
    }

    private void Answer(SipRequest request, SipFlow flow, int statusCode, string? reason)
    {
        if (StatelessAnswer.Write(request, statusCode, reason) is { } answer)
        {
            transport.Send(ResponseRoute.Of(request.TopVia, flow), answer);
        }
    }

    /// <summary>A message on its way to its turn.</summary>
    private sealed class InboundMessage(SipIngress ingress, SipMessage message, SipFlow flow, long receivedAt)
    {
        public void Run() => ingress.Deliver(message, flow);

        public void RunInvite() => ingress.DeliverInvite((SipRequest)message, flow, receivedAt);
    }

    private void Deliver(SipMessage message, SipFlow flow) => receiver.OnMessage(message, flow);

    private void DeliverInvite(SipRequest invite, SipFlow flow, long receivedAt)
    {
        TransactionKey key = TransactionKey.OfRequest(invite, SipMethod.Invite);
        bool isKnown = _accepted.Contains(key);
        bool isLate = !isKnown && loop.Time.GetElapsedTime(receivedAt) > lateInvite && !receiver.IsUrgent(invite);
        if (isLate)
        {
            if (receiver.RefusesLateInvite(invite, flow))
            {
                _refused.Add(key);
            }

            return;
        }

        if (!isKnown)
        {
            _accepted.Add(key);
            if (_refused.Contains(key))
            {
                _accepted.Remove(key);
                Answer(invite, flow, 503, null);
                return;
            }
        }

        receiver.OnMessage(invite, flow);
    }
}
