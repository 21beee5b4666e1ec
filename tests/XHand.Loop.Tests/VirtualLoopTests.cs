namespace XHand.Loop.Tests;

public sealed class VirtualLoopTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly VirtualLoop _loop = new(Start);
    private readonly List<string> _log = [];

    [Fact]
    public void Continuations_go_before_input_and_lanes_in_their_order()
    {
        Assert.True(_loop.TryPost(LoopLane.Registrations, "r", () => _log.Add("registration")));
        Assert.True(_loop.TryPost(LoopLane.NewCalls, "n", () => _log.Add("new call")));
        Assert.True(_loop.TryPost(LoopLane.InDialog, "d", () =>
        {
            _log.Add("in dialog");
            _loop.Continue("c", () => _log.Add("continuation"));
        }));

        _loop.RunUntilIdle();

        Assert.Equal(["in dialog", "continuation", "new call", "registration"], _log);
    }

    [Fact]
    public void Timers_fire_in_due_order_at_their_exact_times()
    {
        Note("late", 32_000);
        Note("early", 500);
        Note("same first", 1_000);
        Note("same second", 1_000);

        _loop.Advance(TimeSpan.FromSeconds(40));

        Assert.Equal(["early 0.5", "same first 1", "same second 1", "late 32"], _log);
        Assert.Equal(Start.AddSeconds(40), _loop.Time.GetUtcNow());

        void Note(string name, int milliseconds) => _loop.StartTimer(
            TimeSpan.FromMilliseconds(milliseconds), name, () => _log.Add($"{name} {_loop.Time.Elapsed.TotalSeconds}"));
    }

    [Fact]
    public void Input_that_waits_runs_before_a_timer_that_is_due()
    {
        _loop.StartTimer(TimeSpan.Zero, "timer", () => _log.Add("timer"));
        _loop.TryPost(LoopLane.Registrations, "input", () => _log.Add("input"));

        _loop.RunUntilIdle();

        Assert.Equal(["input", "timer"], _log);
    }

    [Fact]
    public void A_disposed_timer_does_not_fire_and_a_rearmed_one_counts_from_now()
    {
        ILoopTimer disposed = _loop.StartTimer(TimeSpan.FromSeconds(1), "disposed", () => _log.Add("disposed"));
        ILoopTimer rearmed = _loop.StartTimer(TimeSpan.FromSeconds(1), "rearmed", () => _log.Add($"{_loop.Time.Elapsed}"));
        disposed.Dispose();
        disposed.Dispose();
        _loop.Advance(TimeSpan.FromMilliseconds(900));
        rearmed.Rearm(TimeSpan.FromSeconds(1));

        _loop.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["00:00:01.9000000"], _log);
        Assert.False(disposed.IsPending);
        Assert.False(rearmed.IsPending);
        Assert.Equal(0, _loop.Time.TimersPending);
    }

    [Fact]
    public void A_timer_may_arm_itself_again_while_it_fires()
    {
        ILoopTimer? timer = null;
        timer = _loop.StartTimer(TimeSpan.FromSeconds(1), "tick", () =>
        {
            _log.Add("tick");
            timer!.Rearm(TimeSpan.FromSeconds(1));
        });

        _loop.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(3, _log.Count);
        Assert.True(timer.IsPending);
    }

    [Fact]
    public void Run_until_stops_at_the_turn_that_made_it_true()
    {
        bool rang = false;
        _loop.StartTimer(TimeSpan.FromSeconds(3), "ring", () => rang = true);

        Assert.False(_loop.RunUntil(() => rang, TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.FromSeconds(2), _loop.Time.Elapsed);
        Assert.True(_loop.RunUntil(() => rang, TimeSpan.FromSeconds(20)));
        Assert.Equal(TimeSpan.FromSeconds(3), _loop.Time.Elapsed);
    }

    [Fact]
    public void A_full_lane_refuses()
    {
        VirtualLoop loop = new(Start, laneCapacity: 1);

        Assert.True(loop.TryPost(LoopLane.NewCalls, "first", () => { }));
        Assert.False(loop.TryPost(LoopLane.NewCalls, "second", () => { }));
        Assert.True(loop.TryPost(LoopLane.InDialog, "other lane", () => { }));
        Assert.Equal(1, loop.PostsRefused);
    }

    [Fact]
    public void What_escapes_a_turn_leaves_the_driving_call_and_the_rest_can_still_run()
    {
        _loop.TryPost(LoopLane.InDialog, "broken", () => throw new FormatException("broken"));
        _loop.TryPost(LoopLane.InDialog, "next", () => _log.Add("next"));

        Assert.Throws<FormatException>(_loop.RunUntilIdle);
        _loop.RunUntilIdle();

        Assert.Equal(["next"], _log);
        Assert.Equal("broken", Assert.Single(_loop.Faults).Turn);
    }

    [Fact]
    public void The_wall_clock_can_step_back_without_disturbing_timers()
    {
        _loop.StartTimer(TimeSpan.FromSeconds(2), "timer", () => _log.Add("fired"));
        _loop.Time.StepWallClock(TimeSpan.FromHours(-1));

        _loop.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(["fired"], _log);
        Assert.Equal(Start.AddHours(-1).AddSeconds(2), _loop.Time.GetUtcNow());
    }

    [Fact]
    public void A_timer_of_the_time_provider_fires_in_turns_and_repeats()
    {
        using (_loop.Time.CreateTimer(_ => _log.Add($"{_loop.Time.Elapsed.TotalSeconds}"), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)))
        {
            _loop.Advance(TimeSpan.FromSeconds(5));
        }

        _loop.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["1", "3", "5"], _log);
    }

    [Fact]
    public void A_loop_that_is_driven_from_its_own_turn_says_so()
    {
        _loop.TryPost(LoopLane.InDialog, "nested", _loop.RunUntilIdle);

        Assert.Throws<InvalidOperationException>(_loop.RunUntilIdle);
    }
}
