namespace XHand.Calls.Alarms;

/// <summary>Something that somebody has to know of, while it lasts.</summary>
/// <param name="Code">What, from <see cref="AlarmCodes"/>; screens translate it.</param>
/// <param name="Severity">How bad.</param>
/// <param name="Subject">Which one, where there are several: a trunk, an address; else "".</param>
/// <param name="Text">What is known of it, in English, without secrets.</param>
/// <param name="Since">When it began, UTC.</param>
/// <param name="Until">When it ended, UTC; null while it lasts.</param>
/// <param name="Company">Whose it is; null for one of the whole system.</param>
public sealed record Alarm(
    string Code, AlarmSeverity Severity, string Subject, string Text, DateTimeOffset Since, DateTimeOffset? Until, Guid? Company);

/// <summary>How bad.</summary>
public enum AlarmSeverity
{
    /// <summary>To be looked at in working hours.</summary>
    Warning,

    /// <summary>Something does not work as it should, calls still do.</summary>
    Major,

    /// <summary>Calls are lost or refused, or records are.</summary>
    Critical,
}
