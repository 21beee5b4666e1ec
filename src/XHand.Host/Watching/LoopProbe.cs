using XHand.Calls.Alarms;

namespace XHand.Host.Watching;

/// <summary>The switch loop: does it answer, and how soon.</summary>
/// <param name="answers">It ran a turn within the last seconds.</param>
/// <param name="takeWorst">The longest that a posted turn waited since the last question.</param>
internal sealed class LoopProbe(Func<bool> answers, Func<TimeSpan> takeWorst) : IAlarmProbe
{
    /// <summary>A turn that waits longer is heard and seen by phones.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public void Look(IAlarmBoard board)
    {
        board.Set(AlarmCodes.LoopStalled, !answers(), () => "The switch loop has not run a turn for seconds: no call is set up or ended.");
        TimeSpan worst = takeWorst();
        if (worst > Slow)
        {
            board.Happened(AlarmCodes.LoopSlow, "", $"Work waited {worst.TotalMilliseconds:F0} ms for the switch loop: the machine is overloaded.");
        }
    }
}
