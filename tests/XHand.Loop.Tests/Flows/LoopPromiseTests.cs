using XHand.Loop.Flows;

namespace XHand.Loop.Tests.Flows;

public sealed class LoopPromiseTests
{
    private readonly VirtualLoop _loop = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private readonly List<string> _log = [];

    [Fact]
    public void Answer_and_hang_up_in_the_same_instant_settle_once()
    {
        LoopPromise<string> promise = new(_loop, "dial");
        FlowScope.Start(_loop, "flow", async () => _log.Add(await promise), _ => { });
        _loop.RunUntilIdle();

        bool answered = false;
        bool hungUp = true;
        _loop.TryPost(LoopLane.InDialog, "answer", () => answered = promise.TrySettle("answered"));
        _loop.TryPost(LoopLane.InDialog, "hang-up", () => hungUp = promise.TrySettle("hung up"));
        _loop.RunUntilIdle();

        Assert.True(answered);
        Assert.False(hungUp);
        Assert.Equal(["answered"], _log);
    }

    [Fact]
    public void The_loser_within_one_turn_is_told_that_it_lost()
    {
        LoopPromise<string> promise = new(_loop, "dial");
        _loop.TryPost(LoopLane.InDialog, "both", () =>
        {
            Assert.True(promise.TrySettle("hung up"));
            Assert.False(promise.TrySettle("answered"));
        });
        FlowScope.Start(_loop, "flow", async () => _log.Add(await promise), _ => { });

        _loop.RunUntilIdle();

        Assert.Equal(["hung up"], _log);
    }

    [Fact]
    public void The_flow_resumes_in_a_turn_of_its_own_and_never_inside_the_one_that_settled()
    {
        LoopPromise<int> promise = new(_loop, "verb");
        FlowScope.Start(_loop, "flow", async () => _log.Add($"flow got {await promise} in turn {_loop.TurnsRun}"), _ => { });
        _loop.RunUntilIdle();

        _loop.TryPost(LoopLane.InDialog, "settle", () =>
        {
            promise.TrySettle(7);
            _log.Add($"settled in turn {_loop.TurnsRun}");
        });
        _loop.TryPost(LoopLane.InDialog, "other", () => _log.Add("other input"));
        _loop.RunUntilIdle();

        Assert.Equal(["settled in turn 2", "flow got 7 in turn 3", "other input"], _log);
    }

    [Fact]
    public void A_settled_promise_is_read_without_leaving_the_turn()
    {
        LoopPromise<int> promise = new(_loop, "verb");
        promise.TrySettle(1);
        FlowScope.Start(_loop, "flow", async () => _log.Add($"{await promise}"), _ => { });

        _loop.RunUntilIdle();

        Assert.Equal(["1"], _log);
        Assert.Equal(2, _loop.TurnsRun);
    }

    [Fact]
    public void A_second_awaiter_is_refused()
    {
        LoopPromise<int> promise = new(_loop, "verb");
        Exception? escaped = null;
        FlowScope.Start(_loop, "first", async () => await promise, _ => { });
        FlowScope.Start(_loop, "second", async () => await promise, e => escaped = e);

        _loop.RunUntilIdle();

        Assert.IsType<InvalidOperationException>(escaped);
    }

    [Fact]
    public void Reading_before_it_is_settled_is_refused()
    {
        LoopPromise<int> promise = new(_loop, "verb");

        Assert.Throws<InvalidOperationException>(() => promise.GetAwaiter().GetResult());
    }
}
