namespace XHand.Calls.Alarms;

/// <summary>When a condition becomes an alarm, and when the alarm goes: what comes and goes quickly is neither.</summary>
/// <param name="Code">Alarm.</param>
/// <param name="Severity">How bad.</param>
/// <param name="RaiseAfter">The condition must hold for so long.</param>
/// <param name="ClearAfter">It must be gone for so long; also how long something that merely happened lasts.</param>
public sealed record AlarmRule(string Code, AlarmSeverity Severity, TimeSpan RaiseAfter, TimeSpan ClearAfter)
{
    private static readonly TimeSpan _now = TimeSpan.Zero;
    private static readonly TimeSpan _moment = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _while = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);

    /// <summary>Every alarm's rule.</summary>
    public static IReadOnlyList<AlarmRule> All { get; } =
    [
        new(AlarmCodes.DatabaseAway, AlarmSeverity.Major, _moment, _moment),
        new(AlarmCodes.CarrierBehind, AlarmSeverity.Warning, _minute, _while),
        new(AlarmCodes.Quarantine, AlarmSeverity.Warning, _now, _minute),
        new(AlarmCodes.JournalFailing, AlarmSeverity.Critical, _now, _while),
        new(AlarmCodes.JournalLate, AlarmSeverity.Warning, _now, _minute),
        new(AlarmCodes.FactsLost, AlarmSeverity.Critical, _now, _hour),
        new(AlarmCodes.DiskLow, AlarmSeverity.Warning, _moment, _minute),
        new(AlarmCodes.DiskFull, AlarmSeverity.Critical, _now, _minute),
        new(AlarmCodes.LoopStalled, AlarmSeverity.Critical, _now, _while),
        new(AlarmCodes.LoopSlow, AlarmSeverity.Warning, _now, _minute),
        new(AlarmCodes.MediaLate, AlarmSeverity.Warning, _moment, _minute),
        new(AlarmCodes.MediaPortsLow, AlarmSeverity.Major, _moment, _minute),
        new(AlarmCodes.PasswordGuessing, AlarmSeverity.Warning, _now, _long),
        new(AlarmCodes.SourceBlocked, AlarmSeverity.Warning, _now, _long),
        new(AlarmCodes.TrunkDown, AlarmSeverity.Major, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)),
        new(AlarmCodes.CertificateExpiring, AlarmSeverity.Warning, _now, _minute),
        new(AlarmCodes.ClockJumped, AlarmSeverity.Warning, _now, _long),
        new(AlarmCodes.JobFailed, AlarmSeverity.Warning, _now, _now),
        new(AlarmCodes.RecordingsOverQuota, AlarmSeverity.Warning, _now, _hour),
    ];

    /// <summary>The rule of <paramref name="code"/>; <see cref="ArgumentException"/> for one that there is not.</summary>
    public static AlarmRule Of(string code) =>
        All.FirstOrDefault(rule => rule.Code == code) ?? throw new ArgumentException($"There is no alarm {code}.", nameof(code));
}
