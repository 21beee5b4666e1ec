using static XHand.Pbx.Subscriptions.SubscriptionActions;
using static XHand.Pbx.Subscriptions.SubscriptionInput;
using static XHand.Pbx.Subscriptions.SubscriptionState;

namespace XHand.Pbx.Subscriptions;

/// <summary>What a subscription is at (RFC 6665 4.2, figure 2), with the NOTIFY that may be on its way.</summary>
internal enum SubscriptionState
{
    /// <summary>Nothing is on its way; the watcher knows all.</summary>
    Quiet,

    /// <summary>A NOTIFY waits for its answer.</summary>
    Notifying,

    /// <summary>A NOTIFY waits for its answer, and what it tells is out of date already.</summary>
    NotifyingStale,

    /// <summary>Just told: the next one waits a little, so that a busy extension costs its watchers little.</summary>
    Resting,

    /// <summary>The same, and there is something new.</summary>
    RestingStale,

    /// <summary>Over.</summary>
    Terminated,
}

/// <summary>What can happen to it.</summary>
internal enum SubscriptionInput
{
    /// <summary>What is watched has changed.</summary>
    Changed,

    /// <summary>SUBSCRIBE again: the state is told anew at once (RFC 6665 4.2.1.2).</summary>
    Refreshed,

    /// <summary>2xx to the NOTIFY.</summary>
    Answered,

    /// <summary>The rest is over.</summary>
    RestTimer,

    /// <summary>Its time ran out, or the watcher ended it by Expires: 0.</summary>
    Ended,

    /// <summary>The watcher is gone: 481, a failure, no answer (RFC 6665 4.2.2).</summary>
    Lost,
}

/// <summary>What is done.</summary>
[Flags]
internal enum SubscriptionActions
{
    None = 0,

    /// <summary>NOTIFY with the present state.</summary>
    Notify = 1 << 0,
    StartRestTimer = 1 << 1,

    /// <summary>The last NOTIFY, "terminated".</summary>
    NotifyEnd = 1 << 2,

    /// <summary>Takes it out of the table.</summary>
    Remove = 1 << 3,
}

/// <summary>A state and what to do on the way into it.</summary>
internal readonly record struct SubscriptionStep(SubscriptionState State, SubscriptionActions Actions);

/// <summary>The notifier's side of a subscription. Sends nothing, starts no timer.</summary>
internal static class SubscriptionMachine
{
    /// <summary>The table.</summary>
    public static SubscriptionStep Step(SubscriptionState state, SubscriptionInput input) => (state, input) switch
    {
        (Terminated, _) => new(Terminated, None),
        (_, Ended) => new(Terminated, NotifyEnd | Remove),
        (_, Lost) => new(Terminated, Remove),
        (Quiet, Changed) or (Quiet or Resting or RestingStale, Refreshed) => new(Notifying, Notify),
        (Notifying, Changed or Refreshed) => new(NotifyingStale, None),
        (Notifying, Answered) => new(Resting, StartRestTimer),
        (NotifyingStale, Answered) => new(RestingStale, StartRestTimer),
        (Resting, Changed) => new(RestingStale, None),
        (Resting, RestTimer) => new(Quiet, None),
        (RestingStale, RestTimer) => new(Notifying, Notify),
        _ => new(state, None),
    };
}
