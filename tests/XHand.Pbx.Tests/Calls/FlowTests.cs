using XHand.Calls;
using XHand.Calls.Facts;
using XHand.Calls.Flows;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Calls;

/// <summary>A flow may be wrong; its call ends and has its record all the same.</summary>
public sealed class FlowTests
{
    private readonly VirtualExchange _exchange = new();

    [Fact]
    public void A_flow_that_throws_ends_its_call()
    {
        CallRecord record = Run(_ => throw new InvalidOperationException("broken"));
        Assert.Equal(("failed", "system", 500, "The flow failed"), (record.Result, record.EndedBy, record.SipStatus, record.Reason));
    }

    [Fact]
    public void A_flow_that_forgets_to_end_its_call_ends_it()
    {
        CallRecord record = Run(_ => Task.FromResult(FlowEnd.HungUp));
        Assert.Equal(("failed", "The flow ended without an end"), (record.Result, record.Reason));
    }

    [Fact]
    public void The_first_end_that_is_decided_holds()
    {
        CallRecord record = Run(call =>
        {
            call.End(CallEnd.Busy);
            return Task.FromResult(call.End(CallEnd.NoAnswer));
        });
        Assert.Equal("busy", record.Result);
    }

    [Fact]
    public void After_the_end_every_verb_returns_at_once()
    {
        List<string> outcomes = [];
        CallRecord record = Run(async call =>
        {
            call.End(CallEnd.NotRegistered);
            outcomes.Add($"{await call.AnswerAsync()}");
            outcomes.Add($"{await call.PlayAsync("x.wav")}");
            outcomes.Add((await call.DialAsync([], TimeSpan.FromSeconds(1))).GetType().Name);
            return FlowEnd.HungUp;
        });
        Assert.Equal(["CallerGone", "CallerGone", "CallerGone"], outcomes);
        Assert.Equal("notRegistered", record.Result);
    }

    private CallRecord Run(Func<ICallVerbs, Task<FlowEnd>> script)
    {
        CallTable calls = _exchange.Exchange.Calls;
        calls.Run(calls.Open(new CallOrder(VirtualExchange.Company, "1700", "", "1701"), null), new Scripted(script));
        _exchange.Loop.RunUntilIdle();
        Assert.Empty(_exchange.Leaks());
        return _exchange.Record;
    }

    private sealed class Scripted(Func<ICallVerbs, Task<FlowEnd>> script) : ICallFlow
    {
        public string Name => "scripted";

        public Task<FlowEnd> RunAsync(ICallVerbs call) => script(call);
    }
}
