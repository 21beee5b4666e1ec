using XHand.Calls.Facts;
using XHand.Calls.Flows;

namespace XHand.Pbx.Flows;

/// <summary>Ends a call that goes nowhere.</summary>
internal sealed class RefusalFlow(CallEnd end) : ICallFlow
{
    public string Name => "refusal";

    public Task<FlowEnd> RunAsync(ICallVerbs call) => Task.FromResult(call.End(end));
}
