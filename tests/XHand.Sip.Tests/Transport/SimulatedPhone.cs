using System.Globalization;
using System.Net;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Sip.Dialogs;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Transport;

/// <summary>A phone in a memory network: rings 1 s, answers, takes the BYE; or calls another, talks 10 s and hangs up.</summary>
internal sealed class SimulatedPhone : ITransactionUser, IClientTransactionUser
{
    private readonly VirtualLoop _loop;
    private readonly MemoryTransport _transport;
    private readonly Dictionary<string, InviteOkRetransmitter> _unacknowledged = [];
    private readonly Dictionary<string, (SipDialog Dialog, InviteAcknowledger Acknowledger)> _calls = [];

    public SimulatedPhone(VirtualLoop loop, MemoryNetwork network, string address, ulong seed)
    {
        _loop = loop;
        _transport = network.Attach(IPEndPoint.Parse(address));
        Table = new TransactionTable(loop, _transport, this, new SeededRandom(seed));
        _transport.Start(Table);
    }

    public TransactionTable Table { get; }

    public MemoryTransport Transport => _transport;

    public int InvitesSeen { get; private set; }

    public int AcksSeen { get; private set; }

    public int ByesSeen { get; private set; }

    public int Answered { get; private set; }

    public int HungUp { get; private set; }

    public List<string> Failures { get; } = [];

    public void Call(SimulatedPhone callee, int number, SipProtocol protocol = SipProtocol.Udp)
    {
        SipNameAddress from = new(null, SipUri.Sip("a", _transport.Local.Address.ToString()), SipParameters.Empty.With("tag", $"t{number}"));
        SipNameAddress to = new(null, SipUri.Sip("b", callee._transport.Local.Address.ToString()), SipParameters.Empty);
        OutgoingRequest invite = new(SipMethod.Invite, SipUri.Sip("b", callee._transport.Local.Address.ToString()), from, to, $"call{number}", 1);
        invite.Add("Contact", $"<sip:a@{_transport.Local}>");
        Table.Send(invite, _transport.FlowTo(protocol, callee._transport.Local), this);
    }

    public void OnRequest(ServerTransaction transaction)
    {
        switch (transaction.Request.Method)
        {
            case SipMethod.Invite:
                InvitesSeen++;
                transaction.Respond(new OutgoingResponse(transaction.Request, 180));
                _loop.StartTimer(TimeSpan.FromSeconds(1), "phone.answer", () => Answer(transaction));
                break;
            case SipMethod.Bye:
                ByesSeen++;
                transaction.Respond(new OutgoingResponse(transaction.Request, 200));
                break;
            default:
                transaction.Respond(new OutgoingResponse(transaction.Request, 405));
                break;
        }
    }

    public void OnAck(SipRequest ack, SipFlow flow)
    {
        if (_unacknowledged.Remove(ack.CallId, out InviteOkRetransmitter? waiting))
        {
            AcksSeen++;
            waiting.Dispose();
        }
    }

    public void OnCancel(ServerTransaction invite, SipRequest cancel) => invite.Respond(new OutgoingResponse(invite.Request, 487));

    public void OnStrayResponse(SipResponse response, SipFlow flow)
    {
        if (_calls.TryGetValue(response.CallId, out (SipDialog Dialog, InviteAcknowledger Acknowledger) call))
        {
            call.Acknowledger.TryRepeat(response);
        }
    }

    public void OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (response.CSeq.Method == SipMethod.Bye)
        {
            HungUp++;
        }
        else if (response.StatusCode is >= 200 and < 300)
        {
            Connected(transaction, response);
        }
        else if (response.StatusCode >= 300)
        {
            Failures.Add(string.Create(CultureInfo.InvariantCulture, $"{response.CallId} {response.StatusCode}"));
        }
    }

    public void OnFailure(ClientTransaction transaction, int statusCode, string reason) => Failures.Add($"{transaction.Request.CallId} {transaction.Request.Method} {reason}");

    private void Answer(ServerTransaction invite)
    {
        invite.Respond(new OutgoingResponse(invite.Request, 200).Add("Contact", $"<sip:b@{_transport.Local}>"));
        string callId = invite.Request.CallId;
        _unacknowledged.Add(callId, new InviteOkRetransmitter(_loop, invite, () => Failures.Add($"{callId} no ACK")));
    }

    private void Connected(ClientTransaction transaction, SipResponse response)
    {
        if (_calls.TryGetValue(response.CallId, out (SipDialog Dialog, InviteAcknowledger Acknowledger) known))
        {
            known.Acknowledger.TryRepeat(response);
            return;
        }

        Answered++;
        SipDialog dialog = SipDialog.FromResponse(transaction.Request, response, transaction.Flow, SipUri.Sip("a", "x"));
        InviteAcknowledger acknowledger = new(Table, _transport);
        acknowledger.Acknowledge(dialog, transaction.Request);
        _calls.Add(response.CallId, (dialog, acknowledger));
        _loop.StartTimer(TimeSpan.FromSeconds(10), "phone.hangUp", () => Table.Send(dialog.CreateRequest(SipMethod.Bye), dialog.Flow, this));
    }
}
