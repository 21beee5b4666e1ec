using XHand.Calls.Flows;

namespace XHand.Calls.Transfers;

/// <summary>Where a transfer leads. The exchange's part of it: plan, class of service, flow.</summary>
public interface ITransferPlanner
{
    /// <summary>
    /// The flow that calls <paramref name="number"/> as if <paramref name="by"/> had dialled it, with that extension's rights; null when it may not or cannot, and
    /// <paramref name="refusal"/> says with which status.
    /// </summary>
    ICallFlow? Plan(Call call, string by, string number, out int refusal);
}
