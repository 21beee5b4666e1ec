namespace XHand.Calls.Alarms;

/// <summary>Where parts tell of what is wrong. Any thread; never waits. The board decides when it is an alarm (<see cref="AlarmRule"/>).</summary>
public interface IAlarmBoard
{
    /// <summary>It is so from now on, until <see cref="Clear"/>. Said again, only the text changes.</summary>
    void Raise(string code, string subject, string text, Guid? company = null);

    /// <summary>It is no longer so; nothing when it was not.</summary>
    void Clear(string code, string subject, Guid? company = null);

    /// <summary>It happened: as if raised, and cleared at once; said again within the rule's time, the alarm goes on.</summary>
    void Happened(string code, string subject, string text, Guid? company = null);
}

/// <summary>The alarms as published. Any thread.</summary>
public interface IAlarmView
{
    /// <summary>Changes with every change of <see cref="Current"/>.</summary>
    long Version { get; }

    /// <summary>Alarms that last, the worst first, then the oldest.</summary>
    IReadOnlyList<Alarm> Current { get; }

    /// <summary>The last that ended, newest first; of this process.</summary>
    IReadOnlyList<Alarm> Ended { get; }
}

/// <summary>A board that nobody looks at: for tests and simulations of other things.</summary>
public sealed class NoAlarms : IAlarmBoard, IAlarmView
{
    /// <inheritdoc/>
    public long Version => 0;

    /// <inheritdoc/>
    public IReadOnlyList<Alarm> Current => [];

    /// <inheritdoc/>
    public IReadOnlyList<Alarm> Ended => [];

    /// <inheritdoc/>
    public void Raise(string code, string subject, string text, Guid? company = null)
    {
    }

    /// <inheritdoc/>
    public void Clear(string code, string subject, Guid? company = null)
    {
    }

    /// <inheritdoc/>
    public void Happened(string code, string subject, string text, Guid? company = null)
    {
    }
}
