using System.Buffers.Text;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Sip.Messages;
using XHand.Sip.Transport;

namespace XHand.Sip.Transactions;

/// <summary>
/// All transactions of the node: absorbs retransmissions, runs the timers of RFC 3261 17 and RFC 6026 on the loop's wheel,
/// answers 100 Trying to an INVITE at once. Loop thread only.
/// </summary>
public sealed class TransactionTable(ISwitchLoop loop, ISipTransport transport, ITransactionUser user, IRandomSource random, Func<string>? newTag = null) : ISipReceiver
{
    private readonly Dictionary<TransactionKey, ClientShell> _clients = [];
    private readonly Dictionary<TransactionKey, ServerShell> _servers = [];
    private readonly Dictionary<MergeKey, TransactionKey> _unansweredInvites = [];
    private readonly FlowIndex _flows = new();

    /// <summary>Transactions alive now, finished ones that still absorb retransmissions included.</summary>
    public int Count => _clients.Count + _servers.Count;

    /// <summary>Client transactions alive now.</summary>
    public int ClientCount => _clients.Count;

    /// <summary>Server transactions alive now.</summary>
    public int ServerCount => _servers.Count;

    internal ISwitchLoop Loop => loop;

    internal ISipTransport Transport => transport;

    internal ITransactionUser User => user;

    /// <inheritdoc/>
    public void OnMessage(SipMessage message, SipFlow flow)
    {
        switch (message)
        {
            case SipResponse response:
                OnResponse(response, flow);
                break;
            case SipRequest { Method: SipMethod.Ack } ack:
                OnAck(ack, flow);
                break;
            case SipRequest { Method: SipMethod.Invite } invite:
                OnInvite(invite, flow);
                break;
            case SipRequest request:
                OnRequest(request, flow);
                break;
        }
    }

    /// <inheritdoc/>
    public bool IsUrgent(SipRequest invite) => user.IsUrgent(invite);

    /// <inheritdoc/>
    public bool RefusesLateInvite(SipRequest invite, SipFlow flow)
    {
        if (_servers.ContainsKey(TransactionKey.OfRequest(invite, SipMethod.Invite)))
        {
            OnMessage(invite, flow);
            return false;
        }

        SipMetrics.InviteRefused("late");
        transport.Send(ResponseRoute.Of(invite.TopVia, flow), StatelessAnswer.Write(invite, 503));
        return true;
    }

    /// <inheritdoc/>
    public void OnTransportError(SipFlow flow, string reason)
    {
        foreach (TransactionShell shell in _flows.On(flow))
        {
            shell.OnTransportError(reason);
        }

        if (flow.Connection != 0)
        {
            user.OnConnectionLost(flow);
        }
    }

    /// <summary>Sends a request in a new client transaction; not for ACK.</summary>
    public ClientTransaction Send(OutgoingRequest request, SipFlow flow, IClientTransactionUser owner)
    {
        if (request.Method is SipMethod.Ack or SipMethod.Cancel)
        {
            throw new ArgumentException("An ACK has no transaction (SendAck), a CANCEL belongs to its INVITE (ClientTransaction.Cancel).", nameof(request));
        }

        return Start(request, flow, NewVia(flow), owner);
    }

    /// <summary>Sends the ACK for a 2xx: no transaction of its own (RFC 3261 13.2.2.4); returns the bytes for repeating it.</summary>
    public byte[] SendAck(OutgoingRequest ack, SipFlow flow)
    {
        byte[] bytes = ack.ToBytes(NewVia(flow));
        transport.Send(flow, bytes);
        return bytes;
    }

    /// <summary>A new tag: the node's own kind where it has one, else 72 secret bits (RFC 3261 19.3 asks for 32).</summary>
    internal string NewTag() => newTag?.Invoke() ?? NewToken();

    internal void SendCancel(OutgoingRequest cancel, SipFlow flow, SipVia via, IClientTransactionUser owner) => Start(cancel, flow, via, owner);

    internal void SendRequestBytes(ClientShell shell, byte[] request, bool isRepeated)
    {
        if (isRepeated)
        {
            SipMetrics.Retransmitted();
        }

        transport.Send(shell.Flow, request);
    }

    /// <summary>A final response has passed: a lost flow no longer matters to it, a copy of its request is no merge.</summary>
    internal void Settle(TransactionShell shell)
    {
        _flows.Remove(shell);
        if (shell is InviteServerShell { Merge: { } merge } invite)
        {
            _unansweredInvites.Remove(merge);
            invite.Merge = null;
        }
    }

    internal void Remove(ClientShell shell)
    {
        _flows.Remove(shell);
        if (_clients.Remove(shell.Key))
        {
            SipMetrics.TransactionsChanged(-1, "client");
        }
    }

    internal void Remove(ServerShell shell)
    {
        Settle(shell);
        if (_servers.Remove(shell.Key))
        {
            SipMetrics.TransactionsChanged(-1, "server");
        }
    }

    private void OnResponse(SipResponse response, SipFlow flow)
    {
        if (TransactionKey.OfResponse(response) is { } key && _clients.TryGetValue(key, out ClientShell? client))
        {
            client.OnResponse(response);
        }
        else if (response.CSeq.Method == SipMethod.Invite && response.StatusCode is >= 200 and < 300)
        {
            user.OnStrayResponse(response, flow);
        }
        else
        {
            SipMetrics.Dropped("stray_response");
        }
    }

    private void OnAck(SipRequest ack, SipFlow flow)
    {
        if (_servers.TryGetValue(TransactionKey.OfRequest(ack, SipMethod.Invite), out ServerShell? server) && server is InviteServerShell invite)
        {
            invite.OnAck(ack);
        }
        else
        {
            user.OnAck(ack, flow);
        }
    }

    private void OnInvite(SipRequest invite, SipFlow flow)
    {
        TransactionKey key = TransactionKey.OfRequest(invite, SipMethod.Invite);
        if (_servers.TryGetValue(key, out ServerShell? known))
        {
            known.OnRepeatedRequest();
            return;
        }

        SipFlow replyFlow = ResponseRoute.Of(invite.TopVia, flow);
        MergeKey? merge = null;
        if (invite.To.Tag is null)
        {
            // RFC 3261 8.2.2.2: the same INVITE by a second way (a proxy forked it to two of our addresses) would ring twice.
            merge = new MergeKey(invite.CallId, invite.From.Tag ?? "", invite.CSeq.Number);
            if (!_unansweredInvites.TryAdd(merge.Value, key))
            {
                SipMetrics.InviteRefused("merged");
                transport.Send(replyFlow, StatelessAnswer.Write(invite, 482));
                return;
            }
        }

        ServerTransaction transaction = new(this, invite, flow);
        InviteServerShell shell = new(this, key, replyFlow, transaction) { Merge = merge };
        transaction.Shell = shell;
        Add(shell);
        shell.Start();
    }

    private void OnRequest(SipRequest request, SipFlow flow)
    {
        TransactionKey key = TransactionKey.OfRequest(request, request.Method);
        if (_servers.TryGetValue(key, out ServerShell? known))
        {
            known.OnRepeatedRequest();
            return;
        }

        InviteServerShell? cancelled = request.Method == SipMethod.Cancel
            ? _servers.GetValueOrDefault(TransactionKey.OfRequest(request, SipMethod.Invite)) as InviteServerShell
            : null;
        ServerTransaction transaction = new(this, request, flow, cancelled?.LocalTag);
        NonInviteServerShell shell = new(this, key, ResponseRoute.Of(request.TopVia, flow), transaction, isOurs: request.Method == SipMethod.Cancel);
        transaction.Shell = shell;
        Add(shell);
        shell.Start();
        if (request.Method == SipMethod.Cancel)
        {
            Answer(transaction, request, cancelled);
        }
    }

    // RFC 3261 9.2: 481 without an INVITE, else 200 at once; an INVITE that has its final response is not touched.
    private void Answer(ServerTransaction transaction, SipRequest cancel, InviteServerShell? cancelled)
    {
        transaction.Respond(new OutgoingResponse(cancel, cancelled is null ? 481 : 200));
        if (cancelled?.Unanswered is { } invite)
        {
            user.OnCancel(invite, cancel);
        }
    }

    private ClientTransaction Start(OutgoingRequest request, SipFlow flow, SipVia via, IClientTransactionUser owner)
    {
        ClientTransaction transaction = new(request, flow, owner);
        TransactionKey key = TransactionKey.OfClient(via.Branch!, request.Method);
        if (request.Method == SipMethod.Invite)
        {
            InviteClientShell shell = new(this, key, transaction, via);
            transaction.Shell = shell;
            Add(shell);
            shell.Start();
        }
        else
        {
            NonInviteClientShell shell = new(this, key, transaction, via);
            transaction.Shell = shell;
            Add(shell);
            shell.Start();
        }

        return transaction;
    }

    private void Add(ClientShell shell)
    {
        _clients.Add(shell.Key, shell);
        _flows.Add(shell);
        SipMetrics.TransactionsChanged(1, "client");
    }

    private void Add(ServerShell shell)
    {
        _servers.Add(shell.Key, shell);
        if (shell.Flow.IsReliable)
        {
            // A UDP flow cannot fail under a server: what goes wrong there is the peer's retransmission to mend.
            _flows.Add(shell);
        }

        SipMetrics.TransactionsChanged(1, "server");
    }

    // RFC 3581 3: rport asks the peer to answer to the port that the request really came from.
    private SipVia NewVia(SipFlow flow)
    {
        (string host, int port) = transport.SentBy(flow);
        return new SipVia(flow.Protocol.ViaName(), host, port, new SipParameters([new("rport", null), new("branch", TransactionKey.MagicCookie + NewToken())]));
    }

    private string NewToken()
    {
        Span<byte> bytes = stackalloc byte[9];
        random.Fill(bytes);
        return Base64Url.EncodeToString(bytes);
    }
}
