using XHand.Calls.Facts;
using XHand.Loop.Journal;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Calls;

/// <summary>The wall clock is set under calls and registrations (RELIABILITY.md R7): what lasts goes by the monotonic clock.</summary>
public sealed class ClockTests
{
    private readonly CallScene _scene = new();

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_clock_set_by_an_hour_cuts_no_call_and_its_durations_are_right(int hours)
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        _scene.Run(10);
        _scene.Exchange.Loop.Time.StepWallClock(TimeSpan.FromHours(hours));
        _scene.Run(10);
        Assert.True(ana.IsTalking && bia.IsTalking);
        ana.HangUp();

        CallRecord record = _scene.End();

        CallScene.Says(record, "answered", "caller", 200, 16);
        Assert.InRange(record.TalkMs, 20_000, 20_500);
        Assert.InRange(record.TotalMs, record.TalkMs, 21_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_clock_set_by_an_hour_makes_no_phone_register_again_and_calls_go_on(int hours)
    {
        int registrations = _scene.Ana.Registrations.Count + _scene.Bia.Registrations.Count;
        _scene.Exchange.Loop.Time.StepWallClock(TimeSpan.FromHours(hours));
        _scene.Run(3_000);
        Assert.Equal(2, _scene.Exchange.Exchange.Bindings.Count);

        (VirtualCall ana, _) = _scene.Talk();
        ana.HangUp();
        _scene.End();

        Assert.Equal(registrations, _scene.Ana.Registrations.Count + _scene.Bia.Registrations.Count);
        _scene.Run(700);
        Assert.Equal(0, _scene.Exchange.Exchange.Bindings.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Records_of_calls_before_and_after_a_set_clock_sort_by_id_in_the_order_of_the_calls(int hours)
    {
        for (int call = 0; call < 4; call++)
        {
            (VirtualCall ana, _) = _scene.Talk();
            _scene.Run(1);
            ana.HangUp();
            _scene.Until(() => _scene.Exchange.Records.Count == call + 1);
            if (call % 2 == 0)
            {
                _scene.Exchange.Loop.Time.StepWallClock(TimeSpan.FromHours(hours));
            }
        }

        string[] ids = [.. _scene.Exchange.Records.Select(record => record.CallId.ToString())];
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.All(_scene.Exchange.Records, record => Assert.InRange(record.TalkMs, 1_000, 1_500));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_clock_set_before_a_crash_costs_no_phone_its_place_and_a_cut_call_no_second(int hours)
    {
        _scene.Talk();
        _scene.Run(10);
        _scene.Exchange.Loop.Time.StepWallClock(TimeSpan.FromHours(hours));
        _scene.Run(10);

        VirtualExchange later = new(2, recovered: Journal(), start: _scene.Exchange.Loop.Time.GetUtcNow().AddSeconds(3));

        Assert.Equal(2, later.Exchange.Bindings.Count);
        Assert.InRange(later.Record.TalkMs, 15_000, 20_200);
        later.Loop.Advance(TimeSpan.FromSeconds(3_500));
        Assert.Equal(2, later.Exchange.Bindings.Count);
        later.Loop.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(0, later.Exchange.Bindings.Count);
    }

    [Fact]
    public void A_leap_second_the_last_second_of_the_year_twice_changes_no_duration_no_order_and_no_registration()
    {
        CallScene scene = new(start: new(2028, 12, 31, 23, 59, 40, TimeSpan.Zero));
        (VirtualCall ana, _) = scene.Talk();
        scene.Run(19);
        DateTimeOffset before = scene.Exchange.Loop.Time.GetUtcNow();
        scene.Exchange.Loop.Time.StepWallClock(TimeSpan.FromSeconds(-1));
        Assert.True(scene.Exchange.Loop.Time.GetUtcNow() < before);
        ana.HangUp();
        scene.Until(() => scene.Exchange.Records.Count == 1);
        (VirtualCall again, _) = scene.Talk();
        scene.Run(2);
        again.HangUp();
        scene.Until(() => scene.Exchange.Records.Count == 2);

        (CallRecord first, CallRecord second) = (scene.Exchange.Records[0], scene.Exchange.Records[1]);
        Assert.InRange(first.TalkMs, 19_000, 19_500);
        Assert.InRange(second.TalkMs, 2_000, 2_500);
        Assert.True(string.CompareOrdinal(first.CallId.ToString(), second.CallId.ToString()) < 0);
        Assert.Equal(2, scene.Exchange.Exchange.Bindings.Count);
    }

    [Fact]
    public void A_phone_whose_time_ran_out_while_the_system_was_down_is_gone()
    {
        VirtualExchange later = new(2, recovered: Journal(), start: _scene.Exchange.Loop.Time.GetUtcNow().AddHours(2));

        Assert.Equal(0, later.Exchange.Bindings.Count);
    }

    private IReadOnlyList<JournalRecord> Journal() => [.. _scene.Exchange.Journal.Records];
}
