namespace XHand.Calls.Facts;

/// <summary>How a call ended, as records spell it.</summary>
public static class CallResult
{
    /// <summary>Two parties spoke, or a caller was answered by the system.</summary>
    public const string Answered = "answered";

    /// <summary>The called party was in a call.</summary>
    public const string Busy = "busy";

    /// <summary>It rang in vain.</summary>
    public const string NoAnswer = "noAnswer";

    /// <summary>The caller gave up.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>No such number.</summary>
    public const string UnknownNumber = "unknownNumber";

    /// <summary>No phone was registered.</summary>
    public const string NotRegistered = "notRegistered";

    /// <summary>A person or a rule said no.</summary>
    public const string Refused = "refused";

    /// <summary>Something did not work.</summary>
    public const string Failed = "failed";

    /// <summary>The process died during the call.</summary>
    public const string Crash = "crash";
}

/// <summary>Who ended a call, as records spell it.</summary>
public static class EndedBy
{
    /// <summary>Who called.</summary>
    public const string Caller = "caller";

    /// <summary>Who was called.</summary>
    public const string Callee = "callee";

    /// <summary>We.</summary>
    public const string System = "system";
}
