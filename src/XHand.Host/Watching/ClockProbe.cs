using XHand.Calls.Alarms;

namespace XHand.Host.Watching;

/// <summary>The machine's clock against the monotonic one: a step makes records of calls hard to read, and sign-ins end early.</summary>
internal sealed class ClockProbe(TimeProvider time) : IAlarmProbe
{
    /// <summary>A step that people notice; NTP slews what is less.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(2);

    private (DateTimeOffset Utc, long Monotonic)? _before;

    /// <inheritdoc/>
    public void Look(IAlarmBoard board)
    {
        (DateTimeOffset Utc, long Monotonic) now = (time.GetUtcNow(), time.GetTimestamp());
        if (_before is { } before)
        {
            TimeSpan step = now.Utc - before.Utc - time.GetElapsedTime(before.Monotonic, now.Monotonic);
            if (step.Duration() > Step)
            {
                board.Happened(AlarmCodes.ClockJumped, "", $"The machine's clock was set by {step.TotalSeconds:F0} s; times before and after do not fit together.");
            }
        }

        _before = now;
    }
}
