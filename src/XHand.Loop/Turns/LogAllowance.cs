namespace XHand.Loop.Turns;

/// <summary>
/// Lets at most so many log lines pass each second and counts the others: a storm of failing turns must not be made
/// worse by logging it. One thread.
/// </summary>
internal sealed class LogAllowance(TimeProvider time, int linesPerSecond)
{
    private long _second = time.GetTimestamp();
    private int _lines;
    private int _suppressed;

    /// <summary>True when a line may be written; <paramref name="suppressed"/> are those left out since the last that was.</summary>
    public bool TryTake(out int suppressed)
    {
        long now = time.GetTimestamp();
        if (now - _second >= time.TimestampFrequency)
        {
            _second = now;
            _lines = 0;
        }

        suppressed = _suppressed;
        if (_lines >= linesPerSecond)
        {
            _suppressed++;
            return false;
        }

        _lines++;
        _suppressed = 0;
        return true;
    }
}
