namespace XHand.Calls.Alarms;

/// <summary>What alarms there are (docs/alarms.md). A code stays what it is: scripts and screens know it.</summary>
public static class AlarmCodes
{
    /// <summary>The database takes nothing; facts wait in the journal.</summary>
    public const string DatabaseAway = "databaseAway";

    /// <summary>Many facts wait to be carried into the database.</summary>
    public const string CarrierBehind = "carrierBehind";

    /// <summary>The database refused facts, which stand in quarantine.</summary>
    public const string Quarantine = "quarantine";

    /// <summary>The disk does not take the journal.</summary>
    public const string JournalFailing = "journalFailing";

    /// <summary>Answers went out before their fact was written.</summary>
    public const string JournalLate = "journalLate";

    /// <summary>Facts were lost for want of room.</summary>
    public const string FactsLost = "factsLost";

    /// <summary>The disk of the data directory is nearly full.</summary>
    public const string DiskLow = "diskLow";

    /// <summary>The disk of the data directory is as good as full.</summary>
    public const string DiskFull = "diskFull";

    /// <summary>The switch loop did not run a turn for seconds.</summary>
    public const string LoopStalled = "loopStalled";

    /// <summary>Turns of the switch loop wait too long.</summary>
    public const string LoopSlow = "loopSlow";

    /// <summary>Audio frames go out late.</summary>
    public const string MediaLate = "mediaLate";

    /// <summary>Few RTP ports are left.</summary>
    public const string MediaPortsLow = "mediaPortsLow";

    /// <summary>Many wrong passwords came from one address.</summary>
    public const string PasswordGuessing = "passwordGuessing";

    /// <summary>An address, or a user from one, is blocked.</summary>
    public const string SourceBlocked = "sourceBlocked";

    /// <summary>A trunk is not registered, or its other end does not answer.</summary>
    public const string TrunkDown = "trunkDown";

    /// <summary>The web server's certificate ends soon, or has ended.</summary>
    public const string CertificateExpiring = "certificateExpiring";

    /// <summary>The machine's clock was set.</summary>
    public const string ClockJumped = "clockJumped";

    /// <summary>A housekeeping job failed.</summary>
    public const string JobFailed = "jobFailed";

    /// <summary>Recordings were deleted early, for want of room.</summary>
    public const string RecordingsOverQuota = "recordingsOverQuota";
}
