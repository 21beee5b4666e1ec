using XHand.Loop.Flows;

namespace XHand.Loop.Tests.Flows;

public sealed class FlowScopeTests
{
    private readonly VirtualLoop _loop = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private readonly List<string> _log = [];

    [Fact]
    public void A_flow_starts_and_ends_in_turns_of_their_own()
    {
        FlowScope scope = FlowScope.Start(_loop, "flow", Flow, e => _log.Add(e is null ? "ended" : "failed"));
        _log.Add("started");

        _loop.RunUntilIdle();

        Assert.Equal(["started", "running", "ended"], _log);
        Assert.True(scope.HasEnded);
        Assert.Equal(2, _loop.TurnsRun);

        Task Flow()
        {
            _log.Add("running");
            return Task.CompletedTask;
        }
    }

    [Fact]
    public void What_escapes_a_flow_goes_to_its_end_and_not_to_the_loop()
    {
        LoopPromise<int> promise = new(_loop, "verb");
        Exception? escaped = null;
        FlowScope.Start(_loop, "flow", Flow, e => escaped = e);
        _loop.RunUntilIdle();

        promise.TrySettle(1);
        _loop.RunUntilIdle();

        Assert.IsType<FormatException>(escaped);
        Assert.Empty(_loop.Faults);

        async Task Flow()
        {
            await promise;
            throw new FormatException("a flow's fault");
        }
    }

    [Fact]
    public void A_flow_that_throws_before_its_first_await_ends_the_same_way()
    {
        Exception? escaped = null;
        FlowScope.Start(_loop, "flow", () => throw new FormatException("at once"), e => escaped = e);

        _loop.RunUntilIdle();

        Assert.IsType<FormatException>(escaped);
        Assert.Empty(_loop.Faults);
    }

    [Fact]
    public void A_scope_ends_only_after_all_that_it_forked()
    {
        LoopPromise<int> survey = new(_loop, "survey");
        FlowScope? scope = null;
        scope = FlowScope.Start(_loop, "flow", Flow, _ => _log.Add("scope ended"));
        _loop.RunUntilIdle();
        Assert.Equal(["flow ended"], _log);

        survey.TrySettle(0);
        _loop.RunUntilIdle();

        Assert.Equal(["flow ended", "fork ended", "scope ended"], _log);
        Assert.Throws<InvalidOperationException>(() => scope.Fork("late", () => Task.CompletedTask));

        Task Flow()
        {
            scope!.Fork("fork", async () =>
            {
                await survey;
                _log.Add("fork ended");
            });
            _log.Add("flow ended");
            return Task.CompletedTask;
        }
    }

    [Fact]
    public void Flows_inside_flows_return_their_values_in_the_turn_of_the_verb()
    {
        LoopPromise<int> verb = new(_loop, "verb");
        FlowScope.Start(_loop, "flow", async () => _log.Add($"{await Outer()} in turn {_loop.TurnsRun}"), _ => { });
        _loop.RunUntilIdle();

        verb.TrySettle(20);
        _loop.RunUntilIdle();

        Assert.Equal(["22 in turn 2"], _log);

        async Task<int> Outer() => await Inner() + 1;

        async Task<int> Inner() => await verb + 1;
    }
}
