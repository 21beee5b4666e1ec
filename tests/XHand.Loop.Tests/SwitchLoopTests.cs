using Microsoft.Extensions.Logging.Abstractions;
using XHand.Loop.Flows;

namespace XHand.Loop.Tests;

public sealed class SwitchLoopTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SwitchLoop _loop = new(new SwitchLoopOptions(), NullLogger<SwitchLoop>.Instance);

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void A_post_runs_on_the_loops_thread_and_only_there()
    {
        _loop.Start();
        Assert.False(_loop.IsOnLoop);

        Assert.True(Ask(() => _loop.IsOnLoop));
    }

    [Fact]
    public void Continuations_go_before_input_and_lanes_in_their_order()
    {
        List<string> log = [];
        using ManualResetEventSlim done = new();
        _loop.TryPost(LoopLane.Registrations, "r", () =>
        {
            log.Add("registration");
            done.Set();
        });
        _loop.TryPost(LoopLane.NewCalls, "n", () => log.Add("new call"));
        _loop.TryPost(LoopLane.InDialog, "d", () =>
        {
            log.Add("in dialog");
            _loop.Continue("c", () => log.Add("continuation"));
        });
        _loop.Start();

        Assert.True(done.Wait(Patience));
        Assert.Equal(["in dialog", "continuation", "new call", "registration"], log);
    }

    [Fact]
    public void An_exception_in_a_turn_does_not_end_the_loop()
    {
        _loop.Start();
        _loop.TryPost(LoopLane.InDialog, "broken", () => throw new FormatException("broken"));

        Assert.Equal(1, Ask(() => 1));
    }

    [Fact]
    public void A_full_lane_refuses_and_the_others_do_not()
    {
        using SwitchLoop small = new(new SwitchLoopOptions { NewCallsCapacity = 2 }, NullLogger<SwitchLoop>.Instance);

        Assert.True(small.TryPost(LoopLane.NewCalls, "1", () => { }));
        Assert.True(small.TryPost(LoopLane.NewCalls, "2", () => { }));
        Assert.False(small.TryPost(LoopLane.NewCalls, "3", () => { }));
        Assert.True(small.TryPost(LoopLane.InDialog, "4", () => { }));
    }

    [Fact]
    public void A_timer_wakes_the_sleeping_loop_and_is_never_early()
    {
        _loop.Start();
        using ManualResetEventSlim fired = new();
        long startedAt = 0;
        TimeSpan took = default;
        _loop.TryPost(LoopLane.InDialog, "arm", () =>
        {
            startedAt = _loop.Time.GetTimestamp();
            _loop.StartTimer(TimeSpan.FromMilliseconds(35), "timer", () =>
            {
                took = _loop.Time.GetElapsedTime(startedAt);
                fired.Set();
            });
        });

        Assert.True(fired.Wait(Patience));
        Assert.True(took >= TimeSpan.FromMilliseconds(35), $"{took} is early");
    }

    [Fact]
    public void Input_that_waits_runs_before_a_timer_that_became_due_meanwhile()
    {
        List<string> log = [];
        using ManualResetEventSlim done = new();
        _loop.TryPost(LoopLane.InDialog, "arm", () =>
        {
            _loop.StartTimer(TimeSpan.Zero, "timer", () =>
            {
                log.Add("timer");
                done.Set();
            });
            long startedAt = _loop.Time.GetTimestamp();
            while (_loop.Time.GetElapsedTime(startedAt) < TimeSpan.FromMilliseconds(25))
            {
                // The turn outlasts the timer; what was posted meanwhile must still come first.
            }

            _loop.TryPost(LoopLane.Registrations, "input", () => log.Add("input"));
        });
        _loop.Start();

        Assert.True(done.Wait(Patience));
        Assert.Equal(["input", "timer"], log);
    }

    [Fact]
    public void Many_timers_due_at_once_let_input_through_between_them()
    {
        List<string> log = [];
        using ManualResetEventSlim done = new();
        _loop.TryPost(LoopLane.InDialog, "arm", () =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                int number = i;
                _loop.StartTimer(TimeSpan.Zero, "timer", () =>
                {
                    if (number == 0)
                    {
                        _loop.TryPost(LoopLane.Registrations, "input", () => log.Add("input"));
                    }

                    log.Add("timer");
                    if (number == 999)
                    {
                        done.Set();
                    }
                });
            }
        });
        _loop.Start();

        Assert.True(done.Wait(Patience));
        Assert.Equal(1_001, log.Count);
        Assert.InRange(log.IndexOf("input"), 1, new SwitchLoopOptions().ExpiriesPerPass);
    }

    [Fact]
    public void A_logger_that_throws_does_not_end_the_loop()
    {
        using SwitchLoop loop = new(new SwitchLoopOptions(), new ThrowingLogger());
        using ManualResetEventSlim done = new();
        loop.Start();
        loop.TryPost(LoopLane.InDialog, "broken", () => throw new FormatException("broken"));
        loop.TryPost(LoopLane.InDialog, "next", done.Set);

        Assert.True(done.Wait(Patience));
        Assert.Equal(1, loop.FaultsOutsideTurns);
    }

    [Fact]
    public void A_timer_is_cancelled_and_armed_again_on_the_wheel()
    {
        _loop.Start();
        using ManualResetEventSlim fired = new();
        bool cancelledRan = false;
        _loop.TryPost(LoopLane.InDialog, "arm", () =>
        {
            ILoopTimer cancelled = _loop.StartTimer(TimeSpan.FromMilliseconds(10), "cancelled", () => cancelledRan = true);
            ILoopTimer rearmed = _loop.StartTimer(TimeSpan.FromHours(1), "rearmed", fired.Set);
            cancelled.Dispose();
            rearmed.Rearm(TimeSpan.FromMilliseconds(40));
        });

        Assert.True(fired.Wait(Patience));
        Assert.False(cancelledRan);
    }

    [Fact]
    public void A_task_awaited_in_a_flow_resumes_on_the_loop()
    {
        _loop.Start();
        using ManualResetEventSlim done = new();
        bool onLoop = false;
        TaskCompletionSource outside = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.TryPost(LoopLane.InDialog, "start", () => FlowScope.Start(
            _loop,
            "flow",
            async () =>
            {
                await outside.Task;
                onLoop = _loop.IsOnLoop;
            },
            _ => done.Set()));
        outside.SetResult();

        Assert.True(done.Wait(Patience));
        Assert.True(onLoop);
    }

    [Fact]
    public void Only_the_loop_may_continue_and_arm_timers()
    {
        _loop.Start();

        Assert.Throws<InvalidOperationException>(() => _loop.Continue("c", () => { }));
        Assert.Throws<InvalidOperationException>(() => _loop.StartTimer(TimeSpan.Zero, "t", () => { }));
    }

    [Fact]
    public void What_was_accepted_has_run_when_the_loop_has_been_disposed()
    {
        int accepted = 0;
        int run = 0;
        _loop.Start();
        Thread[] producers = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            while (_loop.TryPost(LoopLane.InDialog, "work", () => run++))
            {
                Interlocked.Increment(ref accepted);
            }
        }))];
        Array.ForEach(producers, static thread => thread.Start());
        Assert.Equal(1, Ask(() => 1));

        _loop.Dispose();
        Array.ForEach(producers, static thread => thread.Join());

        Assert.True(accepted > 0);
        Assert.Equal(accepted, run);
        Assert.False(_loop.TryPost(LoopLane.InDialog, "late", () => { }));
    }

    private T Ask<T>(Func<T> question)
    {
        using ManualResetEventSlim answered = new();
        T? answer = default;
        bool posted;
        do
        {
            posted = _loop.TryPost(LoopLane.NewCalls, "ask", () =>
            {
                answer = question();
                answered.Set();
            });
        }
        while (!posted);
        Assert.True(answered.Wait(Patience));
        return answer!;
    }
}
