using System.Globalization;

namespace XHand.Judge.Rig;

/// <summary>The daemon's wall clock under the judge's hand, by libfaketime; the monotonic clock stays the machine's. PostgreSQL, its child, sees the same.</summary>
internal sealed class FakeClock : IDisposable
{
    private static readonly string[] _libraries =
        ["/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"];

    private readonly string _file = Path.GetTempFileName();

    /// <summary>Takes hold of a daemon that is not launched yet; <see cref="JudgeException"/> without libfaketime.</summary>
    public FakeClock(JudgedDaemon daemon)
    {
        daemon.Environment["LD_PRELOAD"] = _libraries.FirstOrDefault(File.Exists) ?? throw new JudgeException("libfaketime is not installed (Debian's package libfaketime).");
        daemon.Environment["FAKETIME_TIMESTAMP_FILE"] = _file;
        daemon.Environment["FAKETIME_CACHE_DURATION"] = "1";
        daemon.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
        Set(TimeSpan.Zero);
    }

    /// <summary>How far it is ahead of the machine's.</summary>
    public TimeSpan Ahead { get; private set; }

    /// <summary>Sets it; processes that run see it within a second.</summary>
    public void Set(TimeSpan ahead)
    {
        Ahead = ahead;
        string made = _file + ".new";
        File.WriteAllText(made, string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalSeconds:+0.000;-0.000;+0}\n"));

        // A process that reads it between emptying and writing would see the machine's time for a second.
        File.Move(made, _file, overwrite: true);
    }

    /// <summary>Sets it to a moment.</summary>
    public void SetTo(DateTime utc) => Set(utc - DateTime.UtcNow);

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_file);
}
