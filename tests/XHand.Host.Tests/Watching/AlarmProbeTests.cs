using Microsoft.Extensions.Logging.Abstractions;
using XHand.Calls.Alarms;
using XHand.Host.Watching;
using XHand.Loop;

namespace XHand.Host.Tests.Watching;

/// <summary>What is wrong is seen, said once, and taken back.</summary>
public sealed class AlarmProbeTests : IDisposable
{
    private static readonly DateTimeOffset _start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly VirtualLoop _loop = new(_start);
    private readonly AlarmBoard _board;

    public AlarmProbeTests() => _board = new AlarmBoard(_loop.Time, NullLogger<AlarmBoard>.Instance);

    public void Dispose() => _board.Dispose();

    [Fact]
    public void A_database_that_is_away_is_told_of_and_taken_back()
    {
        bool isThere = false;
        Run(8, new DatabaseProbe(() => isThere, () => 12, () => 0));
        Assert.Equal([AlarmCodes.DatabaseAway], Codes());
        Assert.Contains("12 facts", _board.Current[0].Text, StringComparison.Ordinal);
        isThere = true;
        Run(8, new DatabaseProbe(() => isThere, () => 0, () => 0));
        Assert.Empty(Codes());
    }

    [Fact]
    public void Facts_that_wait_long_and_facts_in_quarantine_are_told_of()
    {
        Run(70, new DatabaseProbe(() => true, () => DatabaseProbe.ManyFacts + 1, () => 3));
        Assert.Equal([AlarmCodes.CarrierBehind, AlarmCodes.Quarantine], Codes().Order());
    }

    [Fact]
    public void A_failing_journal_lost_facts_and_late_waits_are_told_of()
    {
        JournalFigures now = default;
        JournalProbe probe = new(() => now);
        Run(2, probe);
        Assert.Empty(Codes());
        now = new(IsFailing: true, InMemory: 7, LateWaits: 2, Lost: 1);
        Run(2, probe);
        Assert.Equal([AlarmCodes.FactsLost, AlarmCodes.JournalFailing, AlarmCodes.JournalLate], Codes().Order());
        now = now with { IsFailing = false };
        Run(120, probe);
        Assert.Equal([AlarmCodes.FactsLost], Codes());
    }

    [Fact]
    public void A_disk_is_low_and_then_full()
    {
        (long Free, long Total) room = (100_000, 1_000_000);
        DiskProbe probe = new(() => room, 1000);
        Run(30, probe);
        Assert.Empty(Codes());
        room.Free = 4000;
        Run(30, probe);
        Assert.Equal([AlarmCodes.DiskLow], Codes());
        room.Free = 900;
        Run(120, probe);
        Assert.Equal([AlarmCodes.DiskFull], Codes());
    }

    [Fact]
    public void A_small_disk_is_not_low_from_its_first_day()
    {
        Run(30, new DiskProbe(() => (3000, 4000), 1000));
        Assert.Empty(Codes());
    }

    [Fact]
    public void A_disk_of_the_machine_can_be_asked()
    {
        Run(1, DiskProbe.Of(Path.GetTempPath(), long.MaxValue / 10));
        Assert.Equal([AlarmCodes.DiskFull], Codes());
    }

    [Fact]
    public void A_loop_that_stalls_or_is_slow_is_told_of()
    {
        TimeSpan worst = TimeSpan.FromMilliseconds(10);
        Run(3, new LoopProbe(() => true, () => worst));
        Assert.Empty(Codes());
        worst = TimeSpan.FromMilliseconds(350);
        Run(3, new LoopProbe(() => false, () => worst));
        Assert.Equal([AlarmCodes.LoopStalled, AlarmCodes.LoopSlow], Codes());
    }

    [Fact]
    public void Audio_that_is_late_for_seconds_is_told_of_and_a_single_hitch_is_not()
    {
        long late = 0;
        MediaProbe probe = new(() => new(late, 1, 100));
        Run(1, probe);
        late = 40;
        Run(20, probe);
        Assert.Empty(Codes());
        for (int i = 0; i < 10; i++)
        {
            late += MediaProbe.ManyLateTicks;
            Run(1, probe);
        }

        Assert.Equal([AlarmCodes.MediaLate], Codes());
    }

    [Fact]
    public void Ports_that_run_out_are_told_of()
    {
        Run(7, new MediaProbe(() => new(0, 90, 100)));
        Assert.Equal([AlarmCodes.MediaPortsLow], Codes());
    }

    [Theory]
    [InlineData(3600, 1)]
    [InlineData(-3600, 1)]
    [InlineData(1, 0)]
    public void A_step_of_the_clock_is_told_of(int seconds, int alarms)
    {
        ClockProbe probe = new(_loop.Time);
        Run(2, probe);
        _loop.Time.StepWallClock(TimeSpan.FromSeconds(seconds));
        Run(2, probe);
        Assert.Equal(alarms, Codes().Count(code => code == AlarmCodes.ClockJumped));
    }

    [Fact]
    public void A_certificate_near_its_end_is_told_of_until_it_is_renewed()
    {
        DateTimeOffset end = _start.AddDays(10);
        CertificateProbe probe = new(() => end, _loop.Time);
        Run(2, probe);
        Assert.Equal([AlarmCodes.CertificateExpiring], Codes());
        Assert.Contains("2026-12-01", _board.Current[0].Text, StringComparison.Ordinal);
        end = _start.AddDays(90);
        Run(130, probe);
        Assert.Empty(Codes());
    }

    private List<string> Codes() => [.. _board.Current.Select(alarm => alarm.Code)];

    private void Run(int seconds, IAlarmProbe probe)
    {
        for (int i = 0; i < seconds; i++)
        {
            probe.Look(_board);
            _board.Tick();
            _loop.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
