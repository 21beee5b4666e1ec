using XHand.Pbx.Subscriptions;

namespace XHand.Pbx.Tests;

/// <summary>Walks every pair of the subscription's table.</summary>
internal static class SubscriptionWalk
{
    public static void Check()
    {
        foreach (SubscriptionState state in Enum.GetValues<SubscriptionState>())
        {
            foreach (SubscriptionInput input in Enum.GetValues<SubscriptionInput>())
            {
                SubscriptionStep step = SubscriptionMachine.Step(state, input);
                bool isOnItsWay = state is SubscriptionState.Notifying or SubscriptionState.NotifyingStale;
                Assert.False(isOnItsWay && step.Actions.HasFlag(SubscriptionActions.Notify), $"{state} {input}: a second NOTIFY");
                Assert.Equal(
                    state != SubscriptionState.Terminated && (input is SubscriptionInput.Ended or SubscriptionInput.Lost),
                    step.Actions.HasFlag(SubscriptionActions.Remove));
                Assert.Equal(step.Actions.HasFlag(SubscriptionActions.Notify), step.State == SubscriptionState.Notifying && state != SubscriptionState.Notifying);
            }
        }
    }
}
