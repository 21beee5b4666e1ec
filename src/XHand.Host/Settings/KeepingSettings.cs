namespace XHand.Host.Settings;

/// <summary>How long things are kept, and how much room they may take (docs/housekeeping.md).</summary>
/// <param name="EventDays">Days that calls' events are kept in the database.</param>
/// <param name="RecordDays">Days that call records and their legs are kept.</param>
/// <param name="RecordingDays">Days that recordings are kept; 0: until the quota needs their room.</param>
/// <param name="RecordingQuotaBytes">Room that recordings may take; 0: no limit.</param>
/// <param name="DiskReserveBytes">Room that is to stay free on the disk of the data directory.</param>
internal sealed record KeepingSettings(int EventDays, int RecordDays, int RecordingDays, long RecordingQuotaBytes, long DiskReserveBytes);

/// <summary>How the log files are written.</summary>
/// <param name="FileBytes">Size at which a file is full.</param>
/// <param name="Files">Files kept; with the size, all that logs can ever take.</param>
/// <param name="IsJson">One JSON object a line instead of text.</param>
internal sealed record LogFileSettings(long FileBytes, int Files, bool IsJson);

/// <summary>The ring of SIP messages and facts that <c>xhand trace</c> reads.</summary>
/// <param name="Bytes">Room in memory; 0: no tracing.</param>
/// <param name="Age">What is older is not shown.</param>
internal sealed record TraceSettings(int Bytes, TimeSpan Age);
