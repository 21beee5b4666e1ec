using System.Globalization;
using System.Text;
using XHand.Calls.Signalling;
using XHand.Loop;
using XHand.Sip.Dialogs;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;

namespace XHand.Pbx.Subscriptions;

/// <summary>One watcher of one extension (RFC 6665 4.2): runs <see cref="SubscriptionMachine"/>, sends the NOTIFYs, owns its time. Loop thread only.</summary>
internal sealed class Subscription(SipServices sip, SipDialog dialog, IEventPackage package, Guid company, string number, SipUri entity, string eventValue, Action<Subscription> removed)
    : IClientTransactionUser
{
    // RFC 4235 3.10 wants a second; a lamp that is a third of one late still looks alive.
    private static readonly TimeSpan _rest = TimeSpan.FromMilliseconds(300);
    private SubscriptionState _state;
    private ILoopTimer? _expiry;
    private ILoopTimer? _restTimer;
    private TimeSpan _lifetime;
    private long _since;
    private uint _version;

    /// <summary>Its dialog.</summary>
    public SipDialog Dialog => dialog;

    /// <summary>Whose extension is watched.</summary>
    public Guid Company => company;

    /// <summary>The extension that is watched.</summary>
    public string Number => number;

    /// <summary>What is watched of it.</summary>
    public IEventPackage Package => package;

    /// <summary>Begins, or goes on, for <paramref name="lifetime"/>; the state is told at once.</summary>
    public void Extend(TimeSpan lifetime)
    {
        _lifetime = lifetime;
        _since = sip.Loop.Time.GetTimestamp();
        if (_expiry is { } timer)
        {
            timer.Rearm(lifetime);
        }
        else
        {
            _expiry = sip.Loop.StartTimer(lifetime, "subscription-expiry", () => Take(SubscriptionInput.Ended));
        }

        Take(SubscriptionInput.Refreshed);
    }

    /// <summary>What it watches has changed.</summary>
    public void OnChanged() => Take(SubscriptionInput.Changed);

    /// <summary>The watcher wants no more.</summary>
    public void End() => Take(SubscriptionInput.Ended);

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (response.StatusCode >= 200)
        {
            Take(response.StatusCode < 300 ? SubscriptionInput.Answered : SubscriptionInput.Lost);
        }
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, int statusCode, string reason) => Take(SubscriptionInput.Lost);

    private void Take(SubscriptionInput input)
    {
        SubscriptionStep step = SubscriptionMachine.Step(_state, input);
        _state = step.State;
        if (step.Actions.HasFlag(SubscriptionActions.Notify))
        {
            int left = Math.Max(1, (int)(_lifetime - sip.Loop.Time.GetElapsedTime(_since)).TotalSeconds);
            Send(string.Create(CultureInfo.InvariantCulture, $"active;expires={left}"));
        }

        if (step.Actions.HasFlag(SubscriptionActions.StartRestTimer))
        {
            _restTimer?.Dispose();
            _restTimer = sip.Loop.StartTimer(_rest, "subscription-rest", () => Take(SubscriptionInput.RestTimer));
        }

        if (step.Actions.HasFlag(SubscriptionActions.NotifyEnd))
        {
            Send("terminated;reason=timeout");
        }

        if (step.Actions.HasFlag(SubscriptionActions.Remove))
        {
            _expiry?.Dispose();
            _restTimer?.Dispose();
            removed(this);
        }
    }

    private void Send(string state)
    {
        OutgoingRequest notify = dialog.CreateRequest(SipMethod.Notify)
            .Add("Event", eventValue)
            .Add("Subscription-State", state)
            .WithBody(package.ContentType, Encoding.UTF8.GetBytes(package.Document(company, number, entity, _version++)));
        sip.Transactions.Send(notify, dialog.Flow, this);
    }
}
