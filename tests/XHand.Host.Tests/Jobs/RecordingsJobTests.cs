using Microsoft.Extensions.Logging.Abstractions;
using XHand.Calls.Alarms;
using XHand.Host.Jobs;
using XHand.Host.Settings;
using XHand.Loop;

namespace XHand.Host.Tests.Jobs;

/// <summary>What goes first, and what stays.</summary>
public sealed class RecordingsJobTests : IDisposable
{
    private static readonly DateTimeOffset _now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("xhand-recordings-").FullName;
    private readonly VirtualLoop _loop = new(_now);
    private readonly AlarmBoard _alarms;
    private long _free = long.MaxValue;

    public RecordingsJobTests() => _alarms = new AlarmBoard(_loop.Time, NullLogger<AlarmBoard>.Instance);

    public void Dispose()
    {
        _alarms.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_is_over_its_days_goes_and_the_rest_stays()
    {
        Add("2026/10/01/a.wav", days: 51, bytes: 10);
        Add("2026/11/20/b.wav", days: 1, bytes: 10);
        await RunAsync(new(30, 30, RecordingDays: 30, 0, 0));
        Assert.Equal(["b.wav"], Left());
        Assert.Empty(Alarms());
    }

    [Fact]
    public async Task Over_the_quota_the_oldest_go_first_until_it_fits_and_an_alarm_says_so()
    {
        Add("c.wav", days: 3, bytes: 40);
        Add("a.wav", days: 9, bytes: 40);
        Add("b.wav", days: 5, bytes: 40);
        await RunAsync(new(30, 30, 0, RecordingQuotaBytes: 90, 0));
        Assert.Equal(["b.wav", "c.wav"], Left());
        Assert.Equal([AlarmCodes.RecordingsOverQuota], Alarms());
    }

    [Fact]
    public async Task Where_the_disk_s_reserve_is_used_just_so_many_go_as_give_it_back()
    {
        Add("a.wav", days: 9, bytes: 40);
        Add("b.wav", days: 5, bytes: 40);
        Add("c.wav", days: 3, bytes: 40);
        _free = 50;
        await RunAsync(new(30, 30, 0, 0, DiskReserveBytes: 100));
        Assert.Equal(["c.wav"], Left());
    }

    [Fact]
    public async Task What_is_being_written_is_left_alone()
    {
        Add("now.wav", days: 0, bytes: 400);
        await RunAsync(new(30, 30, 0, RecordingQuotaBytes: 1, 0));
        Assert.Equal(["now.wav"], Left());
    }

    [Fact]
    public async Task A_link_out_of_the_folder_is_not_followed()
    {
        string outside = Path.Combine(_folder, "..", Path.GetFileName(_folder) + "-outside.wav");
        await File.WriteAllTextAsync(outside, "not a recording");
        File.CreateSymbolicLink(Path.Combine(_folder, "link.wav"), outside);
        await RunAsync(new(30, 30, RecordingDays: 1, RecordingQuotaBytes: 1, 0));
        Assert.True(File.Exists(outside));
        File.Delete(outside);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_no_fault() =>
        Assert.Equal("There are no recordings.", await new RecordingsJob(Path.Combine(_folder, "none"), new(1, 31, 1, 1, 1), () => 0, _alarms, _loop.Time).RunAsync(CancellationToken.None));

    private Task<string> RunAsync(KeepingSettings keeping) => new RecordingsJob(_folder, keeping, () => _free, _alarms, _loop.Time).RunAsync(CancellationToken.None);

    private void Add(string name, int days, int bytes)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, new byte[bytes]);
        File.SetLastWriteTimeUtc(path, _now.UtcDateTime.AddDays(-days));
    }

    private string[] Left() => [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Select(f => Path.GetFileName(f)).Order()];

    private IEnumerable<string> Alarms()
    {
        _alarms.Tick();
        return _alarms.Current.Select(alarm => alarm.Code);
    }
}
