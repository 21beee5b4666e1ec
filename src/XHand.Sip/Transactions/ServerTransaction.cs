using System.Globalization;
using XHand.Sip.Messages;
using XHand.Sip.Transport;

namespace XHand.Sip.Transactions;

/// <summary>
/// A server transaction (RFC 3261 17.2, RFC 6026), INVITE or not, as its user holds it: the table itself forgets the request
/// after the final response. Loop thread only.
/// </summary>
public sealed class ServerTransaction
{
    private readonly TransactionTable _table;

    internal ServerTransaction(TransactionTable table, SipRequest request, SipFlow flow, string? localTag = null)
    {
        _table = table;
        Request = request;
        Flow = flow;
        LocalTag = localTag ?? request.To.Tag ?? table.NewTag();
    }

    /// <summary>The request that made it.</summary>
    public SipRequest Request { get; }

    /// <summary>The way it came.</summary>
    public SipFlow Flow { get; }

    /// <summary>The highest status sent, 0 before the first.</summary>
    public int LastStatus { get; private set; }

    /// <summary>The To tag of every response that brings none of its own; that of the request inside a dialog.</summary>
    public string LocalTag { get; }

    internal ServerShell? Shell { get; set; }

    /// <summary>The 2xx of an INVITE as sent, for its retransmission by the dialog; null before.</summary>
    internal byte[]? SentSuccess { get; private set; }

    /// <summary>
    /// Sends a response: retransmitted as its table says; a 2xx to INVITE is retransmitted by its dialog, not here (RFC 6026 7.1).
    /// Ignored after a final one.
    /// </summary>
    public void Respond(OutgoingResponse response)
    {
        if (LastStatus >= 200 || Shell is not { } shell)
        {
            return;
        }

        byte[] bytes = Write(response);
        if (Request.Method == SipMethod.Invite && response.StatusCode is >= 200 and < 300)
        {
            SentSuccess = bytes;
        }

        LastStatus = Math.Max(LastStatus, response.StatusCode);
        ShowTrust(response.StatusCode);
        shell.Respond(response.StatusCode, bytes);
    }

    /// <summary>
    /// Sends a final response to a non-INVITE request and forgets the transaction at once (RFC 3261 8.2.7): a repeated request is
    /// simply asked again. For challenges and refusals, so that a flood leaves nothing behind.
    /// </summary>
    public void RespondStateless(OutgoingResponse response)
    {
        if (Request.Method == SipMethod.Invite)
        {
            throw new InvalidOperationException("An INVITE has its 100 already and must be answered by its transaction.");
        }

        if (LastStatus >= 200 || Shell is not NonInviteServerShell shell)
        {
            return;
        }

        LastStatus = response.StatusCode;
        Shell = null;
        shell.Forget();
        _table.Transport.Send(shell.Flow, Write(response));
    }

    /// <summary>Forgets a non-INVITE request without an answer: its sender is blocked.</summary>
    public void Drop()
    {
        if (LastStatus < 200 && Shell is NonInviteServerShell shell)
        {
            LastStatus = 403;
            Shell = null;
            shell.Forget();
        }
    }

    /// <summary>Sends the 2xx of an INVITE again (RFC 3261 13.3.1.4).</summary>
    internal void RepeatSuccess()
    {
        if (SentSuccess is { } bytes)
        {
            Shell?.Respond(LastStatus, bytes);
        }
    }

    private byte[] Write(OutgoingResponse response)
    {
        // RFC 3261 8.2.6.2: every response but 100 has a To tag, the same in all of them.
        if (response.ToTag is null && response.StatusCode > 100 && response.Request.To.Tag is null)
        {
            response = response.WithToTag(LocalTag);
        }

        return response.ToBytes();
    }

    // What answers OPTIONS answers everybody; any other 101 to 299 means that the user has let the peer in.
    private void ShowTrust(int statusCode)
    {
        if (Flow.IsReliable && statusCode is > 100 and < 300 && Request.Method is not (SipMethod.Options or SipMethod.Cancel))
        {
            _table.Transport.Trust(Flow);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Request.MethodName} {Request.CSeq.Number} {Request.CallId} ({LastStatus})");
}
