using Microsoft.Extensions.Logging.Abstractions;

namespace XHand.Loop.Tests.Timers;

public sealed class TimerWheelTests : IDisposable
{
    private readonly SwitchLoop _owner = new(new SwitchLoopOptions(), NullLogger<SwitchLoop>.Instance);
    private readonly TimerWheel _wheel = new();

    public void Dispose() => _owner.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(16_777_216)]
    [InlineData(4_294_967_295)]
    public void A_timer_is_due_at_its_tick_and_not_one_before(long due)
    {
        _wheel.Advance(201);
        WheelTimer timer = Arm("timer", 201 + due);

        _wheel.Advance(200 + due);
        Assert.False(_wheel.HasDue);
        _wheel.Advance(201 + due);

        Assert.Same(timer, _wheel.TakeDue());
        Assert.False(timer.IsPending);
        Assert.Equal(0, _wheel.Pending);
    }

    [Fact]
    public void A_timer_armed_for_the_past_is_due_at_the_next_tick()
    {
        _wheel.Advance(1_000);
        Arm("timer", 3);

        Assert.Equal(1_001, _wheel.NextStop());
    }

    [Fact]
    public void A_timer_beyond_the_horizon_waits_at_the_horizon()
    {
        WheelTimer timer = Arm("timer", long.MaxValue - 10);

        Assert.Equal(uint.MaxValue, timer.DueTick);
    }

    [Fact]
    public void A_due_timer_can_still_be_cancelled()
    {
        WheelTimer first = Arm("first", 5);
        WheelTimer second = Arm("second", 5);
        _wheel.Advance(9);

        _wheel.Disarm(first);

        Assert.Same(second, _wheel.TakeDue());
        Assert.Null(_wheel.TakeDue());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_arming_cancelling_and_advancing_agree_with_a_sorted_list(int seed)
    {
        Random random = new(seed);
        List<WheelTimer> model = [];
        for (int round = 0; round < 4_000; round++)
        {
            switch (random.Next(4))
            {
                case 0 or 1:
                    model.Add(Arm("timer", _wheel.Now + 1 + Spread(random)));
                    break;
                case 2 when model.Count > 0:
                    WheelTimer cancelled = model[random.Next(model.Count)];
                    _wheel.Disarm(cancelled);
                    model.Remove(cancelled);
                    break;
                default:
                    AdvanceAndCompare(model, random);
                    break;
            }

            Assert.Equal(model.Count, _wheel.Pending);
        }
    }

    private void AdvanceAndCompare(List<WheelTimer> model, Random random)
    {
        long first = model.Count == 0 ? long.MaxValue : model.Min(timer => timer.DueTick);
        Assert.True(_wheel.NextStop() <= first, "a sleeper would oversleep");
        Assert.True(_wheel.NextStop() > _wheel.Now);
        _wheel.Advance(_wheel.Now + Spread(random));

        long last = 0;
        while (_wheel.TakeDue() is { } due)
        {
            Assert.True(due.DueTick <= _wheel.Now, "early");
            Assert.True(due.DueTick >= last, "out of order");
            last = due.DueTick;
            Assert.True(model.Remove(due));
        }

        Assert.DoesNotContain(model, timer => timer.DueTick <= _wheel.Now);
    }

    private static long Spread(Random random) => random.NextInt64(1L << random.Next(1, 26));

    private WheelTimer Arm(string name, long tick)
    {
        WheelTimer timer = new(_owner, name, static () => { });
        _wheel.Arm(timer, tick);
        return timer;
    }
}
