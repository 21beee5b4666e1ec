using XHand.Calls.Flows;
using XHand.Pbx.Trunks;

namespace XHand.Pbx.Flows;

/// <summary>Does what a call from outside is to do, and at its end gives its place at the trunk back, which was taken when the call was let in.</summary>
internal sealed class InboundFlow(TrunkLink trunk, ICallFlow then) : ICallFlow
{
    public string Name => then.Name;

    public async Task<FlowEnd> RunAsync(ICallVerbs call)
    {
        try
        {
            return await then.RunAsync(call);
        }
        finally
        {
            trunk.GiveBack();
        }
    }
}
