using Microsoft.Extensions.Logging;

namespace XHand.Calls.Alarms;

/// <summary>What the board logs.</summary>
internal static partial class AlarmLog
{
    [LoggerMessage(EventId = 2050, Message = "Alarm {Code} {Subject}: {Text}")]
    public static partial void Raised(this ILogger logger, LogLevel level, string code, string subject, string text);

    [LoggerMessage(2051, LogLevel.Information, "Alarm {Code} {Subject} is over after {Seconds:F0} s")]
    public static partial void Ended(this ILogger logger, string code, string subject, double seconds);
}
