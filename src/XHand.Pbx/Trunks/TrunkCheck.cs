using System.Globalization;
using XHand.Calls.Signalling;
using XHand.Loop;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;
using XHand.Site;

namespace XHand.Pbx.Trunks;

/// <summary>
/// Asks an operator by OPTIONS whether it is there (RFC 3261 11): any answer but 503 says yes, none within the trunk's time says no. While it is down
/// it is asked every 10 s at least. Loop thread only.
/// </summary>
internal sealed class TrunkCheck(SipServices sip, Trunk trunk, SipFlow flow, Action<bool, string> told) : IClientTransactionUser
{
    private static readonly TimeSpan _mostWhileDown = TimeSpan.FromSeconds(10);
    private readonly string _callId = sip.Identity.NewCallId();
    private readonly string _tag = sip.Identity.NewTag();
    private ClientTransaction? _asked;
    private ILoopTimer? _limit;
    private ILoopTimer? _next;
    private uint _cseq;

    /// <summary>The way to ask by, from the next question on.</summary>
    public SipFlow Flow { get; set; } = flow;

    /// <summary>Asks now, unless an answer is being waited for.</summary>
    public void Ask()
    {
        if (_limit is { IsPending: true })
        {
            return;
        }

        _next?.Dispose();
        _limit = sip.Loop.StartTimer(TimeSpan.FromSeconds(trunk.TimeoutSeconds), "trunk-check-limit", OnSilence);
        OutgoingRequest options = new(
            SipMethod.Options,
            TrunkUri.Of(trunk, null),
            new SipNameAddress(null, TrunkUri.Own(trunk, trunk.Login.Length > 0 ? trunk.Login : null), SipParameters.Empty).WithTag(_tag),
            new SipNameAddress(null, TrunkUri.Of(trunk, null), SipParameters.Empty),
            _callId,
            ++_cseq);
        options.Add("Contact", $"<{sip.NewContact(Flow)}>").Add("Accept", SipProfile.Accept);
        _asked = sip.Transactions.Send(options, Flow, this);
    }

    /// <summary>Asks no more.</summary>
    public void Stop()
    {
        _asked?.Release();
        _asked = null;
        _limit?.Dispose();
        _next?.Dispose();
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (transaction == _asked && response.StatusCode >= 200)
        {
            // A late answer is one too: it is back.
            _asked = null;
            Tell(response.StatusCode != 503, response.StatusCode == 503 ? "503 to OPTIONS" : "");
        }
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, int statusCode, string reason)
    {
        if (transaction == _asked)
        {
            _asked = null;
            Tell(false, statusCode == 408 ? Silence : $"OPTIONS could not be sent: {reason}");
        }
    }

    private string Silence => string.Create(CultureInfo.InvariantCulture, $"no answer to OPTIONS in {trunk.TimeoutSeconds} s");

    private void OnSilence() => Tell(false, Silence);

    private void Tell(bool isUp, string detail)
    {
        _limit?.Dispose();
        _next?.Dispose();
        TimeSpan usual = TimeSpan.FromSeconds(trunk.CheckSeconds);
        _next = sip.Loop.StartTimer(isUp || usual < _mostWhileDown ? usual : _mostWhileDown, "trunk-check", Ask);
        told(isUp, detail);
    }
}
