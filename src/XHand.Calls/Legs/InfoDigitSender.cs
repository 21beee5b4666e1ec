using System.Globalization;
using System.Text;
using XHand.Calls.Signalling;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;

namespace XHand.Calls.Legs;

/// <summary>Sends keys in INFO to a peer that takes them nowhere else, as application/dtmf-relay (RFC 6086 4.2 of the old kind).</summary>
internal sealed class InfoDigitSender(SipLeg leg, SipServices sip) : IClientTransactionUser
{
    private const string Relay = "application/dtmf-relay";
    private bool _isRefused;

    /// <summary>Sends it, unless the peer has refused one.</summary>
    public void Send(PressedKey key)
    {
        if (!_isRefused)
        {
            int milliseconds = (int)Math.Clamp(key.Duration.TotalMilliseconds, 60, 2000);
            string body = string.Create(CultureInfo.InvariantCulture, $"Signal={key.Digit}\r\nDuration={milliseconds}\r\n");
            Send(Encoding.ASCII.GetBytes(body), null);
        }
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (response.StatusCode is 405 or 415 or 501)
        {
            _isRefused = true;
        }
        else if (!leg.IsEnded && leg.Authenticator?.Answer(response, SipMethod.Info, transaction.Request.Uri) is { } credentials)
        {
            Send(transaction.Request.Body, credentials);
        }
    }

    // A digit that was lost ends no call; the audio's own watch finds out whether the peer is gone.
    void IClientTransactionUser.OnFailure(ClientTransaction transaction, int statusCode, string reason)
    {
    }

    private void Send(ReadOnlyMemory<byte> body, (string Name, string Value)? credentials)
    {
        OutgoingRequest info = leg.Dialog!.CreateRequest(SipMethod.Info).WithBody(Relay, body);
        if (credentials is { } header)
        {
            info.Add(header.Name, header.Value);
        }

        sip.Transactions.Send(info, leg.Dialog.Flow, this);
    }
}
