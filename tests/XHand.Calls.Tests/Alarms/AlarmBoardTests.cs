using Microsoft.Extensions.Logging.Abstractions;
using XHand.Calls.Alarms;
using XHand.Loop;

namespace XHand.Calls.Tests.Alarms;

public sealed class AlarmBoardTests : IDisposable
{
    private static readonly Guid _company = new("00000000-0000-7000-8000-00000000000c");
    private static readonly DateTimeOffset _start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly VirtualLoop _loop = new(_start);
    private readonly AlarmBoard _board;

    public AlarmBoardTests() => _board = new AlarmBoard(_loop.Time, NullLogger<AlarmBoard>.Instance);

    public void Dispose() => _board.Dispose();

    [Fact]
    public void What_holds_only_for_a_moment_is_no_alarm()
    {
        _board.Raise(AlarmCodes.DatabaseAway, "", "It does not answer.");
        Pass(4);
        Assert.Empty(_board.Current);
        _board.Clear(AlarmCodes.DatabaseAway, "");
        Pass(60);
        Assert.Empty(_board.Current);
        Assert.Empty(_board.Ended);
        Assert.Equal(0, _board.Version);
    }

    [Fact]
    public void What_lasts_becomes_an_alarm_since_its_beginning_and_ends_after_its_time()
    {
        _board.Raise(AlarmCodes.DatabaseAway, "", "It does not answer.");
        Pass(6);
        Alarm alarm = Assert.Single(_board.Current);
        Assert.Equal((AlarmCodes.DatabaseAway, AlarmSeverity.Major, _start, null), (alarm.Code, alarm.Severity, alarm.Since, alarm.Until));
        _board.Clear(AlarmCodes.DatabaseAway, "");
        Pass(4);
        Assert.Single(_board.Current);
        Pass(2);
        Assert.Empty(_board.Current);
        Assert.Equal(_start.AddSeconds(11), Assert.Single(_board.Ended).Until);
    }

    [Fact]
    public void What_comes_back_before_its_time_is_the_same_alarm()
    {
        _board.Raise(AlarmCodes.DatabaseAway, "", "It does not answer.");
        Pass(6);
        long version = _board.Version;
        for (int i = 0; i < 20; i++)
        {
            _board.Clear(AlarmCodes.DatabaseAway, "");
            Pass(3);
            _board.Raise(AlarmCodes.DatabaseAway, "", "It does not answer.");
            Pass(3);
        }

        Assert.Equal(version, _board.Version);
        Assert.Equal(_start, Assert.Single(_board.Current).Since);
    }

    [Fact]
    public void What_merely_happened_is_an_alarm_for_a_while()
    {
        _board.Happened(AlarmCodes.PasswordGuessing, "198.51.100.7", "20 wrong passwords in 5 minutes");
        Pass(1);
        Assert.Equal("198.51.100.7", Assert.Single(_board.Current).Subject);
        Pass(300);
        _board.Happened(AlarmCodes.PasswordGuessing, "198.51.100.7", "40 wrong passwords in 5 minutes");
        Pass(599);
        Assert.Equal("40 wrong passwords in 5 minutes", Assert.Single(_board.Current).Text);
        Pass(2);
        Assert.Empty(_board.Current);
    }

    [Fact]
    public void An_alarm_that_comes_again_later_is_a_new_one()
    {
        _board.Happened(AlarmCodes.ClockJumped, "", "by 3600 s");
        Pass(700);
        _board.Happened(AlarmCodes.ClockJumped, "", "by -3600 s");
        Pass(1);
        Assert.Equal(_start.AddSeconds(700), Assert.Single(_board.Current).Since);
        Assert.Single(_board.Ended);
    }

    [Fact]
    public void The_worst_comes_first_then_the_oldest_and_each_subject_and_company_is_its_own()
    {
        _board.Raise(AlarmCodes.TrunkDown, "operadora", "no answer", _company);
        _board.Raise(AlarmCodes.TrunkDown, "operadora", "no answer", Guid.Empty);
        Pass(5);
        _board.Raise(AlarmCodes.TrunkDown, "outra", "refused", _company);
        _board.Raise(AlarmCodes.JournalFailing, "", "No space left on device");
        Pass(11);
        Assert.Equal(
            [AlarmCodes.JournalFailing, AlarmCodes.TrunkDown, AlarmCodes.TrunkDown, AlarmCodes.TrunkDown],
            _board.Current.Select(a => a.Code));
        Assert.Equal("outra", _board.Current[^1].Subject);
    }

    [Fact]
    public void A_flood_of_subjects_is_bounded_and_passes()
    {
        for (int i = 0; i < 10_000; i++)
        {
            _board.Happened(AlarmCodes.PasswordGuessing, $"source {i}", "guessing");
        }

        Pass(1);
        Assert.Equal(AlarmBoard.MaxConditions, _board.Current.Count);
        Pass(700);
        Assert.Empty(_board.Current);
        _board.Happened(AlarmCodes.PasswordGuessing, "one more", "guessing");
        Pass(1);
        Assert.Single(_board.Current);
    }

    [Fact]
    public void Every_code_has_one_rule()
    {
        string[] codes = [.. typeof(AlarmCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!)];
        Assert.Equal(codes.Order(), AlarmRule.All.Select(rule => rule.Code).Order());
        Assert.Throws<ArgumentException>(() => AlarmRule.Of("noSuch"));
    }

    private void Pass(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            _board.Tick();
            _loop.Advance(TimeSpan.FromSeconds(1));
        }

        _board.Tick();
    }
}
